{#- The texts of a group as one, in the order of a key: 'a；b；c'. Null where there is none. -#}
{% macro joined_text(text, separator, key) -%}
    {{ return(adapter.dispatch('joined_text')(text, separator, key)) }}
{%- endmacro %}
{% macro default__joined_text(text, separator, key) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ key }})
{%- endmacro %}
{% macro duckdb__joined_text(text, separator, key) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ key }})
{%- endmacro %}
