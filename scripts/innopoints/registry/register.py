"""Turn the YAML kinds into registry tables, all checked before the first is written.

registry/
  scheme.parquet  scheme_group.parquet ... measure.parquet  bank.parquet  source_unit.parquet  release.parquet
  registry.json   sha256 of each file, and one of all: `registry_sha256`; written last

The same YAML gives the same bytes. A build that finds a file other than registry.json says must stop.
"""

import hashlib
import io
from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from innopoints import durable, project
from innopoints.errors import Refused
from innopoints.home import Home
from innopoints.passports.answer import read_answers
from innopoints.passports.bank import read_banks
from innopoints.passports.cells import cell_meanings, read_house
from innopoints.passports.condition_checks import Known, known_of
from innopoints.passports.ladder_checks import read_ladders
from innopoints.passports.objection import read_objections
from innopoints.passports.policy_checks import read_policies
from innopoints.passports.product_checks import read_products
from innopoints.passports.release import read_releases
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_checks import read_schemes
from innopoints.passports.source import read_sources
from innopoints.passports.stage_profile import read_stage_profiles
from innopoints.passports.units import YUAN, units_of
from innopoints.registry.finance_rows import finance_rows
from innopoints.registry.known_enterprises import known_enterprises
from innopoints.registry.ladder_rows import ladder_rows
from innopoints.registry.measure_meta import Meta, read_measures
from innopoints.registry.policy_rows import policy_rows
from innopoints.registry.product_rows import product_rows
from innopoints.registry.released_rows import never_sent, not_held
from innopoints.registry.scheme_rows import scheme_rows
from innopoints.registry.table_shapes import SHAPES


def register(home: Home, schemes: Path = project.SCHEMES, rules: Path | None = None) -> dict:
    """Check every YAML kind and write home.registry; returns what registry.json holds, and what `needs_a_look`.

    `rules` holds the folders policies, products and ladders; they default to the project's, which speak of the
    project's schemes, so schemes of another folder come without.

    Raises Refused, with nothing written, when a file does not add up, or releases a row that never landed.
    """
    tables = registry_tables(schemes, known_enterprises(home), rules)
    releases = tables["release"].to_pylist()
    if wrong := never_sent(home, releases):
        raise Refused("\n".join(wrong))
    look = not_held(home, releases)
    files = {}
    for name, table in tables.items():
        data = _parquet(table)
        files[f"{name}.parquet"] = hashlib.sha256(data).hexdigest()
        durable.write_bytes(home.registry / f"{name}.parquet", data)
    said = {
        "files": files,
        "registry_sha256": hashlib.sha256(durable.canonical_json(files)).hexdigest(),
        "rows": {name: table.num_rows for name, table in tables.items()},
        "schemes": _schemes(tables["scheme"]),
    }
    durable.write_json(home.registry / "registry.json", said)
    return said | {"needs_a_look": look} if look else said


def registry_tables(
    schemes: Path = project.SCHEMES, known: set[str] | None = None, rules: Path | None = None
) -> dict[str, pa.Table]:
    """Every registry table, from the files of the project, schemes and rules of one folder each.

    Answers name only `known` enterprises.
    """
    measures = read_measures(project.DBT / "models" / "measures")
    profiles = read_stage_profiles(schemes / "stages", measures)
    rows: dict[str, list[dict]] = {name: [] for name in SHAPES}
    every_scheme = read_schemes(schemes, profiles, measures)
    for path, scheme in every_scheme.items():
        if problems := nightly_problems(scheme):
            raise Refused(f"{path}: " + "; ".join(problems))
        profile = profiles[scheme.stages] if isinstance(scheme.stages, str) else None
        first_node = len(rows["scheme_node"]) + 1
        for table, row in scheme_rows(scheme, profile, measures, durable.sha256_of(path), first_node):
            rows[table].append(row)
    banks = read_banks(project.BANKS)
    rules = rules or (project.DBT if schemes == project.SCHEMES else None)
    if rules:
        known_terms = known_of(measures, every_scheme, profiles, rules / "policies" / "terms" / "certificates.yml")
        for table, row in _rule_rows(rules, known_terms, banks):
            rows[table].append(row)
    for table, row in finance_rows():
        rows[table].append(row)
    rows["measure"] += _measure_rows(measures)
    rows["bank"] = [each.model_dump(include=set(SHAPES["bank"].names)) for each in banks.values()]
    rows["identity_answer"] = read_answers(project.OWNERS, known)
    published = {each.scheme for each in every_scheme.values() if each.published}
    # Objections name the project's schemes; a folder of schemes to try out has none.
    rows["objection"] = read_objections(published, known) if schemes == project.SCHEMES else []
    rows["source_unit"] = list(_unit_rows())
    rows["cell_meaning"], rows["feed"] = list(_meaning_rows()), list(_feed_rows())
    rows["release"] = [each.model_dump() for each in read_releases()]
    return {name: as_table(name, every) for name, every in rows.items()}


def nightly_problems(scheme: Scheme) -> list[str]:
    """What a scheme may say of a table that is tried out, but not of the zone's own night."""
    problems = []
    if scheme.measures:
        problems.append("measures: only a scheme on trial brings its own; describe them in dbt_project/models/measures")
    if scheme.decimals > 2:
        problems.append(f"decimals: {scheme.decimals} places; allowed: 0 to 2, the published table holds no more")
    if isinstance(scheme.stages, list):
        problems.append("stages: a list names the stages a table on trial gives; write the name of a stage profile")
    return problems


def _measure_rows(measures: dict[str, Meta]) -> Iterable[dict]:
    for name, meta in measures.items():
        said = meta.model_dump(include={"title_zh", "title_en", "unit", "period"})
        yield said | {"measure": name, "sources": ",".join(meta.sources), "absent_state": meta.absent}


def _rule_rows(rules: Path, known: Known, banks: Collection[str]) -> Iterable[tuple[str, dict]]:
    """(table, row) of every policy, product and ladder."""
    kinds = (
        (read_policies(rules / "policies", known), policy_rows),
        (read_products(rules / "products", known, banks), product_rows),
        (read_ladders(rules / "ladders", known), ladder_rows),
    )
    for files, spelled in kinds:
        for path, file in files.items():
            yield from spelled(file, known.measures, durable.sha256_of(path))


def _meaning_rows() -> Iterable[dict]:
    house = read_house()
    for source in read_sources().values():
        for name, table in source.tables.items():
            for row in cell_meanings([*house.no_value, *source.no_value, *table.no_value], table.dirty):
                yield {"source": source.source, "table_name": name, **row}


def _feed_rows() -> Iterable[dict]:
    for source in read_sources().values():
        for name, table in source.tables.items():
            yield {"source": source.source, "table_name": name, "feed": table.feed}


def _unit_rows() -> Iterable[dict]:
    for source in read_sources().values():
        for table, passport in source.tables.items():
            for column, units in units_of(passport.units).items():
                for each in units:
                    yield {
                        "source": source.source,
                        "table_name": table,
                        "column_name": column,
                        "yuan": YUAN[each.unit],
                        "dated_by": passport.units_dated_by if len(units) > 1 else None,
                        **each.model_dump(),
                    }


def as_table(name: str, rows: list[dict]) -> pa.Table:
    """Rows as the registry table of that name, sorted by all columns."""
    shape = SHAPES[name]
    columns = {field.name: pa.array([row[field.name] for row in rows], type=field.type) for field in shape}
    table = pa.table(columns, schema=shape)
    return table.sort_by([(field.name, "ascending") for field in shape]) if rows else table


def _parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _schemes(table: pa.Table) -> list[dict]:
    return [{key: row[key] for key in ("scheme", "edition", "status", "file_sha256")} for row in table.to_pylist()]
