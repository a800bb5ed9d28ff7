-- One row per tax payment voucher (税款入库), latest version.

{{ staged('tax', 'tax_payment',
    columns=[
        ['voucher_no', 'yzpzxh', 'code'],
        ['uscc', 'tax_no', 'uscc', 'required'],
        ['collected_item', 'coll_item', 'text'],
        ['tax_type', 'tax_type', 'text'],
        ['period_from', 'period_from', 'date'],
        ['period_to', 'period_to', 'date'],
        ['paid_cny', 'paid_amt', 'cny'],
        ['paid_date', 'rkrq', 'date', 'required'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['voucher_no'],
    latest_by=['updated_at'],
    rules=[
        ['period_to', 'period_from <= period_to', '所属期起晚于止 / period ends before it starts'],
    ],
) }}
