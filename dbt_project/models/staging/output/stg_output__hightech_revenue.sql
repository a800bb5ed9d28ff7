-- One row per enterprise and year of high-tech product revenue (高新技术产品收入), latest version.

{{ staged('output', 'hightech_revenue',
    columns=[
        ['uscc', '统一社会信用代码', 'uscc'],
        ['enterprise_name', '单位详细名称', 'text'],
        ['report_year', '统计年度', 'year'],
        ['hightech_revenue_cny', '高新技术产品收入_千元', 'cny'],
        ['revenue_cny', '营业收入_千元', 'cny'],
        ['reported_date', '填报日期', 'date'],
    ],
    key=['uscc', 'report_year'],
    latest_by=['reported_date'],
    history=[['hightech_revenue_cny', 'report_year', 500000], ['revenue_cny', 'report_year', 500000]],
) }}
