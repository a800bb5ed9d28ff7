-- One row per award (科技奖励与创新创业大赛), latest version.

{{ staged('certification', 'award',
    columns=[
        ['award_no', '奖励编号', 'code'],
        ['uscc', '统一社会信用代码', 'uscc', 'required'],
        ['enterprise_name', '企业名称', 'text'],
        ['award_name', '奖励名称', 'text'],
        ['award_type', '奖励类别', 'text'],
        ['level', '级别', 'text'],
        ['awarded_date', '获奖日期', 'date'],
    ],
    key=['award_no'],
    latest_by=[],
) }}
