{#-
One key for the number of an IP right of any kind: a patent's application number (patent_number.sql), or the registration number of
a software copyright (2023SR0123456) or of a layout design (BS.225012345, its dot often left out).

The number of a software certificate (软著登字第1234567号) or of a patent's certificate is another one and gives null.
-#}
{% macro ip_right_number(text) -%}
{%- set number = "regexp_replace(" ~ text ~ ", '^(软著|软件|布图设计)?登记号:?', '')" -%}
case
    when {{ matches(number, '^(19|20)[0-9]{2}SR[0-9]{6,8}$') }} then {{ number }}
    when {{ matches(number, '^BS[.]?[0-9]{8,9}([.][0-9X])?$') }} then 'BS.' || regexp_replace({{ number }}, '^BS[.]?', '')
    else {{ patent_number(text) }}
end
{%- endmacro %}
