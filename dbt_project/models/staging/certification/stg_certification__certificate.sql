-- One row per certificate of qualification (资质证书), latest version.

{{ staged('certification', 'certificate',
    columns=[
        ['certificate_no', '证书编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['certificate_type', '资质类型', 'text'],
        ['level', '级别', 'text'],
        ['valid_from', '发证日期', 'date'],
        ['valid_to', '有效期至', 'date'],
        ['issuer', '发证机关', 'text'],
    ],
    key=['certificate_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
        ['valid_to', 'valid_from <= valid_to', '有效期起晚于止 / validity ends before it starts'],
    ],
) }}
