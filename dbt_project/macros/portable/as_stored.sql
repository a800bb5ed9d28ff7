{#-
`with rows as_stored() (...)`: worked out once, although several parts read it. Without the word, DuckDB writes the filters
of one reader into the whole chain of expressions and computes it again for each reader: eight times the time.
-#}
{% macro as_stored() -%} {{ return(adapter.dispatch('as_stored')()) }} {%- endmacro %}
{% macro default__as_stored() -%} as {%- endmacro %}
{% macro duckdb__as_stored() -%} as materialized {%- endmacro %}
