-- One row per award (科技奖励与创新创业大赛), latest version.

{{ staged('certification', 'award',
    columns=[
        ['award_no', '奖励编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['award_name', '奖励名称', 'text'],
        ['award_type', '奖励类别', 'text'],
        ['level', '级别', 'text'],
        ['awarded_date', '获奖日期', 'date'],
    ],
    key=['award_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
    ],
) }}
