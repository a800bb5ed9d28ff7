-- One row per enterprise that passes a policy which grants money: what it gets of the budget, in the declared order.
-- Until the budget is used up everyone gets the whole grant; the one at whom it ends gets what is left, the rest
-- nothing. Unknown comes last, equals follow the credit code. Without a budget everyone gets the whole grant; an
-- amount that is not known yet gets nothing and sets nothing aside.

with entitled as (
    select
        eligible.uscc,
        policy.policy,
        policy.edition,
        policy.budget_cny,
        eligible.grant_cny,
        case policy.order_first
            when 'lowest' then case policy.order_subject when 'measure' then measured.value else score.score end
            else -case policy.order_subject when 'measure' then measured.value else score.score end
        end as standing
    from {{ ref('policy_eligibility') }} as eligible
    inner join {{ ref('policy_in_force') }} as policy
        on
            eligible.policy = policy.policy
            and (policy.fixed_cny is not null or policy.grant_rate is not null)
    left join {{ ref('measure') }} as measured
        on
            eligible.uscc = measured.uscc
            and policy.order_subject = 'measure'
            and policy.order_name = measured.measure
    left join {{ ref('score') }} as score
        on
            eligible.uscc = score.uscc
            and policy.order_subject = 'score'
            and policy.order_name = score.scheme
    where eligible.outcome = 'passes'
),

queued as (
    select
        *,
        cast(row_number() over in_turn as integer) as place,
        cast(sum(coalesce(grant_cny, 0)) over (
            partition by policy order by standing asc nulls last, uscc asc
            rows between unbounded preceding and current row
        ) as decimal(28, 2)) - coalesce(grant_cny, 0) as before_cny
    from entitled
    window in_turn as (partition by policy order by standing asc nulls last, uscc asc)
),

shared as (
    select
        *,
        case
            when grant_cny is null then 0
            when budget_cny is null or before_cny + grant_cny <= budget_cny then grant_cny
            when before_cny >= budget_cny then 0
            else budget_cny - before_cny
        end as paid_cny
    from queued
)

select
    uscc,
    policy,
    edition,
    place,
    standing,
    grant_cny,
    budget_cny,
    cast(before_cny as decimal(28, 2)) as before_cny,
    cast(paid_cny as decimal(18, 2)) as paid_cny,
    case
        when grant_cny is null then 'amount_unknown'
        when paid_cny = grant_cny then 'whole'
        when paid_cny > 0 then 'part'
        else 'used_up'
    end as share
from shared
