-- One row per enterprise and tax year of the annual CIT return (企业所得税年度汇算清缴), latest version.

{{ staged('tax', 'cit_annual',
    columns=[
        ['return_no', 'sbxh', 'code'],
        ['uscc', 'tax_no', 'uscc'],
        ['tax_year', 'tax_year', 'year'],
        ['revenue_cny', 'opt_income', 'cny'],
        ['cost_expense_cny', 'cost_expense', 'cny'],
        ['profit_cny', 'profit_total', 'cny'],
        ['net_profit_cny', 'net_profit', 'cny'],
        ['net_assets_begin_cny', 'net_asset_bgn', 'cny'],
        ['net_assets_end_cny', 'net_asset_end', 'cny'],
        ['total_assets_cny', 'asset_avg_wan', 'cny'],
        ['tax_rate_ratio', 'tax_rate', 'ratio_or_percent'],
        ['filed_date', 'filed_dt', 'date'],
        ['is_correction', 'correct_flag', 'flag'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['uscc', 'tax_year'],
    latest_by=['filed_date', 'updated_at'],
    history=[
        ['revenue_cny', 'tax_year', 500000],
        ['cost_expense_cny', 'tax_year', 500000],
        ['total_assets_cny', 'tax_year', 500000],
    ],
) }}
