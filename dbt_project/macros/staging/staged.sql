{#-
A staging model in one call: types every column of a landed table and says what became of every landed row.

    columns     [name, as sent, kind] or [name, as sent, kind, 'required']; kinds: macros/staging/kinds.sql
    key         the columns one version of a record is known by; always required
    latest_by   which version is in force: the last by these columns, then by landing order
    rules       [column to name, condition over the typed columns, rule in words]; unknown (null) passes
    deleted_when  condition under which the latest version says that the record is gone

Verdicts: rejected (see _failed_column, _raw_value, _rule) | superseded by a later version | deleted | kept.
A rejected version never displaces an earlier good one. Few keys repeat, so versions are ranked only where they do:
a window over every row costs about twice as much.
-#}
{% macro staged(office, table, columns, key, latest_by, rules=[], deleted_when=none) %}
{%- set checks = staged_checks(columns, key, rules) -%}
{%- set landed = source('landing', office ~ '__' ~ table) -%}
{%- set codes = columns | selectattr(2, 'eq', 'uscc') | list -%}
{%- set others = columns | rejectattr(2, 'eq', 'uscc') | list -%}
with sent as (
    select
        {%- for column in columns %}
        {{ adapter.quote(column[1]) }} as sent_{{ column[0] }},
        {%- endfor %}
        _batch, _row, _landed_at
    from {{ landed }}
),

{#- An enterprise's code stands on all its rows and costs more to check than the rest of a row: once per spelling. -#}
{%- for column in codes %}
judged_{{ column[0] }} {{ as_stored() }} (
    select sent_code, text_code, {{ typed('uscc', 'text_code') }} as code
    from (
        select sent_code, {{ null_if_marker('spelled_code') }} as text_code
        from (
            select sent_code, {{ spelled('uscc', 'sent_code') }} as spelled_code
            from (select distinct {{ adapter.quote(column[1]) }} as sent_code from {{ landed }}) as every_code
        ) as every_spelling
    ) as every_text
),
{% endfor %}
spelled as (
    select
        sent.*
        {%- for column in others %},
        {{ spelled(column[2], 'sent_' ~ column[0]) }} as spelled_{{ column[0] }}
        {%- endfor %}
        {%- for column in codes %},
        judged_{{ column[0] }}.text_code as text_{{ column[0] }},
        judged_{{ column[0] }}.code as {{ column[0] }}
        {%- endfor %}
    from sent
    {%- for column in codes %}
    left join judged_{{ column[0] }} on sent.sent_{{ column[0] }} = judged_{{ column[0] }}.sent_code
    {%- endfor %}
),

texts as (
    select
        *
        {%- for column in others %},
        {{ null_if_marker('spelled_' ~ column[0]) }} as text_{{ column[0] }}
        {%- endfor %}
    from spelled
),

typed as (
    select
        *
        {%- for column in others %},
        {{ typed(column[2], 'text_' ~ column[0]) }} as {{ column[0] }}
        {%- endfor %}
    from texts
),

checked as (
    select
        *,
        case
            {%- for check in checks %}
            when {{ check.fails }} then {{ loop.index }}
            {%- endfor %}
            else 0
        end as _check
    from typed
),

judged {{ as_stored() }} (
    select
        {%- for column in columns %}
        {{ column[0] }},
        {%- endfor %}
        _batch, _row, _landed_at, _check,
        cast(case _check
            {%- for check in checks %} when {{ loop.index }} then {{ check.raw }}{% endfor %} end as {{ dbt.type_string() }}
        ) as _raw_value
    from checked
),

repeated as (
    select {{ key | join(', ') }}
    from judged
    where _check = 0
    group by {{ key | join(', ') }}
    having count(*) > 1
),

versions as (
    select
        judged._batch,
        judged._row,
        row_number() over (
            partition by {{ key | join(', ') }}
            order by {% for column in latest_by %}{{ column }} desc nulls last, {% endfor -%}
                judged._landed_at desc, judged._batch desc, judged._row desc
        ) as _version
    from judged
    inner join repeated using ({{ key | join(', ') }})
    where judged._check = 0
)

select
    {%- for column in columns %}
    judged.{{ column[0] }},
    {%- endfor %}
    judged._batch,
    judged._row,
    judged._landed_at,
    case
        when judged._check > 0 then 'rejected'
        when versions._version > 1 then 'superseded'
        {%- if deleted_when %}
        when {{ deleted_when }} then 'deleted'
        {%- endif %}
        else 'kept'
    end as _verdict,
    {%- for field in ['column', 'words'] %}
    cast(case judged._check
        {%- for check in checks %} when {{ loop.index }} then {{ check[field] }}{% endfor %} end as {{ dbt.type_string() }}
    ) as {{ {'column': '_failed_column', 'words': '_rule'}[field] }},
    {%- endfor %}
    judged._raw_value
from judged
left join versions on judged._batch = versions._batch and judged._row = versions._row
{% endmacro %}

{#- Every check of a row in the order in which it is reported: columns first, then rules across columns. -#}
{% macro staged_checks(columns, key, rules) %}
    {%- set checks = [] -%}
    {%- for column in columns -%}
        {%- set name = column[0] -%}
        {%- if name in key or 'required' in column[3:] -%}
            {%- do checks.append({
                'fails': 'text_' ~ name ~ ' is null', 'column': "'" ~ name ~ "'", 'raw': 'sent_' ~ name,
                'words': "'必填项缺失 / required value is missing'",
            }) -%}
        {%- endif -%}
        {%- if column[2] not in ('text', 'code') -%}
            {%- do checks.append({
                'fails': name ~ ' is null and text_' ~ name ~ ' is not null', 'column': "'" ~ name ~ "'",
                'raw': 'sent_' ~ name, 'words': "'" ~ (rule_of_kind(column[2]) | trim) ~ "'",
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, condition, words in rules -%}
        {%- do checks.append({
            'fails': 'not (' ~ condition ~ ')', 'column': "'" ~ name ~ "'", 'raw': 'sent_' ~ name, 'words': "'" ~ words ~ "'",
        }) -%}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}
