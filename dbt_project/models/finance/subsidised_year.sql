-- One row per subsidy edition, year and loan it is for: the days that count, and what was owed at their ends, summed.
-- A day counts from the drawing; never while overdue, from the due day on, or in default.

with segment as (
    select
        bank,
        loan_no,
        balance_cny,
        is_overdue or is_default or balance_cny = 0 as is_left_out,
        {{ day_number("event_date") }} as from_day,
        coalesce(
            lead({{ day_number("event_date") }}) over (partition by bank, loan_no order by place),
            {{ day_number(day_after()) }}
        ) as until_day
    from {{ ref('loan_state') }}
),

entitled as (
    select
        period.subsidy,
        period.edition,
        period.year,
        loan.bank,
        loan.loan_no,
        {{ day_number("period.first_day") }} as from_day,
        least({{ day_number("period.last_day") }} + 1, {{ day_number("loan.due_date") }}) as until_day
    from {{ source('registry', 'subsidy_year') }} as period
    inner join {{ source('registry', 'subsidy_product') }} as product
        on period.subsidy = product.subsidy and period.edition = product.edition
    inner join {{ ref('stg_bank_returns__loan') }} as loan on product.product_name = loan.product_name
),

overlapping as (
    select
        entitled.subsidy,
        entitled.edition,
        entitled.year,
        entitled.bank,
        entitled.loan_no,
        segment.balance_cny,
        least(entitled.until_day, segment.until_day) - greatest(entitled.from_day, segment.from_day) as day_count
    from entitled
    inner join segment
        on
            entitled.bank = segment.bank
            and entitled.loan_no = segment.loan_no
            and not segment.is_left_out
            and entitled.until_day > segment.from_day
            and entitled.from_day < segment.until_day
)

select
    subsidy,
    edition,
    year,
    bank,
    loan_no,
    cast(sum(day_count) as integer) as day_count,
    cast(sum(balance_cny * day_count) as decimal(20, 2)) as balance_days_cny
from overlapping
where day_count > 0
group by subsidy, edition, year, bank, loan_no
