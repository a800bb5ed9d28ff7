-- One row per software copyright registration (软件著作权), latest version.

{{ staged('ip', 'software_copyright',
    columns=[
        ['registration_no', 'reg_no', 'code'],
        ['software_name', 'soft_nm', 'text'],
        ['owner_code', 'owner_code', 'owner_code'],
        ['owner_name', 'owner_nm', 'text'],
        ['registered_date', 'reg_dt', 'date'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['registration_no'],
    latest_by=['updated_at'],
) }}
