-- One row per enterprise and month of the electricity it took (月用电量), latest version.

{{ staged('energy', 'meter_reading',
    columns=[
        ['uscc', '统一社会信用代码', 'uscc'],
        ['reading_month', '月份', 'month'],
        ['electricity_kwh', '用电量', 'integer'],
    ],
    key=['uscc', 'reading_month'],
) }}
