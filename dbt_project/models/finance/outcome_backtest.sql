-- One row per published scheme and cut of what was observed: how well points told defaults (all, each stage), and how
-- often each grade and tenth of the points defaulted. Below the stated minimum: counts, and not_enough_outcomes.
-- AUC with DeLong's interval, KS with Massart's, default rates with Wilson's; all 95 % (macros/finance/backtest.sql).

with enough as (
    select
        scheme,
        {{ are_enough('m', 'n') }} as is_enough
    from {{ ref('outcome_slice') }}
    where cut = 'all'
),

judged as (
    select
        slice.*,
        enough.is_enough and slice.cut in ('grade', 'decile') as is_rated,
        slice.cut in ('all', 'stage') and {{ are_enough('slice.m', 'slice.n') }} as is_measured
    from {{ ref('outcome_slice') }} as slice
    inner join enough on slice.scheme = enough.scheme
),

measured as (
    select
        *,
        case when is_measured then {{ auc("places", "m", "n") }} end as auc,
        case when is_measured then {{ auc_error("places", "bad_squares", "good_squares", "m", "n") }} end as auc_error,
        case when is_measured then {{ whole_ratio("gap", "(m * n)", 10) }} end as ks,
        case when is_measured then {{ ks_error("m", "n") }} end as ks_error,
        case when is_rated then {{ whole_ratio("m", "(m + n)", 10) }} end as rate,
        case when is_rated then {{ wilson("m", "(m + n)", -1) }} end as rate_low,
        case when is_rated then {{ wilson("m", "(m + n)", 1) }} end as rate_high
    from judged
),

observation as (
    select
        scheme,
        cast(count(distinct as_of_date) as integer) as window_count,
        min(window_from) as first_day,
        max(window_to) as last_day
    from {{ ref('outcome_observed') }}
    group by scheme
)

select
    scheme.scheme,
    coalesce(measured.cut, 'all') as cut,
    coalesce(measured.item, 'all') as item,
    case when measured.is_measured or measured.is_rated then 'measured' else 'not_enough_outcomes' end as status,
    coalesce(observation.window_count, 0) as window_count,
    observation.first_day,
    observation.last_day,
    cast(coalesce(measured.m + measured.n, 0) as integer) as observed_count,
    cast(coalesce(measured.m, 0) as integer) as default_count,
    {{ bounded("measured.auc", 0) }} as auc,
    {{ bounded("measured.auc - 1.959964 * measured.auc_error", 0) }} as auc_low,
    {{ bounded("measured.auc + 1.959964 * measured.auc_error", 0) }} as auc_high,
    {{ bounded("2 * measured.auc - 1", -1) }} as gini,
    {{ bounded("2 * measured.auc - 1 - 2 * 1.959964 * measured.auc_error", -1) }} as gini_low,
    {{ bounded("2 * measured.auc - 1 + 2 * 1.959964 * measured.auc_error", -1) }} as gini_high,
    {{ bounded("measured.ks", 0) }} as ks,
    {{ bounded("measured.ks - measured.ks_error", 0) }} as ks_low,
    {{ bounded("measured.ks + measured.ks_error", 0) }} as ks_high,
    {{ bounded("measured.rate", 0) }} as default_ratio,
    measured.rate_low as default_ratio_low,
    measured.rate_high as default_ratio_high
from {{ ref('scheme_in_force') }} as scheme
left join measured on scheme.scheme = measured.scheme
left join observation on scheme.scheme = observation.scheme
where scheme.is_published
