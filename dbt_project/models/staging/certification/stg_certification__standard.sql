-- One row per record that an enterprise drafted a standard (标准制定), latest version.

{{ staged('certification', 'standard',
    columns=[
        ['record_no', '登记编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['standard_no', '标准号', 'code', 'required'],
        ['standard_name', '标准名称', 'text'],
        ['standard_level', '标准层级', ['国际标准', '国家标准', '行业标准', '地方标准', '团体标准'], 'required'],
        ['drafting_role', '参与方式', ['主导', '参与']],
        ['published_date', '发布日期', 'date'],
        ['withdrawn_date', '废止日期', 'date'],
    ],
    key=['record_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
        ['withdrawn_date', 'published_date <= withdrawn_date', '废止早于发布 / withdrawn before it was published'],
    ],
) }}
