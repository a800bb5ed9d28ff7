-- One row per equity financing round (股权融资), latest version.

{{ staged('certification', 'equity_round',
    columns=[
        ['round_no', '融资编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['round_name', '轮次', 'text'],
        ['raised_cny', '融资金额_万元', 'cny'],
        ['changed_date', '工商变更日期', 'date'],
    ],
    key=['round_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
    ],
) }}
