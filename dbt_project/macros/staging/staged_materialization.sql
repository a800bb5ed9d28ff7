{% materialization staged, default %}{{ return({'relations': []}) }}{% endmaterialization %}
