{#-
Text of a cell, before anything is read into it. translate() deletes characters that have no counterpart in its third
argument, on DuckDB and on Spark alike, so one pass folds full-width characters and removes every kind of space. It costs
fifty times a regular expression, and nearly every cell is clean: only cells that need it pay for it.
-#}

{#- Half-width text without any space: for codes, numbers, flags. -#}
{% macro plain(cell) -%}
    case when {{ matches(cell, '^[!-~]*$') }} then {{ cell }}
        else translate({{ cell }}, '{{ full_width() ~ spaces() }}', '{{ half_width() }}') end
{%- endmacro %}

{#- Half-width text that keeps the space between a day and an hour. -#}
{% macro plain_moment(cell) -%}
    case when {{ matches(cell, '^[!-~]+( [!-~]+)*$') }} then {{ cell }}
        else {{ trimmed("translate(" ~ cell ~ ", '" ~ full_width() ~ "', '" ~ half_width() ~ "')") }} end
{%- endmacro %}

{#- Names and titles as issued (their brackets are full-width on purpose), only without spaces around them. -#}
{% macro trimmed(cell) -%}
    case when {{ matches(cell, '^[' ~ spaces() ~ ']|[' ~ spaces() ~ ']$') }}
        then {{ adapter.dispatch('trim_spaces')(cell) }} else {{ cell }} end
{%- endmacro %}
{% macro default__trim_spaces(cell) -%} trim(both '{{ spaces() }}' from {{ cell }}) {%- endmacro %}
{% macro duckdb__trim_spaces(cell) -%} trim({{ cell }}, '{{ spaces() }}') {%- endmacro %}

{% macro full_width() -%}
０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．－−／％，；：（）
{%- endmacro %}
{% macro half_width() -%}
0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.--/%,;:()
{%- endmacro %}

{#- Ordinary, ideographic (U+3000), no-break (U+00A0) and zero-width (U+200B, U+FEFF) spaces, tab and line ends. -#}
{% macro spaces() -%}
    {{ return(" \u3000\u00a0\u200b\ufeff\t\r\n") }}
{%- endmacro %}

{#- Does the text match a regular expression somewhere in it? -#}
{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches')(text, pattern)) }}
{%- endmacro %}
{% macro default__matches(text, pattern) -%} ({{ text }} rlike '{{ pattern }}') {%- endmacro %}
{% macro duckdb__matches(text, pattern) -%} regexp_matches({{ text }}, '{{ pattern }}') {%- endmacro %}
