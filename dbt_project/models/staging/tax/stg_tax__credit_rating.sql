-- One row per enterprise, rating year and day it was rated (纳税信用评价、复评), latest version.

{{ staged('tax', 'credit_rating',
    columns=[
        ['uscc', 'uni_social_crd_cd', 'uscc'],
        ['rating_year', 'evalua_year', 'year'],
        ['rating', 'tax_credit_level', ['A', 'B', 'M', 'C', 'D']],
        ['rated_date', 'evalua_dt', 'date'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['uscc', 'rating_year', 'rated_date'],
    latest_by=['updated_at'],
) }}
