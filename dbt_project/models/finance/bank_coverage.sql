-- One row per bank and product, per bank, and for all: lines by how far they got, what is drawn, owed and in default.
-- Lines pre-approved, approved and drawn are kept apart. coverage_ratio: approved, of the scored;
-- a published scheme that asks for no data scores whoever is registered, and is left out of it.

with scored as (
    select count(distinct score.uscc) as scored_count
    from {{ ref('score') }} as score
    inner join {{ ref('scheme_in_force') }} as scheme on score.scheme = scheme.scheme and scheme.is_published
    where score.status = 'scored' and (scheme.minimum_coverage > 0 or scheme.minimum_known > 0)
),

added as (
    select
        coalesce(bank, 'all') as bank,
        coalesce(product_name, 'all') as product_name,
        {%- for state, name in [('预授信', 'pre_approved'), ('已批', 'approved'), ('已用', 'used'), ('贷款', 'lent')] %}
            count(distinct case when kind = '{{ state }}' then uscc end) as {{ name }}_firm_count,
            sum(case when kind = '{{ state }}' then amount_cny else 0 end) as {{ name }}_cny,
        {%- endfor %}
        count(case when kind = '贷款' then 1 end) as loan_count,
        count(case when balance_cny > 0 then 1 end) as live_loan_count,
        sum(balance_cny) as balance_cny,
        count(case when is_overdue then 1 end) as overdue_loan_count,
        count(case when is_default then 1 end) as default_loan_count,
        sum(case when is_default then balance_cny else 0 end) as default_balance_cny,
        count(case when is_unreconciled then 1 end) as unreconciled_loan_count
    from {{ ref('bank_fact') }}
    group by grouping sets ((bank, product_name), (bank), ())
)

select
    added.bank,
    added.product_name,
    cast(scored.scored_count as integer) as scored_count,
    {%- for name in ['pre_approved', 'approved', 'used', 'lent'] %}
        cast(added.{{ name }}_firm_count as integer) as {{ name }}_firm_count,
        cast(added.{{ name }}_cny as decimal(20, 2)) as {{ name }}_cny,
    {%- endfor %}
    cast(added.loan_count as integer) as loan_count,
    cast(added.live_loan_count as integer) as live_loan_count,
    cast(added.balance_cny as decimal(20, 2)) as balance_cny,
    cast(added.overdue_loan_count as integer) as overdue_loan_count,
    cast(added.default_loan_count as integer) as default_loan_count,
    cast(added.default_balance_cny as decimal(20, 2)) as default_balance_cny,
    cast(added.unreconciled_loan_count as integer) as unreconciled_loan_count,
    cast({{ ratio("added.approved_firm_count", "scored.scored_count", 4) }} as decimal(10, 4)) as coverage_ratio,
    cast({{ ratio("added.used_cny", "added.approved_cny", 4) }} as decimal(10, 4)) as drawn_ratio,
    cast({{ ratio("added.default_balance_cny", "added.balance_cny", 4) }} as decimal(10, 4)) as default_ratio
from added
cross join scored
