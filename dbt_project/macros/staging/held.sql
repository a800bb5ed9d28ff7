{#-
Amounts that may be true but must be looked at first: they are held (rejected, with both values shown) until the office sends
another version or a person releases the row (registry.release, from dags/answers/).

history     An amount more than two hundred times the highest, or less than a two-hundredth of the lowest, the enterprise
            ever had in earlier periods: a slip of unit is 1,000 or 10,000, and no season or growth by fifty comes near.
            Only earlier amounts of `least` yuan or more are a yardstick, and a held amount is none: a feed that changes
            its unit for good stays held, month after month, until somebody says which is right.
cumulative  A year to date may not fall below that of the month reported before (the lowest version of it).

`finds` of a check is a query of _batch, _row and history_cny, the amount it was held against, over `readable` rows.
-#}
{% macro held_checks(office, table, columns, latest_by, history, cumulative) %}
    {%- set checks = [] -%}
    {%- for kind, every in [('history', history), ('cumulative', cumulative)] -%}
        {%- for settings in every -%}
            {%- set rows = 'after_' ~ checks | length if checks else 'readable' -%}
            {%- set column = columns | selectattr('name', 'eq', settings[0]) | first -%}
            {%- if kind == 'history' -%}
                {%- set finds = far_from_history(office, table, rows, column, settings[1], settings[2], latest_by) -%}
                {%- set words = '与本企业历史相差二百倍以上，留待复核 / more than 200 times off the own history, held for review' -%}
            {%- else -%}
                {%- set finds = below_month_before(office, table, rows, column, settings[1]) -%}
                {%- set words = '累计小于上一报告月，留待复核 / year to date below the month before, held for review' -%}
            {%- endif -%}
            {%- do checks.append(staged_check(column, 'true', words)) -%}
            {%- do checks[-1].update(
                {'finds': finds, 'raw': column.name ~ '_as_sent', 'value': column.name, 'history': 'held.history_cny'}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}

{#- Walks each suspect's periods in order; nearly every enterprise is no suspect, which one grouping tells. -#}
{% macro far_from_history(office, table, rows, column, period, least, latest_by) %}
    with recursive suspect as (
        select uscc
        from {{ rows }}
        where _check = 0 and {{ column.name }} >= 100
        group by uscc
        having max({{ column.name }}) >= {{ least }} and max({{ column.name }}) >= 200 * min({{ column.name }})
    ),

    amounts as (
        select
            rows.uscc, rows._batch, rows._row, rows.{{ column.name }} as amount_cny,
            (release.batch is not null) as is_released,
            row_number() over (
                partition by rows.uscc
                order by rows.{{ period }}, {% for each in latest_by %}rows.{{ each }} nulls first, {% endfor -%}
                    rows._landed_at, rows._batch, rows._row
            ) as place
        from {{ rows }} as rows
        inner join suspect on rows.uscc = suspect.uscc
        {{ release_of(office, table, 'rows', column) }}
        where rows._check = 0 and rows.{{ column.name }} >= 100 and rows.{{ period }} is not null
    ),

    walk as (
        select
            uscc, place, _batch, _row, false as is_held, cast(null as decimal(15, 2)) as history_cny,
            case when amount_cny >= {{ least }} then amount_cny end as lowest_cny,
            case when amount_cny >= {{ least }} then amount_cny end as highest_cny
        from amounts
        where place = 1
        union all
        select
            uscc, place, _batch, _row, is_held,
            case when is_held then case when amount_cny > highest_cny then highest_cny else lowest_cny end end as history_cny,
            case when is_held or amount_cny < {{ least }} then lowest_cny
                else least(amount_cny, coalesce(lowest_cny, amount_cny)) end as lowest_cny,
            case when is_held or amount_cny < {{ least }} then highest_cny
                else greatest(amount_cny, coalesce(highest_cny, amount_cny)) end as highest_cny
        from (
            select
                amounts.*, walk.lowest_cny, walk.highest_cny,
                not amounts.is_released and coalesce(
                    amounts.amount_cny > 200 * walk.highest_cny or 200 * amounts.amount_cny < walk.lowest_cny, false
                ) as is_held
            from walk
            inner join amounts on walk.uscc = amounts.uscc and walk.place + 1 = amounts.place
        ) as step
    )

    select _batch, _row, history_cny from walk where is_held
{% endmacro %}

{% macro below_month_before(office, table, rows, column, period) %}
    select rows._batch, rows._row, month_before.history_cny
    from {{ rows }} as rows
    inner join (
        select
            uscc, {{ period }} as period,
            lag(min({{ column.name }})) over (partition by uscc, year({{ period }}) order by {{ period }}) as history_cny
        from {{ rows }}
        where _check = 0 and {{ column.name }} is not null
        group by uscc, {{ period }}
    ) as month_before on rows.uscc = month_before.uscc and rows.{{ period }} = month_before.period
    {{ release_of(office, table, 'rows', column) }}
    where rows._check = 0 and rows.{{ column.name }} < month_before.history_cny and not (release.batch is not null)
{% endmacro %}

{#- A release counts from its day on (Asia/Shanghai), so that a day computed again with its own known_at gives the same. -#}
{% macro release_of(office, table, rows, column) %}
    left join registry.release as release
        on
            release.source = '{{ office }}' and release.table_name = '{{ table }}'
            and release.batch = {{ rows }}._batch and release.row_no = {{ rows }}._row
            and release.column_name = '{{ column.sent }}'
            {%- if var('known_at', none) %}
            and release.released_on <= {{ date_literal(known_day()) }}
            {%- endif %}
{% endmacro %}

{% macro known_day() -%}
    {%- set moment = modules.datetime.datetime.fromisoformat(var('known_at') | string) -%}
    {{ return(moment.astimezone(modules.pytz.timezone('Asia/Shanghai')).date()) }}
{%- endmacro %}
