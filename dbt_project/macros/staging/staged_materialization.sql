{#-
Materialization `staged`: every landed row is stored once, with its verdict, as table <model>__row; <model> itself is a
view of the rows kept. What dbt offers would either compute the rows twice (a kept model beside a rejects model) or make
every reader remember the filter.
-#}
{% materialization staged, default %}
    {%- set kept = this.incorporate(type='view') -%}
    {%- set rows = this.incorporate(path={'identifier': this.identifier ~ '__row'}, type='table') -%}

    {{ run_hooks(pre_hooks) }}
    {%- for relation in [this, rows] -%}
        {%- set existing = adapter.get_relation(relation.database, relation.schema, relation.identifier) -%}
        {%- if existing -%} {%- do adapter.drop_relation(existing) -%} {%- endif -%}
    {%- endfor -%}

    {%- call statement('main') -%}
        {{ create_table_as(False, rows, sql) }}
    {%- endcall -%}

    {%- set hidden = ['_verdict', '_failed_column', '_raw_value', '_rule', '_failures', '_answered_by'] -%}
    {%- set columns = adapter.get_columns_in_relation(rows) | map(attribute='name') | reject('in', hidden) | list -%}
    {%- call statement('kept') -%}
        {{ create_view_as(kept, 'select ' ~ columns | join(', ') ~ ' from ' ~ rows ~ " where _verdict = 'kept'") }}
    {%- endcall -%}

    {{ run_hooks(post_hooks) }}
    {%- do adapter.commit() -%}
    {{ return({'relations': [rows, kept]}) }}
{% endmaterialization %}
