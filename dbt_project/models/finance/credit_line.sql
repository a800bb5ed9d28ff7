-- One row per enterprise and bank product in force: whether it qualifies, the line in yuan, and how it was worked out.
-- place: the enterprise's products it qualifies for, largest line first, then the lower rate. No line where it cannot.

select
    bank,
    product,
    edition,
    uscc,
    title_zh,
    title_en,
    certainty,
    line_certainty,
    verdict,
    place,
    case when verdict <> 'cannot' then amount_cny end as line_cny,
    rate_ratio,
    term_months,
    standing,
    band_bound,
    cast(base_cny as decimal(18, 2)) as base_cny,
    uplift_ratio,
    cast(full_cny as decimal(18, 2)) as full_cny,
    cast(limit_cny as decimal(18, 2)) as limit_cny,
    {{ line_working("zh") }} as working_zh,
    {{ line_working("en") }} as working_en,
    {{ line_reason("zh") }} as reason_zh,
    {{ line_reason("en") }} as reason_en
from {{ ref('line_amount') }}
