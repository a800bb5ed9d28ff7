-- One row per entry of an enterprise in the list of green factories (绿色工厂名单), latest version.

{{ staged('green', 'green_factory',
    columns=[
        ['list_no', '名单编号', 'code'],
        ['uscc', '统一社会信用代码', 'uscc', 'required'],
        ['enterprise_name', '企业名称', 'text'],
        ['published_year', '公布年度', 'year'],
        ['level', '级别', ['国家级', '省级', '市级'], 'required'],
        ['valid_from', '公布日期', 'date', 'required'],
        ['valid_to', '有效期至', 'date'],
    ],
    key=['list_no'],
    rules=[
        ['valid_to', 'valid_from <= valid_to', '有效期起晚于止 / validity ends before it starts'],
    ],
) }}
