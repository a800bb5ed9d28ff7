-- One row per scored sheet and group that holds indicators: what rounding their parts left over, and which gets it.
-- It goes to the largest, then the first: of the indicators of the group, and of the groups of the sheet.

with shared as (
    select
        sheet,
        parent,
        sum(share) as share_sum,
        max_by(
            node, cast(abs(share) as decimal(28, 10)) * 1000000 - node * cast('0.0000001' as decimal(8, 7))
        ) as leader
    from {{ ref('leaf_share') }}
    where share is not null
    group by sheet, parent
),

rounded as (
    select
        leaf_sum.sheet,
        leaf_sum.node as parent,
        shared.leader,
        coalesce(shared.share_sum, 0) as share_sum,
        coverage.score_low,
        case
            when shared.sheet is null then 0
            when worth.take = 'best' then cast(shared.share_sum as decimal(18, 10))
            else cast(round(cast(leaf_sum.sum_low as double) * worth.worth, 10) as decimal(18, 10))
        end as part
    from {{ ref('leaf_sum') }} as leaf_sum
    inner join {{ ref('coverage') }} as coverage
        on
            leaf_sum.sheet = coverage.sheet
            and coverage.status = 'scored'
    left join shared
        on
            leaf_sum.sheet = shared.sheet
            and leaf_sum.node = shared.parent
    left join {{ ref('node_worth') }} as worth
        on
            leaf_sum.sheet = worth.sheet
            and leaf_sum.node = worth.node
)

select
    sheet,
    parent,
    leader,
    cast(part - share_sum + case
        when row_number() over (partition by sheet order by abs(part) desc, parent) = 1
            then score_low - sum(part) over (partition by sheet)
        else 0
    end as decimal(18, 10)) as rest
from rounded
