{#-
A staging model in one call: types every column of a landed table and says what became of every landed row.

    columns     [name, as sent, kind] or [name, as sent, kind, 'required']; kinds: macros/staging/kinds.sql
    key         the columns one version of a record is known by; always required
    latest_by   which version is in force: the last by these columns, then by landing order
    rules       [column to name, condition over the typed columns, rule in words]; unknown (null) passes
    history     [amount, period, least amount]: far from all the enterprise ever had, it is held (held.sql)
    cumulative  [amount, period]: below the year to date of the month before, it is held (held.sql)
    deleted_when  condition under which the latest version says that the record is gone

Verdicts: rejected (see _failed_column, _raw_value, _rule; _failures has every failing cell) | superseded by a later
version | deleted (or left out of the newest snapshot) | kept. A held row is rejected until a person releases it. A rejected version never displaces an
earlier good one; _answered_by is the first batch that brought a good version of its key afterwards. Few keys repeat, so
versions are ranked only where they do: a window over every row costs about twice as much.
-#}
{% macro staged(office, table, columns, key, latest_by=[], rules=[], history=[], cumulative=[], deleted_when=none) %}
{{- config(meta={'staged': {'columns': columns, 'key': key, 'latest_by': latest_by, 'deleted_when': deleted_when}}) -}}
{%- set columns = with_meanings(office, table, with_units(office, table, columns)) -%}
{%- set is_snapshot = feed_of(office, table) == 'snapshot' -%}
{%- set checks = staged_checks(columns, key, rules) -%}
{%- set held = held_checks(office, table, columns, latest_by, history, cumulative) -%}
{%- set landed = source('landing', office ~ '__' ~ table) -%}
{%- set codes = columns | selectattr('kind', 'eq', 'uscc') | list -%}
{%- set others = columns | rejectattr('kind', 'eq', 'uscc') | list -%}
{%- set amounts = columns | selectattr('units') | list -%}
with sent as (
    select
        {%- for column in columns %}
        {{ adapter.quote(column.sent) }} as sent_{{ column.name }},
        {%- endfor %}
        _batch, _row, _landed_at
    from {{ landed }}
),

{#- An enterprise's code stands on all its rows and costs more to check than the rest of a row: once per spelling. -#}
{%- for column in codes %}
judged_{{ column.name }} {{ as_stored() }} (
    select sent_code, text_code, {{ typed('uscc', 'text_code') }} as code
    from (
        select sent_code, {{ meant('spelled_code', column) }} as text_code
        from (
            select sent_code, {{ spelled('uscc', 'sent_code') }} as spelled_code
            from (select distinct {{ adapter.quote(column.sent) }} as sent_code from {{ landed }}) as every_code
        ) as every_spelling
    ) as every_text
),
{% endfor %}
spelled as (
    select
        sent.*
        {%- for column in others %},
        {{ spelled(column.kind, 'sent_' ~ column.name) }} as spelled_{{ column.name }}
        {%- endfor %}
        {%- for column in codes %},
        judged_{{ column.name }}.text_code as text_{{ column.name }},
        judged_{{ column.name }}.code as {{ column.name }}
        {%- endfor %}
    from sent
    {%- for column in codes %}
    left join judged_{{ column.name }} on sent.sent_{{ column.name }} = judged_{{ column.name }}.sent_code
    {%- endfor %}
),

texts as (
    select
        *
        {%- for column in others %},
        {{ meant('spelled_' ~ column.name, column) }} as text_{{ column.name }}
        {%- endfor %}
    from spelled
),

units as (
    select
        *
        {%- for column in amounts %},
        {{ unit_of_row(column.units) }} as unit_{{ column.name }}
        {%- endfor %}
    from texts
),

typed as (
    select
        *
        {%- for column in others %},
        {{ typed(column.kind, 'text_' ~ column.name, column) }} as {{ column.name }}
        {%- endfor %}
    from units
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

readable {{ as_stored() }} (
    select
        {%- for column in columns %}
        {{ column.name }},
        {%- endfor %}
        {%- for column in amounts %}
        sent_{{ column.name }} as {{ column.name }}_as_sent,
        unit_{{ column.name }} as {{ column.name }}_unit,
        {%- endfor %}
        _batch, _row, _landed_at, _check, cast(null as decimal(15, 2)) as _history_cny,
        cast(case _check
            {%- for check in checks %} when {{ loop.index }} then {{ check.raw }}{% endfor %} end as {{ dbt.type_string() }}
        ) as _raw_value,
        case when _check > 0 then {{ failures(checks) }} end as _failures
    from checked
),
{% for check in held %}
held_{{ loop.index }} as (
    {{ check.finds }}
),

after_{{ loop.index }} {{ as_stored() }} (
    select
        {%- for column in columns %}
        rows.{{ column.name }},
        {%- endfor %}
        {%- for column in amounts %}
        rows.{{ column.name }}_as_sent,
        rows.{{ column.name }}_unit,
        {%- endfor %}
        rows._batch, rows._row, rows._landed_at,
        case when held._row is null then rows._check else {{ checks | length + loop.index }} end as _check,
        coalesce(held.history_cny, rows._history_cny) as _history_cny,
        case when held._row is null then rows._raw_value else rows.{{ check.name }}_as_sent end as _raw_value,
        case when held._row is null then rows._failures else {{ failures([check]) }} end as _failures
    from {{ 'readable' if loop.first else 'after_' ~ loop.index0 }} as rows
    left join held_{{ loop.index }} as held on rows._batch = held._batch and rows._row = held._row
),
{% endfor %}
{%- set judged = 'after_' ~ held | length if held else 'readable' %}
repeated as (
    select {{ key | join(', ') }}
    from {{ judged }}
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
    from {{ judged }} as judged
    inner join repeated using ({{ key | join(', ') }})
    where judged._check = 0
),

{%- if is_snapshot %}
{#- Keys on any row of the newest snapshot, good or bad: a row that came spoilt is not a row that is gone. -#}
present as (
    select distinct {{ key | join(', ') }}
    from {{ judged }}
    where _batch in (
        select batch from landing.batch
        where source = '{{ office }}' and table_name = '{{ table }}' and is_newest
    )
),
{% endif %}
answered as (
    select bad._batch, bad._row, good._batch as answered_by
    from {{ judged }} as bad
    inner join {{ judged }} as good using ({{ key | join(', ') }})
    where
        bad._check > 0 and good._check = 0 and good._landed_at >= bad._landed_at
        {%- if latest_by %}
        and coalesce(good.{{ latest_by[0] }} >= bad.{{ latest_by[0] }}, true)
        {%- endif %}
    qualify row_number() over (
        partition by bad._batch, bad._row order by good._landed_at, good._batch, good._row
    ) = 1
)

select
    {%- for column in columns %}
    judged.{{ column.name }},
    {%- endfor %}
    {%- for column in amounts %}
    judged.{{ column.name }}_as_sent,
    judged.{{ column.name }}_unit,
    {%- endfor %}
    judged._batch,
    judged._row,
    judged._landed_at,
    case
        when judged._check > 0 then 'rejected'
        when versions._version > 1 then 'superseded'
        {%- if is_snapshot %}
        when present.{{ key[0] }} is null then 'deleted'
        {%- endif %}
        {%- if deleted_when %}
        when {{ deleted_when }} then 'deleted'
        {%- endif %}
        else 'kept'
    end as _verdict,
    {%- for field in ['column', 'words'] %}
    cast(case judged._check
        {%- for check in checks + held %} when {{ loop.index }} then {{ check[field] }}{% endfor %} end as {{ dbt.type_string() }}
    ) as {{ {'column': '_failed_column', 'words': '_rule'}[field] }},
    {%- endfor %}
    judged._raw_value,
    judged._failures,
    answered.answered_by as _answered_by
from {{ judged }} as judged
left join versions on judged._batch = versions._batch and judged._row = versions._row
left join answered on judged._batch = answered._batch and judged._row = answered._row
{%- if is_snapshot %}
left join present on {% for column in key %}judged.{{ column }} = present.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
{%- endif %}
{% endmacro %}

{#- Every check of a row in the order in which it is reported: columns first, then rules across columns. -#}
{% macro staged_checks(columns, key, rules) %}
    {%- set checks = [] -%}
    {%- for column in columns -%}
        {%- if column.name in key or column.required -%}
            {%- do checks.append(staged_check(
                column, 'text_' ~ column.name ~ ' is null', '必填项缺失 / required value is missing')) -%}
        {%- endif -%}
        {%- if column.units | length > 1 -%}
            {%- do checks.append(staged_check(
                column, 'unit_' ~ column.name ~ ' is null and text_' ~ column.name ~ ' is not null',
                '无日期，不知金额是什么单位 / no day to tell the unit of the amount by')) -%}
        {%- endif -%}
        {%- if column.kind not in ('text', 'code') -%}
            {%- do checks.append(staged_check(
                column, column.name ~ ' is null and text_' ~ column.name ~ ' is not null', rule_of_kind(column.kind) | trim)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, condition, words in rules -%}
        {%- do checks.append(staged_check(columns | selectattr('name', 'eq', name) | first, 'not (' ~ condition ~ ')', words)) -%}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}

{#- name, sent: the column in our words and the office's; the rest is SQL. -#}
{% macro staged_check(column, fails, words) %}
    {{ return({
        'name': column.name, 'sent': column.sent, 'fails': fails, 'raw': 'sent_' ~ column.name,
        'column': "'" ~ column.name ~ "'", 'words': "'" ~ words ~ "'",
    }) }}
{% endmacro %}
