-- One row per enterprise and day of entering the zone (入区记录), latest version.

{{ staged('registration', 'zone_membership',
    columns=[
        ['uscc', 'uni_social_crd_cd', 'uscc'],
        ['park_name', 'park_nm', 'text'],
        ['entered_date', 'enter_dt', 'date'],
        ['left_date', 'leave_dt', 'date'],
        ['operation', 'op_type', ['I', 'U', 'D']],
        ['update_time', 'update_time', 'timestamp'],
    ],
    key=['uscc', 'entered_date'],
    latest_by=['update_time'],
    rules=[
        ['left_date', 'left_date >= entered_date', '离区早于入区 / leaves before entering'],
    ],
    deleted_when="operation = 'D'",
) }}
