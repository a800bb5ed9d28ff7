-- One row per science and technology programme project (科技计划项目), latest version.

{{ staged('certification', 'programme',
    columns=[
        ['project_no', '项目编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['project_name', '项目名称', 'text'],
        ['level', '级别', 'text'],
        ['approved_date', '立项日期', 'date'],
        ['closed_date', '结题日期', 'date'],
        ['grant_cny', '资助金额_万元', 'cny'],
    ],
    key=['project_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
    ],
) }}
