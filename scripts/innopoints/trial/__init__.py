"""Score any table with any scheme, by the models a night runs, without the rest of the pipeline.

scheme.yml ──▶ registry rows ─┐
values.csv ──▶ units, cells ──┴─▶ the compiled scoring models, once a period ──▶ scores, groups, indicators, manifest
"""
