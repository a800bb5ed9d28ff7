"""One row per name that no enterprise bears and enterprise whose name is near it, nearest first, at most three.

Nearness is rapidfuzz's ratio (edits against length, 0-100) of the keys without the legal form. It only suggests: a
person decides, in dags/identity/answers.csv. The same names give the same rows, whatever their order.
"""

NEAR = 80  # one character wrong in five, two in ten; the commonest places and trades alone stay below
MOST = 3
FORM = ("股份有限公司", "有限公司")


def model(dbt, session):
    import pyarrow as pa
    from rapidfuzz import fuzz, process

    dbt.config(materialized="table")
    names = dbt.ref("enterprise_name").query("n", "select distinct name_key, uscc from n order by all").fetchall()
    asked = (
        dbt.ref("name_match")
        .query("n", "select distinct name_key from n where holder_count = 0 order by name_key")
        .fetchall()
    )
    cores = [core(name) for name, _ in names]
    rows = []
    for (name,) in asked:
        near = process.extract(core(name), cores, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
        nearest: dict[str, tuple] = {}
        for _, score, at in sorted(near, key=lambda each: (-each[1], each[2])):
            nearest.setdefault(names[at][1], (round(score), names[at][0]))
        for position, (uscc, (score, known)) in enumerate(list(nearest.items())[:MOST], start=1):
            rows.append((name, position, uscc, known, score))
    shape = pa.schema(
        [("name_key", pa.string()), ("position", pa.int32()), ("uscc", pa.string()), ("candidate_key", pa.string()),
         ("similarity", pa.int32())]
    )  # fmt: skip
    return pa.table([pa.array(column) for column in zip(*rows, strict=True)] or [[]] * len(shape), schema=shape)


def core(name: str) -> str:
    """The key without its legal form, which nearly every name shares."""
    for form in FORM:
        if name.endswith(form):
            return name.removesuffix(form)
    return name
