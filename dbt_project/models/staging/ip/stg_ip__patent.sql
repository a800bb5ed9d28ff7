-- One row per patent application (专利申请); joint applicants stay a list here, latest version.

{{ staged('ip', 'patent',
    columns=[
        ['application_no', 'app_no', 'patent_no'],
        ['patent_type', 'patent_type', ['发明', '实用新型', '外观设计', 'PCT']],
        ['title', 'title', 'text'],
        ['applicant_names', 'applicant_names', 'text'],
        ['applicant_codes', 'applicant_codes', 'owner_code_list'],
        ['applied_date', 'app_dt', 'date'],
        ['is_main_business', 'is_main_business', 'flag'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['application_no'],
    latest_by=['updated_at'],
) }}
