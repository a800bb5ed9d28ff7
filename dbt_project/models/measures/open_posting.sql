-- One row per job posting open on the as-of day, of an enterprise of the population; on its closing day it is closed.

select
    posting.posting_no,
    posting.uscc,
    posting.industry_chain,
    posting.talent_level,
    posting.skill_class,
    posting.wanted_count,
    {{ day_number(as_of()) }} - {{ day_number('posting.published_date') }} as waiting_days
from {{ ref('stg_talent_demand__job_posting') }} as posting
inner join {{ ref('enterprise') }} as enterprise on posting.uscc = enterprise.uscc
where
    posting.published_date <= {{ as_of() }}
    and (posting.closed_date is null or posting.closed_date > {{ as_of() }})
