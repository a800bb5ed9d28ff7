-- One row per enterprise and bank product in force: whether it qualifies, the line in yuan, and every step to it.
-- Base, raised by the uplift, at least the floor, at most the limit, then down to whole round_down_cny; null: unknown.

with lined as (
    select
        basis.*,
        band.bound as band_bound,
        case basis.method
            when 'fixed' then basis.fixed_cny
            when 'share' then cast(basis.share_base_cny as decimal(28, 4)) * basis.share_ratio
            when 'uplift' then basis.own_cny
            when 'bands' then case when basis.standing is not null then coalesce(band.line_cny, 0) end
        end as base_cny,
        case when basis.method <> 'uplift' or basis.standing is not null then coalesce(band.uplift_ratio, 0) end
            as raised_by_ratio,
        case
            when basis.limit_measure is null then basis.cap_cny
            when basis.limit_base_cny is not null
                then least(basis.cap_cny, cast(basis.limit_base_cny as decimal(28, 4)) * basis.limit_ratio)
        end as limit_cny,
        case
            when base_cny <= 0 then 0
            else cast(base_cny as decimal(28, 8)) * (1 + cast(raised_by_ratio as decimal(6, 4)))
        end as full_cny,
        case
            when full_cny = 0 then 0
            when full_cny is not null and (basis.limit_measure is null or basis.limit_base_cny is not null)
                then cast(greatest(least(greatest(full_cny, basis.floor_cny), limit_cny), 0) as decimal(28, 8))
        end as within_cny,
        cast(within_cny - within_cny % basis.round_down_cny as decimal(18, 2)) as amount_cny,
        case
            when basis.outcome = 'cannot_pass' or amount_cny = 0 then 'cannot'
            when basis.outcome = 'passes' and amount_cny is not null then 'qualifies'
            else 'could'
        end as verdict
    from {{ ref('product_basis') }} as basis
    left join {{ source('registry', 'product_band') }} as band
        on
            basis.product = band.product
            and basis.edition = band.edition
            and {{ holds('band', 'basis.standing') }}
)

select
    uscc,
    product,
    edition,
    bank,
    title_zh,
    title_en,
    certainty,
    line_certainty,
    method,
    by_subject,
    by_title_zh,
    by_title_en,
    by_unit,
    score_rank,
    scored_count,
    standing,
    band_bound,
    share_title_zh,
    share_title_en,
    share_ratio,
    share_base_cny,
    own_cny,
    base_cny,
    raised_by_ratio as uplift_ratio,
    full_cny,
    floor_cny,
    cap_cny,
    limit_measure,
    limit_title_zh,
    limit_title_en,
    limit_ratio,
    limit_cny,
    within_cny,
    round_down_cny,
    amount_cny,
    rate_ratio,
    term_months,
    outcome,
    decided_words_zh,
    decided_words_en,
    check_by_hand_zh,
    check_by_hand_en,
    verdict,
    case when verdict = 'qualifies' then cast(row_number() over in_turn as integer) end as place
from lined
window in_turn as (
    partition by uscc, verdict order by amount_cny desc, rate_ratio asc nulls last, product asc
)
