-- One row per text column: no text in it holds an identity card number or a mobile number.
select
    file, column_name, count(*) as text_count,
    count_if(
        regexp_matches(value, '(^|\D)[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](\D|$)')
        or regexp_matches(value, '(^|\D)1[3-9]\d{9}(\D|$)')
    ) as personal_count,
    personal_count = 0 as holds
from published_text
group by all
