-- One row per registered technology contract (技术合同), latest version.

{{ staged('certification', 'technology_contract',
    columns=[
        ['contract_no', '合同登记编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['contract_cny', '合同成交额_万元', 'cny'],
        ['technology_cny', '技术交易额_万元', 'cny'],
        ['registered_date', '登记日期', 'date'],
    ],
    key=['contract_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
    ],
) }}
