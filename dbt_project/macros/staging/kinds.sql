{#-
What a cell may hold. A column's kind is one of the names below, a list of the only values allowed, or a mapping of the
values allowed to what they become. Each kind has a cleaned text, a typed value (null = cannot be read) and its rule in words.
-#}

{#- The cleaned text of a cell: null when the office sent nothing or a marker for nothing. -#}
{% macro cleaned(kind, cell) -%}
    {%- if kind is not string or kind in ('text', 'flag') -%} {{ null_if_marker(trimmed(cell)) }}
    {%- elif kind in ('date', 'timestamp') -%} {{ null_if_marker(plain_moment(cell)) }}
    {%- elif kind in ('code', 'uscc', 'uscc_list', 'patent_no') -%} {{ null_if_marker("upper(" ~ plain(cell) ~ ")") }}
    {%- else -%} {{ null_if_marker(plain(cell)) }}
    {%- endif -%}
{%- endmacro %}

{#- The typed value of a cleaned text. try_cast everywhere: one absurd cell must never stop the build. -#}
{% macro typed(kind, text) -%}
    {%- set number = "replace(" ~ text ~ ", ',', '')" -%}
    {%- set share = "try_cast(replace(" ~ number ~ ", '%', '') as decimal(12, 6))" -%}
    {%- set day = "replace(replace(replace(" ~ text ~ ", '年', '-'), '月', '-'), '日', '')" -%}
    {%- set month = "replace(replace(replace(replace(" ~ text ~ ", '年', ''), '月', ''), '-', ''), '/', '')" -%}

    {%- if kind is mapping -%}
        case {{ text }}{% for sent, meant in kind.items() %} when '{{ sent }}' then {{ meant }}{% endfor %} end
    {%- elif kind is not string -%}
        case when {{ text }} in ('{{ kind | join("', '") }}') then {{ text }} end
    {%- elif kind in ('text', 'code') -%} {{ text }}
    {%- elif kind == 'uscc' -%} case when {{ uscc_is_valid(text) }} then {{ text }} end
    {%- elif kind == 'uscc_list' -%} case when {{ uscc_list_is_valid(text) }} then {{ text }} end
    {%- elif kind == 'patent_no' -%} {{ patent_number(text) }}
    {%- elif kind == 'date' -%}
        {%- set first = "replace(replace(split_part(split_part(" ~ day ~ ", ' ', 1), 'T', 1), '/', '-'), '.', '-')" -%}
        try_cast(
            case
                when length({{ first }}) = 8 and {{ matches(first, '^[0-9]{8}$') }}
                    then substr({{ first }}, 1, 4) || '-' || substr({{ first }}, 5, 2) || '-' || substr({{ first }}, 7, 2)
                when {{ matches(first, '^[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}$') }} then {{ first }}
            end as date
        )
    {%- elif kind == 'timestamp' -%} try_cast({{ text }} as timestamp)
    {%- elif kind == 'month' -%}
        try_cast(
            case when {{ matches(month, '^[12][0-9]{5}$') }}
                then substr({{ month }}, 1, 4) || '-' || substr({{ month }}, 5, 2) || '-01' end as date
        )
    {%- elif kind == 'year' -%}
        case when {{ matches(text, '^[12][0-9]{3}年?$') }} then try_cast(substr({{ text }}, 1, 4) as integer) end
    {%- elif kind == 'integer' -%} try_cast(case when {{ matches(number, '^[-+]?[0-9]+$') }} then {{ number }} end as bigint)
    {%- elif kind == 'decimal' -%} try_cast({{ number }} as decimal(18, 6))
    {%- elif kind == 'cny_yuan' -%} try_cast({{ number }} as decimal(18, 2))
    {%- elif kind == 'cny_thousand' -%} try_cast(try_cast({{ number }} as decimal(18, 6)) * 1000 as decimal(18, 2))
    {%- elif kind == 'cny_wan' -%} try_cast(try_cast({{ number }} as decimal(18, 6)) * 10000 as decimal(18, 2))
    {%- elif kind == 'percent' -%} cast({{ share }} * 0.01 as decimal(14, 8))
    {%- elif kind == 'ratio' -%}
        cast(case when right({{ number }}, 1) = '%' then {{ share }} * 0.01 else {{ share }} end as decimal(14, 8))
    {%- elif kind == 'ratio_or_percent' -%}
        cast(case when {{ share }} > 1 or right({{ number }}, 1) = '%' then {{ share }} * 0.01 else {{ share }} end as decimal(14, 8))
    {%- elif kind == 'flag' -%}
        case when upper({{ text }}) in ('是', '1', 'Y', 'TRUE') then true when upper({{ text }}) in ('否', '0', 'N', 'FALSE') then false end
    {%- else -%}
        {{ exceptions.raise_compiler_error("'" ~ kind ~ "' is not a kind of column; see macros/staging/kinds.sql") }}
    {%- endif -%}
{%- endmacro %}

{#- Why a text of this kind could not be read, in words for the office that sent it. -#}
{% macro rule_of_kind(kind) -%}
    {%- if kind is not string -%} 不在取值范围 / not one of: {{ kind | join(', ') }}
    {%- else -%}
    {{ {
        'uscc': '统一社会信用代码校验不符 / credit code fails its check digits',
        'uscc_list': '其中有统一社会信用代码校验不符 / a credit code in the list fails its check digits',
        'patent_no': '不是专利申请号 / not a patent application number',
        'date': '不是日期 / not a date',
        'timestamp': '不是时间 / not a moment',
        'month': '不是年月 / not a year and month',
        'year': '不是年度 / not a year',
        'flag': '不是是否 / neither yes nor no',
    }.get(kind, '不是数字 / not a number') }}
    {%- endif -%}
{%- endmacro %}
