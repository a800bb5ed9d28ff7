{#-
One key for the spellings of a patent application number: ZL202310000001.5, CN202310000001.5, 2023100000015 and
202310000001 (check digit left out) all give 202310000001.5. Wrong check digit or another shape gives null.

since 2003-10  12 digits + check: weights 2 3 4 5 6 7 8 9 2 3 4 5, sum mod 11, ten is X
before          8 digits + check: weights 2..9
PCT             PCT/CN2023/123456, kept as it is
-#}
{% macro patent_number(text) -%}
{%- set number = "replace(regexp_replace(" ~ text ~ ", '^(ZL|CN)', ''), '.', '')" -%}
case
    when {{ matches(text, '^PCT/[A-Z]{2}[0-9]{4}/[0-9]{5,6}$') }} then {{ text }}
    {%- for length in [12, 8] %}
    when {{ matches(number, '^[0-9]{' ~ length ~ '}[0-9X]?$') }}
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
