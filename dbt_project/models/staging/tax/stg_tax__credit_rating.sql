-- One row per enterprise and rating year of the tax credit rating (纳税信用评价), latest version.

{{ staged('tax', 'credit_rating',
    columns=[
        ['uscc', 'uni_social_crd_cd', 'uscc'],
        ['rating_year', 'evalua_year', 'year'],
        ['rating', 'tax_credit_level', ['A', 'B', 'M', 'C', 'D']],
        ['rated_date', 'evalua_dt', 'date'],
        ['updated_at', 'updated_at', 'timestamp'],
    ],
    key=['uscc', 'rating_year'],
    latest_by=['rated_date', 'updated_at'],
) }}
