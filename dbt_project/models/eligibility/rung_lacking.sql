-- One row per enterprise and ladder with a rung above: in words, what keeps it from the next one, open facts included.
-- A clause about the outcome of a scheme says which of that scheme's is missed where it is one, else what decides.

with following as (
    select
        stands.uscc,
        stands.ladder,
        rung.entry
    from {{ ref('ladder_level') }} as stands
    inner join {{ ref('rung_in_force') }} as rung
        on stands.ladder = rung.ladder and stands.level + 1 = rung.level and stands.standing <> 'unknown'
),

leaf as (
    select
        leaf.uscc,
        leaf.node_key,
        leaf.parent_key,
        leaf.depth,
        leaf.low,
        leaf.high,
        coalesce(
            told.title_zh || '：' || coalesce(outcome.missed_words_zh, outcome.decided_words_zh), told.words_zh
        ) as words_zh,
        coalesce(
            told.title_en || ': ' || coalesce(outcome.missed_words_en, outcome.decided_words_en), told.words_en
        ) as words_en
    from {{ ref('entry_leaf') }} as leaf
    inner join {{ ref('entry_clause') }} as clause on leaf.node_key = clause.node_key and clause.kind = 'rung'
    inner join following on leaf.uscc = following.uscc and clause.name = following.entry
    inner join {{ ref('entry_clause_result') }} as told
        on leaf.uscc = told.uscc and told.kind = 'rung' and clause.name = told.name and clause.position = told.position
    left join {{ ref('outcome') }} as outcome
        on
            leaf.uscc = outcome.uscc
            and outcome.outcome <> 'passes'
            and {{ asked_outcome("clause", "outcome") }}
),

junction as (
    {{ climb('leaf', ref('entry_clause'), lacking) }}
)

select
    following.uscc,
    following.ladder,
    junction.words_zh,
    junction.words_en
from following
inner join {{ ref('entry_clause') }} as whole
    on following.entry = whole.name and whole.kind = 'rung' and whole.depth = 1
inner join junction on following.uscc = junction.uscc and whole.node_key = junction.node_key and junction.low = 0
