{#-
Unified social credit code (统一社会信用代码), GB 32100-2015, of an already plain, upper-case text; null gives null.

positions  1-17  sum of value * 3^(i-1) mod 31, plus the value of position 18, is a multiple of 31
positions  9-17  organisation code, GB 11714: weights 3 7 9 10 5 8 4 2, plus the check digit (X = 10), a multiple of 11
The two alphabets differ: the code itself has no I O S V Z.
-#}
{% macro uscc_is_valid(code) -%}
{%- set letters = '0123456789ABCDEFGHJKLMNPQRTUWXY' -%}
{%- set all_letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ' -%}
(
    {{ matches(code, '^[' ~ letters ~ ']{16}[0-9X][' ~ letters ~ ']$') }}
    and (
        {%- for weight in [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1] %}
        (instr('{{ letters }}', substr({{ code }}, {{ loop.index }}, 1)) - 1) * {{ weight }}{{ ' +' if not loop.last }}
        {%- endfor %}
    ) % 31 = 0
    and (
        {%- for weight in [3, 7, 9, 10, 5, 8, 4, 2] %}
        (instr('{{ all_letters }}', substr({{ code }}, {{ loop.index + 8 }}, 1)) - 1) * {{ weight }} +
        {%- endfor %}
        instr('0123456789X', substr({{ code }}, 17, 1)) - 1
    ) % 11 = 0
)
{%- endmacro %}

{#- Codes joined by ';' (joint applicants; outsiders are empty places): true when no place holds a broken code. -#}
{% macro uscc_list_is_valid(codes) -%}
    {{ return(adapter.dispatch('uscc_list_is_valid')(codes)) }}
{%- endmacro %}
{% macro default__uscc_list_is_valid(codes) -%}
    forall(split({{ codes }}, ';'), code -> code = '' or {{ uscc_is_valid('code') }})
{%- endmacro %}
{% macro duckdb__uscc_list_is_valid(codes) -%}
    len(list_filter(string_split({{ codes }}, ';'), lambda code: code <> '' and not {{ uscc_is_valid('code') }})) = 0
{%- endmacro %}

{#- One row per code of a ';' list: put it in a select list. -#}
{% macro each_code(codes) -%}
    {{ return(adapter.dispatch('each_code')(codes)) }}
{%- endmacro %}
{% macro default__each_code(codes) -%} explode(split({{ codes }}, ';')) {%- endmacro %}
{% macro duckdb__each_code(codes) -%} unnest(string_split({{ codes }}, ';')) {%- endmacro %}
