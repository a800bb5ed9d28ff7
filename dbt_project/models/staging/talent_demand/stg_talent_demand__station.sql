-- One row per station for talents at an enterprise (博士后科研工作站、院士工作站等), latest version.

{{ staged('talent_demand', 'station',
    columns=[
        ['station_no', '站点编号', 'code'],
        ['uscc', '统一社会信用代码', 'uscc', 'required'],
        ['station_kind', '站点类别', ['博士后科研工作站', '博士后创新实践基地', '院士工作站', '专家工作站'], 'required'],
        ['station_level', '站点级别', ['国家级', '省级', '市级']],
        ['set_up_date', '设立日期', 'date', 'required'],
        ['revoked_date', '撤销日期', 'date'],
        ['update_time', '更新时间', 'timestamp'],
    ],
    key=['station_no'],
    latest_by=['update_time'],
    rules=[
        ['revoked_date', 'set_up_date <= revoked_date', '撤销早于设立 / revoked before it was set up'],
    ],
) }}
