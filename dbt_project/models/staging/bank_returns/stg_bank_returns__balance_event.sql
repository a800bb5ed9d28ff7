-- One row per bank, loan and event (借据变动): drawn, repaid, overdue, in default, paid by the guarantor, latest version.

{{ staged('bank_returns', 'balance_event',
    columns=[
        ['bank', 'bank', 'text'],
        ['loan_no', 'loan_no', 'code'],
        ['event_no', 'event_no', 'integer'],
        ['uscc', 'uscc', 'uscc', 'required'],
        ['event_type', 'event_type', ['放款', '还款', '逾期', '结清逾期', '不良', '代偿', '追偿回收'], 'required'],
        ['event_date', 'event_dt', 'date', 'required'],
        ['amount_cny', 'amount_yuan', 'cny', 'required'],
        ['reported_date', 'report_dt', 'date'],
    ],
    key=['bank', 'loan_no', 'event_no'],
    latest_by=['reported_date'],
    rules=[
        ['amount_cny', "amount_cny >= 0 and (amount_cny > 0 or event_type in ('逾期', '结清逾期', '不良'))",
            '金额应大于零 / the amount must be above zero'],
    ],
) }}
