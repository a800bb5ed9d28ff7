-- One row per product in force and enterprise that authorised its bank, or line published: they are the same, and the
-- line keeps to the product: within its cap, whole in its unit, none where it cannot, a reason for all who do not qualify.
with due as (
    select product.bank, rights.uscc, product.product, product.edition, product.cap_cny, product.round_down_cny
    from candidate.registry.product as product
    cross join run
    inner join (select distinct bank, uscc from pub_bank_right_v1) as rights using (bank)
    where run.as_of_date >= product.effective_from
        and (product.effective_to is null or run.as_of_date <= product.effective_to)
)

select
    coalesce(due.bank, line.bank) as bank, coalesce(due.uscc, line.uscc) as uscc,
    coalesce(due.product, line.product) as product, line.verdict, line.line_cny,
    due.product is not null
    and line.product is not null
    and line.product_edition = due.edition
    and case line.verdict
        when 'cannot' then line.line_cny is null
        when 'qualifies' then line.line_cny > 0
        else line.line_cny is null or line.line_cny > 0
    end
    and (line.line_cny is null or due.cap_cny is null or line.line_cny <= due.cap_cny)
    and (line.line_cny is null or line.line_cny % due.round_down_cny = 0)
    and (line.verdict = 'qualifies') = (line.reason_zh is null) as holds
from due
full join pub_credit_line_v1 as line
    on due.bank = line.bank and due.uscc = line.uscc and due.product = line.product
union all by name  -- a zone without products has one row to look at all the same: no line either
select 'all' as bank, (select count(*) from due) = (select count(*) from pub_credit_line_v1) as holds
