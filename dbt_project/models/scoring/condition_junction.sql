-- One row per enterprise and clause made of clauses: whether it holds, and which clause decides; the deepest first.

{{ junctions(ref('condition_leaf'), ref('rule_clause')) }}
