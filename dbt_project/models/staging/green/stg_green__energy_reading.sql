-- One row per meter and month of what it counted (能源计量月读数), latest version.

{{ staged('green', 'energy_reading',
    columns=[
        ['meter_no', '表计编号', 'code'],
        ['uscc', '统一社会信用代码', 'uscc', 'required'],
        ['enterprise_name', '企业名称', 'text'],
        ['report_year', '年度', 'year'],
        ['reading_month', '月份', 'month'],
        ['energy_kind', '能源品种', ['外购电力', '自发光伏', '天然气', '原煤', '热力'], 'required'],
        ['quantity', '消费量', 'decimal', 'required'],
        ['unit', '计量单位', ['千瓦时', '万千瓦时', '立方米', '万立方米', '吨', '百万千焦'], 'required'],
        ['green_certificate_count', '绿色电力证书_个', 'integer'],
        ['meter_state', '表计状态', ['在用', '停用'], 'required'],
        ['reported_date', '上报日期', 'date'],
    ],
    key=['meter_no', 'reading_month'],
    latest_by=['reported_date'],
    rules=[
        ['report_year', 'report_year = year(reading_month)', '年度与月份不符 / the year is not that of the month'],
        ['quantity', 'quantity >= 0', '消费量为负 / consumption is below zero'],
        ['unit', "(energy_kind in ('外购电力', '自发光伏')) = (unit in ('千瓦时', '万千瓦时'))"
            ~ " and (energy_kind = '天然气') = (unit in ('立方米', '万立方米'))"
            ~ " and (energy_kind = '原煤') = (unit = '吨')", '计量单位与能源品种不符 / the unit is not one of this kind of energy'],
        ['green_certificate_count', "green_certificate_count between 0 and case energy_kind when '外购电力' then 999999999 else 0 end",
            '绿证为负、大得不可能，或不是外购电力 / certificates below zero, impossibly many, or not for power from the grid'],
    ],
) }}
