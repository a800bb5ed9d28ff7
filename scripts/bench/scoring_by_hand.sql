-- zone_default scored by one script that knows it by heart: what the scoring layer is measured against.
-- Reads measures.enterprise, measures.measure and registry.measure (titles, units); every number of the scheme stands here.

create schema by_hand;

create table by_hand.indicator as
select *, cast(high as double) - cast(low as double) as span
from (values
    (1, 'rd_expense_cny', 'technology', 'linear', 5, 0, 10000000, null),
    (2, 'rd_expense_growth_ratio', 'technology', 'linear', 3, 0, 0.5, null),
    (3, 'rd_intensity_ratio', 'technology', 'bands', 8, null, null, null),
    (4, 'rd_staff_share_ratio', 'technology', 'bands', 4, null, null, null),
    (5, 'invention_application_count', 'technology', 'per_item', 4, null, null, 0.5),
    (6, 'pct_application_count', 'technology', 'per_item', 2, null, null, 1),
    (7, 'technology_contract_value_cny', 'technology', 'linear', 2, 0, 5000000, null),
    (8, 'ip_grant_count', 'technology', 'per_item', 2, null, null, 0.5),
    (9, 'valid_invention_patent_count', 'technology', 'per_item', 3, null, null, 0.5),
    (10, 'inventions_per_100_staff', 'technology', 'linear', 2, 0, 10, null),
    (11, 'software_layout_count', 'technology', 'per_item', 1, null, null, 0.25),
    (12, 'standards_led_count', 'technology', 'per_item', 2, null, null, 1),
    (13, 'rd_expense_per_rd_staff_cny', 'technology', 'linear', 2, 0, 400000, null),
    (14, 'revenue_cny', 'growth', 'linear', 4, 0, 100000000, null),
    (15, 'revenue_growth_ratio', 'growth', 'linear', 5, 0, 0.3, null),
    (16, 'hightech_revenue_cny', 'growth', 'linear', 2, 0, 60000000, null),
    (17, 'rd_super_deduction_relief_cny', 'growth', 'linear', 3, 0, 1500000, null),
    (18, 'return_on_net_assets_ratio', 'growth', 'linear', 3, 0, 0.2, null),
    (19, 'industrial_output_cny', 'growth', 'linear', 2, 0, 200000000, null),
    (20, 'industrial_output_growth_ratio', 'growth', 'linear', 2, 0, 0.3, null),
    (21, 'tax_paid_cny', 'growth', 'linear', 3, 0, 5000000, null),
    (22, 'tax_paid_growth_ratio', 'growth', 'linear', 2, 0, 0.3, null),
    (23, 'output_per_staff_cny', 'growth', 'linear', 1, 0, 1000000, null),
    (24, 'tax_credit_rating_level', 'growth', 'bands', 3, null, null, null),
    (25, 'graduates_hired_count', 'talent', 'per_item', 2, null, null, 0.5),
    (26, 'postgraduate_share_ratio', 'talent', 'linear', 3, 0, 0.3, null),
    (27, 'doctoral_staff_count', 'talent', 'per_item', 2, null, null, 0.5),
    (28, 'high_level_talent_count', 'talent', 'per_item', 2, null, null, 1),
    (29, 'skilled_staff_share_ratio', 'talent', 'linear', 1, 0, 0.2, null),
    (30, 'staff_growth_ratio', 'talent', 'linear', 2, 0, 0.2, null),
    (31, 'sme_ladder_level', 'qualification', 'bands', 3, null, null, null),
    (32, 'is_high_tech_enterprise', 'qualification', 'bands', 3, null, null, null),
    (33, 'rd_platform_count', 'qualification', 'per_item', 1, null, null, 0.5),
    (34, 'rd_platform_level', 'qualification', 'bands', 2, null, null, null),
    (35, 'management_certificate_count', 'qualification', 'per_item', 1, null, null, 0.5),
    (36, 'science_award_count', 'recognition', 'per_item', 2, null, null, 1),
    (37, 'science_programme_count', 'recognition', 'per_item', 2, null, null, 1),
    (38, 'innovation_award_count', 'recognition', 'per_item', 1, null, null, 0.5),
    (39, 'venture_capital_cny', 'recognition', 'linear', 3, 0, 20000000, null),
    (40, 'adverse_record_count', 'adverse', 'per_item', 10, null, null, 5)
) as indicator (position, indicator, group_id, method, max_points, low, high, points_per_item);

create table by_hand.band as
from (values
    (3, null, 0.02, 0),
    (3, 0.02, 0.03, 1),
    (3, 0.03, 0.04, 3),
    (3, 0.04, 0.05, 4),
    (3, 0.05, 0.06, 5),
    (3, 0.06, 0.1, 6),
    (3, 0.1, null, 8),
    (4, null, 0.1, 0),
    (4, 0.1, 0.2, 1),
    (4, 0.2, 0.3, 3),
    (4, 0.3, null, 4),
    (24, null, 2, 0),
    (24, 2, 3, 0.5),
    (24, 3, 4, 1.5),
    (24, 4, 5, 2),
    (24, 5, null, 3),
    (31, null, 1, 0),
    (31, 1, 2, 0.5),
    (31, 2, 3, 1.5),
    (31, 3, 4, 2),
    (31, 4, 5, 2.5),
    (31, 5, null, 3),
    (32, null, 1, 0),
    (32, 1, null, 3),
    (34, null, 2, 0),
    (34, 2, 3, 1),
    (34, 3, 4, 1.5),
    (34, 4, null, 2)
) as band (position, at_least, below, points);

create table by_hand.weight as
select *, cast(round(weight / max_points, 14) as decimal(18, 14))::double as factor
from (values
    ('technology', 40, 46, 44, 40, 36, 34, 40), ('growth', 30, 20, 24, 30, 36, 38, 30), ('talent', 12, 16, 14, 12, 10, 10, 12),
    ('qualification', 10, 10, 10, 10, 10, 10, 10), ('recognition', 8, 8, 8, 8, 8, 8, 8), ('adverse', 10, 0, 0, 0, 0, 0, 0)
) as weight (group_id, max_points, seed, sapling, growth, expansion, mature, unknown)
unpivot (weight for stage in (seed, sapling, growth, expansion, mature, unknown));

create table by_hand.stage as
from (values
    ('seed', '种子期', 'seed'), ('sapling', '苗木期', 'sapling'), ('growth', '成长期', 'growth'),
    ('expansion', '壮大期', 'expansion'), ('mature', '成熟期', 'mature'), ('unknown', '阶段未知', 'unknown')
) as stage (stage, stage_zh, stage_en);

create table by_hand.enterprise as
select
    row_number() over (order by uscc)::integer as id,
    uscc,
    case
        when value < 500000 then 'seed' when value < 5000000 then 'sapling' when value < 20000000 then 'growth'
        when value < 100000000 then 'expansion' when value is not null then 'mature' else 'unknown'
    end as stage
from measures.enterprise
left join measures.measure using (uscc)
where measure = 'revenue_cny';

-- Points of every indicator; one that is not known is dropped.
create table by_hand.point as
select
    enterprise.id,
    indicator.position,
    measured.value,
    measured.state,
    cast(case
        when measured.state <> 'known' then null
        when indicator.method = 'bands' then band.points
        when indicator.method = 'per_item'
            then least(round(greatest(measured.value::double, 0) * indicator.points_per_item, 12), indicator.max_points)
        else round(indicator.max_points * round(
            (least(greatest(measured.value, indicator.low), indicator.high) - indicator.low)::double / indicator.span, 14
        ), 12)
    end as decimal(18, 14)) as points
from measures.measure as measured
inner join by_hand.indicator as indicator on indicator.indicator = measured.measure
inner join by_hand.enterprise as enterprise on enterprise.uscc = measured.uscc
left join by_hand.band as band
    on band.position = indicator.position
    and measured.value >= coalesce(band.at_least, -1000000000)
    and measured.value < coalesce(band.below, 1000000000);

create table by_hand.group_points as
with summed as (
    select
        point.id,
        indicator.group_id,
        sum(point.points) as earned,
        sum(case when point.points is not null then indicator.max_points end) as reach_present,
        sum(indicator.max_points) as reach,
        count(case when point.state = 'known' then 1 end) as known_count,
        count(case when point.state <> 'not_applicable' then 1 end) as applicable_count
    from by_hand.point as point
    inner join by_hand.indicator as indicator using (position)
    group by point.id, indicator.group_id
)

select
    summed.*,
    enterprise.uscc,
    'zone_default' as scheme,
    weight.max_points,
    weight.weight,
    weight.factor,
    cast(case
        when earned is null then null
        when group_id = 'adverse' or reach = reach_present then least(earned, weight.max_points)
        else least(cast(round(earned::double * reach::double / reach_present::double, 12) as decimal(18, 14)), weight.max_points)
    end as decimal(18, 14)) as points_low,
    case
        when points_low = weight.max_points then points_low::double / earned::double
        when group_id = 'adverse' or reach = reach_present then 1
        else reach::double / reach_present::double
    end as rate
from summed
inner join by_hand.enterprise as enterprise using (id)
inner join by_hand.weight as weight using (group_id, stage);

create table by_hand.total as
with weighed as (
    select
        id,
        sum(known_count) as known_count,
        sum(applicable_count) as applicable_count,
        sum(case when factor = 1 then points_low else cast(round(points_low::double * factor, 12) as decimal(18, 14)) end)
            filter (group_id <> 'adverse') as earned,
        sum(weight) filter (group_id <> 'adverse' and points_low is not null) as weight_present,
        coalesce(max(points_low) filter (group_id = 'adverse'), 0) as deduction
    from by_hand.group_points
    group by id
)

select
    *,
    cast(round(known_count::double / applicable_count::double, 4) as decimal(5, 4)) as coverage_ratio,
    cast(case
        when weight_present = 100 then least(earned, 100)
        else least(cast(round(earned::double * 100 / weight_present::double, 12) as decimal(18, 14)), 100)
    end as decimal(18, 14)) as base,
    case when base = 100 then base::double / earned::double when weight_present = 100 then 1 else 100 / weight_present::double end as rate,
    case when deduction > base then -base::double / deduction::double else -1 end as deduction_rate,
    case when coverage_ratio >= 0.6 then cast(round(base - least(deduction, base), 10) as decimal(18, 10)) end as score_full
from weighed;

-- What a point is worth in the score; the part of each group, with what rounding leaves over in the largest.
create table by_hand.worth as
with worth as (
    select
        grouped.id,
        grouped.group_id,
        total.score_full,
        grouped.rate * case when group_id = 'adverse' then total.deduction_rate else total.rate * factor end as worth,
        cast(round(grouped.earned::double * worth, 10) as decimal(18, 10)) as part
    from by_hand.group_points as grouped
    inner join by_hand.total as total using (id)
    where total.score_full is not null
)

select
    id,
    group_id,
    worth,
    coalesce(part, 0) + case
        when row_number() over (partition by id order by abs(coalesce(part, 0)) desc, array_position(
            ['technology', 'growth', 'talent', 'qualification', 'recognition', 'adverse'], group_id
        )) = 1 then score_full - sum(part) over (partition by id) else 0
    end as part
from worth;

create table by_hand.contribution as
with shared as (
    select
        point.*,
        indicator.group_id,
        worth.id is not null as is_scored,
        worth.part,
        coalesce(cast(round(point.points::double * worth.worth, 10) as decimal(18, 10)), 0) as share
    from by_hand.point as point
    inner join by_hand.indicator as indicator using (position)
    left join by_hand.worth as worth using (id, group_id)
),

rest as (
    select
        id,
        group_id,
        max(part) - sum(share) as rest,
        max_by(position, abs(share) * 1000000 - position * 0.0000001) filter (points is not null) as leader
    from shared
    group by id, group_id
)

select
    shared.* exclude (share, part),
    cast(case
        when is_scored then share + case when position = rest.leader then rest.rest else 0 end
    end as decimal(18, 10)) as contribution
from shared
inner join rest using (id, group_id);

create table by_hand.indicator_points as
select
    enterprise.uscc,
    'zone_default' as scheme,
    enterprise.stage,
    indicator.group_id,
    indicator.indicator,
    indicator.indicator as measure,
    contribution.value,
    contribution.state,
    case when contribution.state = 'known' then 'scored' else 'drop_and_renormalise' end as policy,
    case when contribution.group_id = 'adverse' then -points else points end as points,
    contribution.contribution
from by_hand.contribution as contribution
inner join by_hand.enterprise as enterprise using (id)
inner join by_hand.indicator as indicator using (position);

create table by_hand.score as
select
    enterprise.uscc,
    'zone_default' as scheme,
    enterprise.stage,
    case when total.score_full is not null then 'scored' else 'insufficient_data' end as status,
    total.score_full,
    cast(round(total.score_full, 2) as decimal(12, 6)) as score,
    case when total.score_full is not null then rank() over (order by round(total.score_full, 2) desc nulls last) end::integer
        as score_rank,
    count(total.score_full) over ()::integer as scored_count,
    case when total.score_full is not null
        then rank() over (partition by enterprise.stage order by round(total.score_full, 2) desc nulls last)
    end::integer as stage_rank,
    count(total.score_full) over (partition by enterprise.stage)::integer as stage_scored_count,
    total.known_count,
    total.applicable_count,
    total.coverage_ratio
from by_hand.total as total
inner join by_hand.enterprise as enterprise using (id);

create table by_hand.score_reason as
with median as (
    select
        enterprise.stage,
        contribution.position,
        cast(round((
            quantile_disc(contribution.contribution, 0.5)
            + percentile_disc(0.5) within group (order by contribution.contribution desc)
        ) * cast(0.5 as decimal(2, 1)), 10) as decimal(18, 10)) as median
    from by_hand.contribution as contribution
    inner join by_hand.enterprise as enterprise using (id)
    where contribution.is_scored
    group by enterprise.stage, contribution.position
),

placed as (
    select
        contribution.*,
        enterprise.uscc,
        enterprise.stage,
        median.median,
        contribution.contribution - median.median as difference,
        row_number() over (
            partition by contribution.id, contribution.contribution > median.median
            order by abs(contribution.contribution - median.median) desc, contribution.position
        ) as place
    from by_hand.contribution as contribution
    inner join by_hand.enterprise as enterprise using (id)
    inner join median using (stage, position)
    where contribution.is_scored and contribution.points is not null and round(contribution.contribution - median.median, 2) <> 0
)

select
    placed.uscc,
    'zone_default' as scheme,
    case when difference > 0 then 'gain' else 'loss' end as direction,
    place::integer as position,
    indicator.indicator,
    placed.contribution,
    placed.median as peer_median_contribution,
    measure.title_zh || '（' || coalesce(case
        when measure.unit = 'ratio' then cast(cast(round(placed.value * 100, 2) as decimal(28, 2)) as varchar) || '%'
        when measure.unit = 'cny' then cast(cast(round(placed.value * 0.0001, 2) as decimal(28, 2)) as varchar) || ' 万元'
        when placed.value = round(placed.value, 0) then cast(cast(round(placed.value, 0) as decimal(28, 0)) as varchar)
        else cast(cast(round(placed.value, 2) as decimal(28, 2)) as varchar)
    end, '无数据，按办法计 0 分') || '）'
        || case when placed.contribution < 0 then '扣 ' else '得 ' end || cast(cast(round(abs(placed.contribution), 2) as decimal(28, 2)) as varchar) || ' 分，比'
        || stage.stage_zh || '企业中位数' || case when difference > 0 then '高 ' else '低 ' end
        || cast(cast(round(abs(placed.difference), 2) as decimal(28, 2)) as varchar) || ' 分' as reason_zh,
    measure.title_en || ' (' || coalesce(case
        when measure.unit = 'ratio' then cast(cast(round(placed.value * 100, 2) as decimal(28, 2)) as varchar) || '%'
        when measure.unit = 'cny' then cast(cast(round(placed.value * 0.0001, 2) as decimal(28, 2)) as varchar) || ' x10,000 yuan'
        when placed.value = round(placed.value, 0) then cast(cast(round(placed.value, 0) as decimal(28, 0)) as varchar)
        else cast(cast(round(placed.value, 2) as decimal(28, 2)) as varchar)
    end, 'no data, 0 by the rule') || '): '
        || cast(cast(round(placed.contribution, 2) as decimal(28, 2)) as varchar) || ' points, ' || cast(cast(round(abs(placed.difference), 2) as decimal(28, 2)) as varchar)
        || case when difference > 0 then ' above' else ' below' end || ' the median of ' || stage.stage_en || '-stage peers'
        as reason_en
from placed
inner join by_hand.indicator as indicator using (position)
inner join registry.measure as measure on measure.measure = indicator.indicator
inner join by_hand.stage as stage using (stage)
where place <= case when difference > 0 then 3 else 4 end;
