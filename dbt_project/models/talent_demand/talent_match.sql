-- One row per open posting and person who may fill it, the best first; for the zone office only.
-- Who may: at most one level above or below, and of the same chain or skill class. Best: the nearer level, then the
-- same chain, the same skill class, who has been to be had the longest; at last by code. Five at most. A person may
-- stand in several postings: this proposes and assigns nobody.

with profile as (
    -- Postings that ask for the same get the same persons: ranked once.
    select distinct
        industry_chain,
        talent_level,
        skill_class
    from {{ ref('open_posting') }}
),

shortlist as (
    -- Persons alike in chain, level and skill class differ only by how long they wait: five of a kind are enough.
    select
        *,
        row_number() over (
            partition by industry_chain, talent_level, skill_class
            order by available_from, person_code
        ) as place_of_kind
    from {{ ref('available_person') }}
),

candidate as (
    select
        profile.industry_chain,
        profile.talent_level,
        profile.skill_class,
        person.person_code,
        person.available_from,
        person.talent_level as person_level,
        person.industry_chain = profile.industry_chain as is_same_chain,
        person.skill_class = profile.skill_class as is_same_skill,
        abs({{ talent_level_place('person.talent_level') }} - {{ talent_level_place('profile.talent_level') }})
            as level_distance
    from profile
    inner join shortlist as person
        on
            (profile.industry_chain = person.industry_chain or profile.skill_class = person.skill_class)
            and person.place_of_kind <= 5
),

placed as (
    select
        *,
        row_number() over (
            partition by industry_chain, talent_level, skill_class
            order by level_distance asc, is_same_chain desc, is_same_skill desc, available_from asc, person_code asc
        ) as place
    from candidate
    where level_distance <= 1
)

select
    posting.posting_no,
    cast(placed.place as integer) as place,
    placed.person_code,
    posting.uscc,
    posting.industry_chain,
    posting.talent_level,
    posting.skill_class,
    placed.person_level,
    placed.level_distance,
    placed.is_same_chain,
    placed.is_same_skill,
    placed.available_from
from {{ ref('open_posting') }} as posting
inner join placed
    on
        posting.industry_chain = placed.industry_chain
        and posting.talent_level = placed.talent_level
        and posting.skill_class = placed.skill_class
where placed.place <= 5
