-- One row per R&D platform (研发平台), latest version.

{{ staged('certification', 'platform',
    columns=[
        ['platform_no', '平台编号', 'code'],
        ['uscc', '统一社会信用代码', 'uscc', 'required'],
        ['enterprise_name', '企业名称', 'text'],
        ['platform_name', '平台名称', 'text'],
        ['level', '级别', 'text'],
        ['valid_from', '认定日期', 'date'],
        ['valid_to', '有效期至', 'date'],
    ],
    key=['platform_no'],
    latest_by=[],
    rules=[
        ['valid_to', 'valid_from <= valid_to', '有效期起晚于止 / validity ends before it starts'],
    ],
) }}
