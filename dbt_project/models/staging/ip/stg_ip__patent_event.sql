-- One row per patent, kind of event and day (专利法律状态), latest version.

{{ staged('ip', 'patent_event',
    columns=[
        ['application_no', 'app_no', 'patent_no'],
        ['event_type', 'event_type', ['授权', '终止', '无效', '恢复']],
        ['event_date', 'event_dt', 'date'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['application_no', 'event_type', 'event_date'],
    latest_by=['updated_at'],
) }}
