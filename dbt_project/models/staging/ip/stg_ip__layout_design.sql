-- One row per IC layout design registration (集成电路布图设计), latest version.

{{ staged('ip', 'layout_design',
    columns=[
        ['registration_no', 'reg_no', 'code'],
        ['layout_name', 'layout_nm', 'text'],
        ['owner_code', 'owner_code', 'owner_code'],
        ['owner_name', 'owner_nm', 'text'],
        ['registered_date', 'reg_dt', 'date'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['registration_no'],
    latest_by=['updated_at'],
) }}
