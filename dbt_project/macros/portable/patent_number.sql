{#-
One key for the spellings of a patent application number: ZL202310000001.5, CN202310000001.5, 2023100000015, 专利号:ZL… and
202310000001 (check digit left out) all give 202310000001.5. Wrong check digit or another shape gives null.

since 2003-10  year, type (1 invention, 2 utility model, 3 design, 8 9 PCT), 7 digits, check: weights 2 3 4 5 6 7 8 9 2 3 4 5,
               sum mod 11, ten is X
before         two digits of the year (85-03), type, 5 digits, check: weights 2..9
PCT            PCT/CN2023/123456, with or without its slashes and the zero in front of an older serial

A publication number (CN101234567A) names a document, not an application, and holds no part of the application's number:
it gives null. The year and type are looked at because nine digits of one could pass for an old application number.
-#}
{% macro patent_number(text) -%}
{%- set number = "translate(regexp_replace(" ~ text ~ ", '^(专利号|申请号)?:?(CN)?(ZL)?', ''), '.·。-', '')" -%}
{%- set pct = "replace(" ~ text ~ ", '/', '')" -%}
case
    when {{ matches(pct, '^PCT[A-Z]{2}[0-9]{9,10}$') }}
        then 'PCT/' || substr({{ pct }}, 4, 6) || '/' || lpad(substr({{ pct }}, 10), 6, '0')
    {%- for length, year_and_type in [(12, '(200[3-9]|20[1-9][0-9])[12389]'), (8, '(8[5-9]|9[0-9]|0[0-3])[12389]')] %}
    when {{ matches(number, '^' ~ year_and_type ~ '[0-9]{' ~ (7 if length == 12 else 5) ~ '}[0-9X]?$') }}
        and substr({{ number }}, {{ length + 1 }}, 1) in ('', {{ patent_check_digit(number, length) }})
        then substr({{ number }}, 1, {{ length }}) || '.' || {{ patent_check_digit(number, length) }}
    {%- endfor %}
end
{%- endmacro %}

{% macro patent_check_digit(number, length) -%}
    substr('0123456789X', (
        {%- for place in range(length) -%}
        (instr('0123456789', substr({{ number }}, {{ place + 1 }}, 1)) - 1) * {{ place % 8 + 2 }}{{ ' + ' if not loop.last }}
        {%- endfor -%}
    ) % 11 + 1, 1)
{%- endmacro %}
