-- One row per published column: its name is not one of a personal fact.
select
    file, column_name,
    not regexp_matches(
        lower(column_name),
        '(^|_)(nm|person|cert_no|id_?card|identity|phone|mobile|tel|email|birth\w*|gender|contact|legal_rep\w*)(_|$)'
    )
    and not regexp_matches(column_name, '姓名|证件|身份证|电话|手机|联系人|法定代表人') as holds
from published_column
