-- One row per R&D platform (研发平台), latest version.

{{ staged('certification', 'platform',
    columns=[
        ['platform_no', '平台编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['platform_name', '平台名称', 'text'],
        ['level', '级别', 'text'],
        ['valid_from', '认定日期', 'date'],
        ['valid_to', '有效期至', 'date'],
    ],
    key=['platform_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
        ['valid_to', 'valid_from <= valid_to', '有效期起晚于止 / validity ends before it starts'],
    ],
) }}
