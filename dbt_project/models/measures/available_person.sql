-- One row per person to be had on the as-of day (可供人才): a code, never a name.

select person_code, industry_chain, talent_level, skill_class, available_from
from {{ ref('stg_talent_demand__available_talent') }}
where {{ valid_at('available_from', 'available_to') }}
