{#- To the cent: what a policy pays is its budget, or everything granted where that is less. Returns policies where not. -#}
{% test budget_reconciles(model) %}
with paid as (
    select
        policy,
        any_value(budget_cny) as budget_cny,
        sum(coalesce(grant_cny, 0)) as granted_cny,
        sum(paid_cny) as paid_cny
    from {{ model }}
    group by policy
)

select *
from paid
where paid_cny <> case when granted_cny > budget_cny then budget_cny else granted_cny end
{% endtest %}
