-- One row per enterprise and clause made of clauses: whether it holds, and which clause decides.

{{ junctions(ref('entry_leaf'), ref('entry_clause')) }}
