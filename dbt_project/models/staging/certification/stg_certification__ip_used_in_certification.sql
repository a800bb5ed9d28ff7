-- One row per application for a certification and IP right named in it (认定使用知识产权), latest version.

{{ staged('certification', 'ip_used_in_certification',
    columns=[
        ['record_no', '记录编号', 'code'],
        ['owner_code', '统一社会信用代码', 'owner_code'],
        ['enterprise_name', '企业名称', 'text'],
        ['certification_type', '资质类型', 'text', 'required'],
        ['applied_date', '申请日期', 'date', 'required'],
        ['right_type', '知识产权类别', ['发明', '实用新型', '外观设计', '软件著作权', '集成电路布图设计']],
        ['right_no', '知识产权编号', 'ip_right_no', 'required'],
        ['result', '认定结果', ['通过', '未通过', '审核中']],
        ['decided_date', '结果日期', 'date'],
    ],
    key=['record_no'],
    latest_by=[],
    rules=[
        ['owner_code', 'owner_code is not null or enterprise_name is not null', '代码与名称都缺失 / owner is missing: neither code nor name'],
        ['decided_date', "coalesce(result, '审核中') = '审核中' or decided_date is not null", '已有结果而无结果日期 / a result without its day'],
        ['decided_date', 'applied_date <= decided_date', '结果早于申请 / decided before it was applied for'],
    ],
) }}
