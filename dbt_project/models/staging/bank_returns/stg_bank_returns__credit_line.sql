-- One row per bank, credit line and state it reached (授信回传), latest version.

{{ staged('bank_returns', 'credit_line',
    columns=[
        ['bank', 'bank', 'text'],
        ['line_no', 'line_no', 'code'],
        ['uscc', 'uscc', 'uscc', 'required'],
        ['enterprise_name', 'comp_nm', 'text'],
        ['product_name', 'product_nm', 'text'],
        ['line_state', 'line_state', ['预授信', '已批', '已用']],
        ['amount_cny', 'amount_wan', 'cny'],
        ['state_date', 'state_dt', 'date'],
        ['reported_date', 'report_dt', 'date'],
    ],
    key=['bank', 'line_no', 'line_state'],
    latest_by=['reported_date'],
) }}
