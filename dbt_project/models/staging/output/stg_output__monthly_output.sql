-- One row per enterprise and month of the industrial output report (规上工业月报; no report for January), latest version.

{{ staged('output', 'monthly_output',
    columns=[
        ['uscc', '统一社会信用代码', 'uscc'],
        ['enterprise_name', '单位详细名称', 'text'],
        ['report_month', '报告期', 'month'],
        ['industry_code', '行业代码', 'code'],
        ['output_month_cny', '工业总产值_本月_千元', 'cny'],
        ['output_to_date_cny', '工业总产值_累计_千元', 'cny'],
        ['reported_date', '填报日期', 'date'],
    ],
    key=['uscc', 'report_month'],
    latest_by=['reported_date'],
    rules=[
        ['output_month_cny', 'output_month_cny <= output_to_date_cny', '本月大于累计 / the month exceeds the year to date'],
        ['report_month', 'month(report_month) <> 1', '1 月免报，2 月报 1—2 月合计 / January is not filed; February carries January and February'],
        ['output_month_cny', 'month(report_month) <> 2 or output_month_cny = output_to_date_cny', '2 月的本月不等于累计 / February is not January and February'],
    ],
    history=[['output_month_cny', 'report_month', 500000], ['output_to_date_cny', 'report_month', 500000]],
    cumulative=[['output_to_date_cny', 'report_month']],
) }}
