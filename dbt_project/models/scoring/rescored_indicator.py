"""One row per enterprise and indicator of a scheme with a new edition: what it makes of the values of before.

Empty on every other night. The models that score are those of this folder, compiled beforehand (history.scoring_model).
"""


def model(dbt, session):
    from innopoints.warehouse.new_scheme import rescored

    dbt.config(materialized="table")
    # What is read below, so that dbt builds it first.
    for _ in (dbt.ref("scheme_in_force"), dbt.ref("measure"), dbt.ref("enterprise")):
        pass
    return rescored(session)
