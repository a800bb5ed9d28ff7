-- One row per person who can be had (可供人才), latest version; names and telephones never land.

{{ staged('talent_demand', 'available_talent',
    columns=[
        ['person_code', '人才代号', 'code'],
        ['industry_chain', '产业链', 'text', 'required'],
        ['talent_level', '人才层次', ['正高级', '副高级', '中级', '助理级', '员级'], 'required'],
        ['skill_class', '专业类别', 'text', 'required'],
        ['available_from', '可到岗日期', 'date', 'required'],
        ['available_to', '截止日期', 'date'],
        ['update_time', '更新时间', 'timestamp'],
    ],
    key=['person_code'],
    latest_by=['update_time'],
    rules=[
        ['available_to', 'available_from <= available_to', '截止早于可到岗 / no longer to be had before it begins'],
    ],
) }}
