-- One row per bank and loan, as last reported (贷款回传), latest version.

{{ staged('bank_returns', 'loan',
    columns=[
        ['bank', 'bank', 'text'],
        ['loan_no', 'loan_no', 'code'],
        ['line_no', 'line_no', 'code'],
        ['uscc', 'uscc', 'uscc', 'required'],
        ['enterprise_name', 'comp_nm', 'text'],
        ['product_name', 'product_nm', 'text'],
        ['principal_cny', 'principal_wan', 'cny'],
        ['balance_cny', 'balance_wan', 'cny'],
        ['rate_ratio', 'rate_pct', 'percent'],
        ['started_date', 'start_dt', 'date'],
        ['due_date', 'due_dt', 'date'],
        ['overdue_days', 'overdue_days', 'integer'],
        ['is_default', 'is_default', 'flag'],
        ['pool', 'pool_cd', 'text'],
        ['pool_tier', 'pool_tier', 'text'],
        ['filed_date', 'filed_dt', 'date'],
        ['reported_date', 'report_dt', 'date'],
    ],
    key=['bank', 'loan_no'],
    latest_by=['reported_date'],
    rules=[
        ['due_date', 'started_date <= due_date', '到期早于放款 / due before it starts'],
    ],
) }}
