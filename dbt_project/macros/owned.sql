{#-
The kept rows of a staging table, once for each enterprise that owns one, with its `uscc`: put it after `from`.
Rows whose owner nobody knows, or that wait for a person's answer, are not among them (identity.name_review lists those).

    from {{ owned(ref('stg_certification__award'), 'award_no') }}
-#}
{% macro owned(staging, number) -%}
(
    select owner.uscc, record.*
    from {{ staging }} as record
    inner join {{ ref('owner') }} as owner
        on
            owner.source || '__' || owner.table_name = '{{ staging.identifier.split('stg_')[-1] }}'
            and owner.record_no = record.{{ number }}
) as owned
{%- endmacro %}

{#- The one owner written on each row of a staging table: columns source, table_name, record_no, place, owner_code ... -#}
{% macro owner_of(staging, number, name, day) -%}
    {%- set parts = staging.identifier.split('stg_')[-1].split('__') -%}
    select
        '{{ parts[0] }}' as source, '{{ parts[-1] }}' as table_name, {{ number }} as record_no, 1 as place,
        owner_code, {{ name }} as owner_name, {{ day }} as record_date
    from {{ staging }}
{%- endmacro %}

{#- Was a decision of that day known at known_at? Without one, whatever is in the files is. -#}
{% macro known_by(column) -%}
    {{ column ~ ' <= ' ~ date_literal(known_day()) if var('known_at', none) else 'true' }}
{%- endmacro %}
