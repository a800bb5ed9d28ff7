-- One row per name and day of records without a code: the one enterprise of that name, or how many bore it.

with asked as (
    select distinct name_key, record_date
    from {{ ref('owner_record') }}
    where uscc_of_code is null and name_key is not null
),

held as (
    select
        asked.name_key,
        asked.record_date,
        holder.uscc,
        coalesce(
            asked.record_date >= coalesce(holder.valid_from, asked.record_date)
            and asked.record_date < coalesce(holder.valid_to, cast('9999-12-31' as date)),
            false
        ) as is_of_the_day
    from asked
    left join {{ ref('enterprise_name') }} as holder on asked.name_key = holder.name_key
),

counted as (
    select
        name_key,
        record_date,
        count(distinct uscc) as holder_count,
        count(distinct case when is_of_the_day then uscc end) as day_holder_count,
        min(uscc) as only_holder,
        min(case when is_of_the_day then uscc end) as only_day_holder
    from held
    group by name_key, record_date
)

select
    name_key,
    record_date,
    holder_count,
    -- Two enterprises may bear a name one after the other: then the record's day decides, if it falls to one of them.
    case
        when holder_count = 1 then only_holder
        when day_holder_count = 1 then only_day_holder
    end as uscc
from counted
