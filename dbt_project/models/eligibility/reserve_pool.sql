-- One row per enterprise in business in the zone, scored or not: how near it is to the certificate of the reserve pool.
-- The score is a range where experts decide; `decided_share` is how much of the conditions data alone settle.

select
    pooled.uscc,
    pooled.enterprise_name,
    cast(row_number() over (
        order by
            pooled.likelihood asc, pooled.missed_count asc, pooled.open_count asc,
            pooled.score_high desc nulls last, pooled.uscc asc
    ) as integer) as place,
    pooled.outcome,
    pooled.standing,
    pooled.certificate_ends,
    pooled.score_low,
    pooled.score_high,
    pooled.met_count,
    pooled.missed_count,
    pooled.open_count,
    cast({{ ratio("pooled.decided_count", "pooled.condition_count", 4) }} as decimal(5, 4)) as decided_share,
    pooled.decided_words_zh,
    pooled.decided_words_en,
    pooled.missed_words_zh,
    pooled.missed_words_en,
    -- Either kind of right raises the points for their number; what is reached already, or not known, is left out.
    case
        when class_one.uscc is not null and class_two.uscc is not null
            then class_one.gap_zh || ' 件Ⅰ类知识产权，或再有 ' || class_two.gap_zh || ' 件Ⅱ类知识产权'
        when class_one.uscc is not null then class_one.gap_zh || ' 件Ⅰ类知识产权'
    end as right_gap_zh,
    case
        when class_one.uscc is not null and class_two.uscc is not null
            then class_one.gap_en || ' class I right, or ' || class_two.gap_en || ' more of class II'
        when class_one.uscc is not null then class_one.gap_en || ' class I right'
    end as right_gap_en
from {{ ref('reserve_standing') }} as pooled
left join {{ ref('reserve_step') }} as class_one
    on pooled.uscc = class_one.uscc and class_one.indicator = 'class_one_ip'
left join {{ ref('reserve_step') }} as class_two
    on pooled.uscc = class_two.uscc and class_two.indicator = 'class_two_ip'
