-- One row per enterprise and clause: how many missed clauses part it from holding, and from failing.
-- A rule of a scheme counts as many as it misses itself. What is open counts as if it turned out well.
-- `miss_key` is the one clause in the way where there is just one.

{{ distances(ref('entry_leaf'), ref('entry_clause'), 'missed_count') }}
