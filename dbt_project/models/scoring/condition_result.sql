-- One row per enterprise, scheme, rule and clause: does it hold (null for open), how far is it, in words.

with judged as (
    select
        uscc,
        node_key,
        fact_low,
        fact_high,
        low,
        high
    from {{ ref('condition_leaf') }}
    union all
    select
        uscc,
        node_key,
        null as fact_low,
        null as fact_high,
        low,
        high
    from {{ ref('condition_junction') }}
),

told as (
    select
        judged.*,
        clause.scheme,
        clause.rule,
        clause.condition,
        clause.depth,
        clause.junction,
        clause.subject,
        clause.subject_name,
        clause.op,
        clause.threshold,
        clause.unit,
        clause.title_zh,
        clause.title_en,
        case when judged.low = 1 then true when judged.high = 0 then false end as is_met
    from judged
    inner join {{ ref('rule_clause') }} as clause on judged.node_key = clause.node_key
),

measured as (
    select
        *,
        {{ condition_gap() }} as gap
    from told
)

select
    uscc,
    node_key,
    scheme,
    rule,
    condition,
    depth,
    is_met,
    fact_low,
    fact_high,
    gap,
    title_zh,
    title_en,
    {{ condition_words("zh") }} as words_zh,
    {{ condition_words("en") }} as words_en
from measured
