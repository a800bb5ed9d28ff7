-- One row per enterprise and quarter of a CIT prepayment return (企业所得税季度预缴), latest version.

{{ staged('tax', 'cit_quarter',
    columns=[
        ['return_no', 'sbxh', 'code'],
        ['uscc', 'tax_no', 'uscc'],
        ['period_to', 'period_to', 'date'],
        ['revenue_to_date_cny', 'opt_income_cum', 'cny'],
        ['profit_to_date_cny', 'profit_total_cum', 'cny'],
        ['filed_date', 'filed_dt', 'date'],
        ['is_correction', 'correct_flag', 'flag'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['uscc', 'period_to'],
    latest_by=['filed_date', 'updated_at'],
    history=[['revenue_to_date_cny', 'period_to', 500000]],
) }}
