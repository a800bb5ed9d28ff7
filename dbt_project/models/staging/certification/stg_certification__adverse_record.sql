-- One row per adverse record (失信与处罚), latest version.

{{ staged('certification', 'adverse_record',
    columns=[
        ['record_no', '记录编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['record_type', '记录类型', 'text'],
        ['decided_date', '决定日期', 'date'],
        ['repaired_date', '修复日期', 'date'],
    ],
    key=['record_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
    ],
) }}
