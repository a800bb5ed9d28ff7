-- One row per enterprise and tax period of a VAT return (增值税申报), latest version.

{{ staged('tax', 'vat_return',
    columns=[
        ['return_no', 'sbxh', 'code'],
        ['uscc', 'tax_no', 'uscc'],
        ['taxpayer_kind', 'taxpayer_kind', ['一般纳税人', '小规模纳税人']],
        ['period_from', 'period_from', 'date'],
        ['period_to', 'period_to', 'date'],
        ['sale_cny', 'sale_amt', 'cny'],
        ['tax_payable_cny', 'tax_payable', 'cny'],
        ['filed_date', 'filed_dt', 'date'],
        ['is_correction', 'correct_flag', 'flag'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['uscc', 'period_from', 'period_to'],
    latest_by=['filed_date', 'updated_at'],
    rules=[
        ['period_to', 'period_from <= period_to', '所属期起晚于止 / period ends before it starts'],
    ],
    history=[['sale_cny', 'period_to', 100000]],
) }}
