-- One row per rung of the ladders in force. Certificates stand for it (is_certified), or for some rung (is_recorded).

select
    ladder.ladder,
    ladder.edition,
    rung.rung,
    rung.level,
    rung.title_zh,
    rung.title_en,
    rung.entry,
    rung.is_certified,
    bool_or(rung.is_certified) over (partition by ladder.ladder) as is_recorded
from {{ source('registry', 'ladder') }} as ladder
inner join {{ source('registry', 'ladder_rung') }} as rung
    on ladder.ladder = rung.ladder and ladder.edition = rung.edition
where
    {{ as_of() }} >= ladder.effective_from
    and (ladder.effective_to is null or {{ as_of() }} <= ladder.effective_to)
