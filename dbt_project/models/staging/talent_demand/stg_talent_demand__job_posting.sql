-- One row per job posting of an enterprise (岗位需求), latest version; contacts never land.

{{ staged('talent_demand', 'job_posting',
    columns=[
        ['posting_no', '需求编号', 'code'],
        ['uscc', '统一社会信用代码', 'uscc', 'required'],
        ['post_title', '岗位名称', 'text'],
        ['industry_chain', '产业链', 'text', 'required'],
        ['talent_level', '人才层次', ['正高级', '副高级', '中级', '助理级', '员级'], 'required'],
        ['skill_class', '专业类别', 'text', 'required'],
        ['wanted_count', '需求人数', 'integer', 'required'],
        ['pay_low_cny', '年薪下限_万元', 'cny'],
        ['pay_high_cny', '年薪上限_万元', 'cny'],
        ['published_date', '发布日期', 'date', 'required'],
        ['closed_date', '关闭日期', 'date'],
        ['update_time', '更新时间', 'timestamp'],
    ],
    key=['posting_no'],
    latest_by=['update_time'],
    rules=[
        ['wanted_count', 'wanted_count > 0', '需求人数应大于零 / nobody is wanted'],
        ['pay_high_cny', 'pay_low_cny <= pay_high_cny', '年薪上限低于下限 / pay band ends below its beginning'],
        ['closed_date', 'published_date <= closed_date', '关闭早于发布 / closed before it was published'],
    ],
) }}
