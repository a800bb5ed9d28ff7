-- One row per person, enterprise and first insured month (社保参保); names and identity numbers never land, latest version.

{{ staged('talent', 'social_insurance',
    columns=[
        ['person_code', 'person_cd', 'code'],
        ['uscc', 'uni_social_crd_cd', 'uscc'],
        ['start_month', 'start_ym', 'month'],
        ['end_month', 'end_ym', 'month'],
        ['education', 'highest_educ_back', ['博士研究生', '硕士研究生', '大学本科', '大学专科', '高中及以下']],
        ['post', 'post_type', ['研发', '技术', '管理', '生产', '销售']],
        ['graduated_month', 'graduate_ym', 'month'],
        ['first_insured_month', 'first_issu_ym', 'month'],
        ['operation', 'op_type', ['I', 'U', 'D']],
        ['update_time', 'update_time', 'timestamp'],
    ],
    key=['person_code', 'uscc', 'start_month'],
    latest_by=['update_time'],
    rules=[
        ['end_month', 'start_month <= end_month', '参保起月晚于止月 / insurance ends before it starts'],
    ],
    deleted_when="operation = 'D'",
) }}
