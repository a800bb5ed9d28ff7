{#-
Growth as the evaluation of high-tech enterprises takes it (国科发火〔2016〕195 号): the mean of the last two yearly
growths, 1/2 x (y2/y1 + y3/y2) - 1. Nothing in the first year: the last two years alone. Nothing in the second: 0.
A year's worth below zero is read like nothing. Null when a year that counts is not known.
-#}
{% macro three_year_growth(y1, y2, y3) -%}
case
    when {{ y1 }} is null or {{ y2 }} is null or {{ y3 }} is null then null
    when {{ y2 }} <= 0 then 0
    when {{ y1 }} <= 0 then {{ ratio(y3 ~ " - " ~ y2, y2) }}
    else cast(round(({{ ratio(y2, y1) }} + {{ ratio(y3, y2) }}) * 0.5, 10) as decimal(28, 10)) - 1
end
{%- endmacro %}

{#-
Years from a day to the as-of day. Months count as 31 days: a whole number exactly on each anniversary, and never the
same for two days, so that "not more than five years" ends on the day it should.
-#}
{% macro age_in_years(day) -%}
{%- set now = as_of_day() -%}
    {{ ratio((now.year * 372 + now.month * 31 + now.day) ~ " - (year(" ~ day ~ ") * 372 + month(" ~ day ~ ") * 31 + day(" ~ day ~ "))", "372") }}
{%- endmacro %}
