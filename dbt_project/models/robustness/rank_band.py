"""One row per scored enterprise and published scheme: where its rank stays when weights are up to a quarter off.

The draws are those of `innopoints robustness` (scripts/innopoints/robustness): the same seed, so the same band.
"""


def model(dbt, session):
    from innopoints.robustness.published_bands import published_bands

    dbt.config(materialized="table")
    # What is read below, so that dbt builds it first.
    for _ in (dbt.ref("scheme_in_force"), dbt.ref("enterprise_stage"), dbt.ref("leaf_points"), dbt.ref("score")):
        pass
    return published_bands(session)
