-- One row per enterprise of the registration office (企业登记), latest version.

{{ staged('registration', 'enterprise',
    columns=[
        ['uscc', 'uni_social_crd_cd', 'uscc'],
        ['enterprise_name', 'comp_nm', 'text'],
        ['enterprise_type', 'comp_type', 'text'],
        ['registration_state', 'reg_state', 'text'],
        ['state_date', 'appr_dt', 'date'],
        ['established_date', 'estab_dt', 'date'],
        ['registered_capital_cny', 'reg_capt', 'cny'],
        ['industry_code', 'indv_cd', 'code'],
        ['registration_office', 'reg_org', 'text'],
        ['registration_no', 'reg_no', 'code'],
        ['operation', 'op_type', ['I', 'U', 'D']],
        ['update_time', 'update_time', 'timestamp'],
    ],
    key=['uscc'],
    latest_by=['update_time'],
    deleted_when="operation = 'D'",
) }}
