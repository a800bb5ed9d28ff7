-- One row per kind of record that is kept for ever (an application, a certificate, an award): how many are known.

{% for office, table in [
    ('ip', 'patent'),
    ('ip', 'software_copyright'),
    ('ip', 'layout_design'),
    ('certification', 'certificate'),
    ('certification', 'award'),
    ('certification', 'standard'),
    ('certification', 'programme'),
    ('certification', 'technology_contract'),
    ('certification', 'equity_round'),
] -%}
    select
        '{{ office }}.{{ table }}' as item,
        count(*) as record_count
    from {{ ref('stg_' ~ office ~ '__' ~ table) }}
    {{ 'union all' if not loop.last }}
{% endfor %}
