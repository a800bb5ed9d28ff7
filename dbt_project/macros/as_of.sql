{#-
Everything that depends on the day the scores speak of (variable as_of_date), worked out once while SQL is written.
dbt reads models without variables when it only parses; the day below then stands in and is never used.
-#}
{% macro as_of_day() -%}
    {{ return(modules.datetime.date.fromisoformat((var('as_of_date') or '2000-01-01') | string)) }}
{%- endmacro %}

{% macro as_of() -%} {{ date_literal(as_of_day()) }} {%- endmacro %}
{% macro date_literal(day) -%} cast('{{ day }}' as date) {%- endmacro %}

{#- Annual tax returns are due by 31 May: until then the year before last is the latest closed one. -#}
{% macro closed_tax_year() -%}
    {%- set day = as_of_day() -%}
    {{ return(day.year - (1 if (day.month, day.day) > (5, 31) else 2)) }}
{%- endmacro %}

{#- The calendar year before the as-of day's own. -#}
{% macro last_calendar_year() -%} {{ return(as_of_day().year - 1) }} {%- endmacro %}

{#- Months are counted from year 0: month_number('2026-06-01') = 2026 * 12 + 6. -#}
{% macro month_number(day) -%} (year({{ day }}) * 12 + month({{ day }})) {%- endmacro %}

{#- The number of the last complete month: the as-of day's own if it is that month's last day, else the one before. -#}
{% macro last_month_number() -%}
    {%- set day = as_of_day() -%}
    {%- set is_complete = (day + modules.datetime.timedelta(days=1)).month != day.month -%}
    {{ return(day.year * 12 + day.month - (0 if is_complete else 1)) }}
{%- endmacro %}

{#- A month's place among the 24 that end with the last complete one: 0 the oldest, 12-23 the last twelve, 23 the last. -#}
{% macro month_place(day) -%} ({{ month_number(day) }} - {{ last_month_number() - 23 }}) {%- endmacro %}

{#- Did it happen within the last so many years: after the same day then, up to and including the as-of day? -#}
{% macro within_years(column, years) -%}
    ({{ column }} > {{ date_literal(day_in_years(-years)) }} and {{ column }} <= {{ as_of() }})
{%- endmacro %}

{#- Was it in force on the as-of day? An open end holds on; a missing start never counts. -#}
{% macro valid_at(start_column, end_column) -%}
    ({{ start_column }} <= {{ as_of() }} and ({{ end_column }} is null or {{ end_column }} >= {{ as_of() }}))
{%- endmacro %}

{#- The as-of day's own day some years later or earlier; 29 February falls on the 28th where there is none. -#}
{% macro day_in_years(years) -%}
    {%- set day = as_of_day() -%}
    {%- set then = day.year + years -%}
    {%- set is_leap = (then % 4 == 0 and then % 100 != 0) or then % 400 == 0 -%}
    {{ return(day.replace(year=then, day=28 if (day.month, day.day) == (2, 29) and not is_leap else day.day)) }}
{%- endmacro %}

{#- The day after the as-of day: where a state that holds to this day ends. -#}
{% macro day_after() -%} {{ date_literal(as_of_day() + modules.datetime.timedelta(days=1)) }} {%- endmacro %}
