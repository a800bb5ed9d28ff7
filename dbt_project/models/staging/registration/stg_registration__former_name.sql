-- One row per enterprise, day and former name (名称变更), latest version.

{{ staged('registration', 'former_name',
    columns=[
        ['uscc', 'uni_social_crd_cd', 'uscc'],
        ['former_name', 'comp_nm_bf', 'text'],
        ['new_name', 'comp_nm_af', 'text'],
        ['changed_date', 'chan_dt', 'date'],
        ['operation', 'op_type', ['I', 'U', 'D']],
        ['update_time', 'update_time', 'timestamp'],
    ],
    key=['uscc', 'changed_date', 'former_name'],
    latest_by=['update_time'],
    deleted_when="operation = 'D'",
) }}
