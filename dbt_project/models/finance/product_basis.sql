-- One row per enterprise and product in force: whether it may enter, and the facts its line is worked out from.
-- own_cny is the bank's own amount: its latest pre-approved line on the day, as the bank reported it.

with own_line as (
    select
        bank,
        uscc,
        amount_cny as own_cny
    from {{ ref('stg_bank_returns__credit_line') }}
    where line_state = '预授信' and state_date <= {{ as_of() }}
    qualify row_number() over (partition by bank, uscc order by state_date desc, line_no desc) = 1
)

select
    verdict.uscc,
    product.product,
    product.edition,
    product.bank,
    product.title_zh,
    product.title_en,
    product.certainty,
    product.line_certainty,
    product.method,
    product.by_subject,
    product.fixed_cny,
    product.share_ratio,
    product.floor_cny,
    product.cap_cny,
    product.limit_measure,
    product.limit_ratio,
    product.round_down_cny,
    product.rate_ratio,
    product.term_months,
    verdict.outcome,
    verdict.decided_by,
    verdict.decided_words_zh,
    verdict.decided_words_en,
    verdict.check_by_hand_zh,
    verdict.check_by_hand_en,
    score.score_rank,
    score.scored_count,
    -- Of a ranking, the share of the scored that stand before it: the best 5 % are those with less than 0.05.
    case product.by_subject
        when 'score' then cast(score.score as decimal(28, 10))
        when 'rank' then {{ ratio("cast(score.score_rank as decimal(18, 0)) - 1", "score.scored_count") }}
        else by_measure.value
    end as standing,
    by_title.title_zh as by_title_zh,
    by_title.title_en as by_title_en,
    by_title.unit as by_unit,
    share_of.value as share_base_cny,
    share_title.title_zh as share_title_zh,
    share_title.title_en as share_title_en,
    limited_by.value as limit_base_cny,
    limit_title.title_zh as limit_title_zh,
    limit_title.title_en as limit_title_en,
    own_line.own_cny
from {{ source('registry', 'product') }} as product
inner join {{ ref('entry_verdict') }} as verdict
    on
        product.product = verdict.name
        and verdict.kind = 'product'
        and {{ as_of() }} >= product.effective_from
        and (product.effective_to is null or {{ as_of() }} <= product.effective_to)
left join own_line on product.bank = own_line.bank and verdict.uscc = own_line.uscc
left join {{ ref('score') }} as score
    on verdict.uscc = score.uscc and product.by_name = score.scheme and product.by_subject in ('score', 'rank')
left join {{ ref('measure') }} as by_measure
    on verdict.uscc = by_measure.uscc and product.by_name = by_measure.measure and product.by_subject = 'measure'
left join {{ ref('measure') }} as share_of
    on verdict.uscc = share_of.uscc and product.share_measure = share_of.measure
left join {{ ref('measure') }} as limited_by
    on verdict.uscc = limited_by.uscc and product.limit_measure = limited_by.measure
left join {{ source('registry', 'measure') }} as by_title
    on product.by_name = by_title.measure and product.by_subject = 'measure'
left join {{ source('registry', 'measure') }} as share_title on product.share_measure = share_title.measure
left join {{ source('registry', 'measure') }} as limit_title on product.limit_measure = limit_title.measure
