-- One row per person and title (人才称号), latest version.

{{ staged('talent', 'talent_title',
    columns=[
        ['person_code', 'person_cd', 'code'],
        ['uscc', 'uni_social_crd_cd', 'uscc', 'required'],
        ['title_name', 'title_nm', 'text'],
        ['title_level', 'title_level', ['国家级', '省级', '市级']],
        ['valid_from', 'valid_from', 'date'],
        ['valid_to', 'valid_to', 'date'],
        ['operation', 'op_type', ['I', 'U', 'D']],
        ['update_time', 'update_time', 'timestamp'],
    ],
    key=['person_code', 'title_name'],
    latest_by=['update_time'],
    rules=[
        ['valid_to', 'valid_from <= valid_to', '有效期起晚于止 / validity ends before it starts'],
    ],
    deleted_when="operation = 'D'",
) }}
