-- One row per product of a bank and enterprise that authorised it: whether it qualifies, the line, and why not.
-- The working stays in the house: it speaks of revenue and the like, which no agreement gives a bank.

with seen as (
    select distinct
        bank,
        uscc
    from {{ ref('pub_bank_right_v1') }}
)

select
    line.bank,
    line.uscc,
    {{ as_of() }} as as_of_date,
    line.product,
    line.edition as product_edition,
    line.title_zh as product_zh,
    line.line_certainty as line_status,
    line.verdict,
    line.line_cny,
    line.rate_ratio,
    line.term_months,
    line.reason_zh,
    line.reason_en
from {{ ref('credit_line') }} as line
inner join seen
    on line.bank = seen.bank and line.uscc = seen.uscc
