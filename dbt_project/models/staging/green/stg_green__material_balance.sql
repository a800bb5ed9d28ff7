-- One row per enterprise and month of the solid waste that came in, went out and lay in store (物料平衡月报), latest version.

{{ staged('green', 'material_balance',
    columns=[
        ['uscc', '统一社会信用代码', 'uscc'],
        ['enterprise_name', '企业名称', 'text'],
        ['report_year', '年度', 'year'],
        ['balance_month', '月份', 'month'],
        ['arisen_t', '自产量_吨', 'decimal', 'required'],
        ['brought_in_t', '外来量_吨', 'decimal', 'required'],
        ['treated_t', '处置量_吨', 'decimal', 'required'],
        ['stock_increase_t', '库存增加_吨', 'decimal', 'required'],
        ['reported_date', '上报日期', 'date'],
    ],
    key=['uscc', 'balance_month'],
    latest_by=['reported_date'],
    rules=[
        ['report_year', 'report_year = year(balance_month)', '年度与月份不符 / the year is not that of the month'],
        ['arisen_t', 'arisen_t >= 0', '自产量为负 / the amount arisen is below zero'],
        ['brought_in_t', 'brought_in_t >= 0', '外来量为负 / the amount brought in is below zero'],
        ['treated_t', 'treated_t >= 0', '处置量为负 / the amount treated is below zero'],
    ],
) }}
