{#-
What a cell may hold. A column's kind is one of the names below, a list of the only values allowed, or a mapping of the
values allowed to what they become. Each kind has a spelling, a typed value (null = cannot be read) and its rule in words.
-#}

{#- The text of a cell in its common spelling; the costly ways are taken only by cells that need them. -#}
{% macro spelled(kind, cell) -%}
    {%- if kind is not string or kind in ('text', 'flag') -%} {{ trimmed(cell) }}
    {%- elif kind in ('uscc', 'owner_code', 'owner_code_list') -%} {{ code_spelled(kind, 'upper(' ~ plain(cell) ~ ')') }}
    {%- elif kind in ('code', 'patent_no', 'ip_right_no') -%} upper({{ plain(cell) }})
    {%- elif kind == 'timestamp' -%} {{ plain_moment(cell) }}
    {%- elif kind == 'date' -%}
        case when {{ matches(cell, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') }} then {{ cell }}
            else {{ day_spelled(plain_moment(cell)) }} end
    {%- elif kind == 'month' -%}
        case when {{ matches(cell, '^[0-9]*$') }} then {{ cell }}
            when {{ matches(plain(cell), '^[0-9]{4}[年/-]') }} then translate({{ plain(cell) }}, '年月-/', '')
            else {{ plain(cell) }} end
    {%- elif kind == 'year' -%} replace({{ plain(cell) }}, '年', '')
    {%- else -%} replace({{ plain(cell) }}, ',', '')
    {%- endif -%}
{%- endmacro %}

{#- Old codes may have a hyphen in front of the check digit; lists of codes come with several separators. -#}
{% macro code_spelled(kind, text) -%}
    {%- if kind == 'owner_code' -%} {{ letters_as_digits('replace(' ~ text ~ ", '-', '')") }}
    {%- elif kind == 'owner_code_list' -%} {{ letters_as_digits('translate(' ~ text ~ ", ',、/-', ';;;')") }}
    {%- else -%} {{ letters_as_digits(text) }}
    {%- endif -%}
{%- endmacro %}

{#- 2024-3-1, 2024/03/01, 2024.3.1, 20240301, 2024年3月1日, each with or without an hour after it: 2024-3-1 or 2024-03-01. -#}
{% macro day_spelled(text) -%}
    {%- set day = "split_part(split_part(" ~ text ~ ", ' ', 1), 'T', 1)" -%}
    case when {{ matches(text, '^[0-9]{8}$') }}
        then substr({{ text }}, 1, 4) || '-' || substr({{ text }}, 5, 2) || '-' || substr({{ text }}, 7, 2)
        when {{ matches(text, '[0-9]') }} then translate({{ day }}, '年月/.日', '----')
        else {{ text }} end
{%- endmacro %}

{#-
The typed value of a spelled text. try_cast everywhere: one absurd cell must never stop the build. An amount (`cny`) needs its
column, which knows the unit (units.sql).
-#}
{% macro typed(kind, text, column=none) -%}
    {%- set share = "try_cast(replace(" ~ text ~ ", '%', '') as decimal(12, 6))" -%}

    {%- if kind is mapping -%}
        case {{ text }}{% for sent, meant in kind.items() %} when '{{ sent }}' then {{ meant }}{% endfor %} end
    {%- elif kind is not string -%}
        case {{ text }}{% for value in kind %} when '{{ value }}' then '{{ value }}'{% endfor %} end
    {%- elif kind in ('text', 'code') -%} {{ text }}
    {%- elif kind == 'uscc' -%} case when {{ uscc_is_valid(text) }} then {{ text }} end
    {%- elif kind == 'owner_code' -%} case when {{ owner_code_is_valid(text) }} then {{ text }} end
    {%- elif kind == 'owner_code_list' -%} case when {{ owner_codes_are_valid(text) }} then {{ text }} end
    {%- elif kind == 'patent_no' -%} {{ patent_number(text) }}
    {%- elif kind == 'ip_right_no' -%} {{ ip_right_number(text) }}
    {%- elif kind == 'date' -%}
        case when {{ matches(text, '^[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}$') }} then try_cast({{ text }} as date) end
    {%- elif kind == 'timestamp' -%} try_cast({{ text }} as timestamp)
    {%- elif kind == 'month' -%}
        case when {{ matches(text, '^[12][0-9]{5}$') }}
            then try_cast(substr({{ text }}, 1, 4) || '-' || substr({{ text }}, 5, 2) || '-01' as date) end
    {%- elif kind == 'year' -%} case when {{ matches(text, '^[12][0-9]{3}$') }} then cast({{ text }} as integer) end
    {%- elif kind == 'integer' -%} case when {{ matches(text, '^[-+]?[0-9]+$') }} then try_cast({{ text }} as bigint) end
    {%- elif kind == 'decimal' -%} try_cast({{ text }} as decimal(18, 6))
    {%- elif kind == 'cny' -%} {{ in_yuan(text, column.units) }}
    {%- elif kind == 'percent' -%} cast({{ share }} * 0.01 as decimal(14, 8))
    {%- elif kind == 'ratio' -%}
        cast(case when right({{ text }}, 1) = '%' then {{ share }} * 0.01 else {{ share }} end as decimal(14, 8))
    {%- elif kind == 'ratio_or_percent' -%}
        cast(case when {{ share }} > 1 or right({{ text }}, 1) = '%' then {{ share }} * 0.01 else {{ share }} end as decimal(14, 8))
    {%- elif kind == 'flag' -%}
        case upper({{ text }})
            when '是' then true when '1' then true when 'Y' then true when 'TRUE' then true
            when '否' then false when '0' then false when 'N' then false when 'FALSE' then false end
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
        'owner_code': '统一社会信用代码、注册号或组织机构代码校验不符 / credit code, registration number or organisation code fails its check digits',
        'owner_code_list': '其中有代码校验不符 / a code in the list fails its check digits',
        'patent_no': '不是专利申请号 / not a patent application number',
        'ip_right_no': '不是专利申请号，也不是软件著作权、布图设计登记号 / not the number of a patent application, software copyright or layout design',
        'date': '不是日期 / not a date',
        'timestamp': '不是时间 / not a moment',
        'month': '不是年月 / not a year and month',
        'year': '不是年度 / not a year',
        'flag': '不是是否 / neither yes nor no',
    }.get(kind, '不是数字，或大得不可能 / not a number, or impossibly large') }}
    {%- endif -%}
{%- endmacro %}
