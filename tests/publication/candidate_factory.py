"""A small finished candidate, made by hand: what a build leaves for the gate, without running a build.

home = Home(tmp_path)
make_candidate(home, date(2026, 6, 30))            # 220 invented enterprises, two invented schemes
make_candidate(home, day, score_shift=1)           # the same enterprises, other scores
"""

import hashlib
import json
import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from innopoints.durable import write_bytes, write_json
from innopoints.home import Home
from innopoints.publication.editions import editions_of_the_day, previous_edition
from tests.publication.class_rows import TYPES as CLASS_TYPES
from tests.publication.class_rows import class_registry, classes, pillars, withdrawal
from tests.publication.line_rows import TYPES as LINE_TYPES
from tests.publication.line_rows import lines, products
from tests.publication.stability_rows import TYPES as STABILITY_TYPES
from tests.publication.stability_rows import stability_rows

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SCHEMES = {"alpha": ("2", "official"), "beta": ("1", "illustrative")}
STAGES = ["seed", "growth", "mature"]
BANKS = ["boc_huizhou", "icbc_huizhou", "ccb_huizhou", "cmb_huizhou", "hzrcb", "psbc_huizhou"]
TYPES = {
    "uscc": pa.string(),
    "as_of_date": pa.date32(),
    "previous_as_of_date": pa.date32(),
    "valid_from": pa.date32(),
    "valid_to": pa.date32(),
    "score": pa.decimal128(6, 2),
    "previous_score": pa.decimal128(6, 2),
    "score_delta": pa.decimal128(6, 2),
    "score_full": pa.decimal128(28, 10),
    "value": pa.decimal128(28, 10),
    "contribution": pa.decimal128(28, 10),
    "peer_median_contribution": pa.decimal128(28, 10),
    "main_indicator_delta": pa.decimal128(28, 10),
    **{f"change_{part}": pa.decimal128(28, 10) for part in ("data", "correction", "scheme", "time")},
    "points": pa.decimal128(18, 6),
    "points_per_item": pa.decimal128(18, 6),
    "low": pa.decimal128(38, 18),
    "high": pa.decimal128(38, 18),
    "max_points": pa.decimal128(9, 2),
    "floor": pa.decimal128(9, 2),
    "total": pa.decimal128(9, 2),
    "coverage_ratio": pa.decimal128(5, 4),
    "score_rank": pa.int32(),
    "scored_count": pa.int32(),
    "rank_low": pa.int32(),
    "rank_high": pa.int32(),
    "position": pa.int32(),
}
# A thousandth of a point for each unit of the value; what other kinds of rules say is empty.
RULE = {"method": "per_item", "points_per_item": Decimal("0.001"), "transform": None, "winsorise_low": None}
RULE |= {"winsorise_high": None, "direction": "higher", "low": None, "high": None}
# Two enterprises object to scheme alpha; the row of the first is frozen once there is an edition before.
FROZEN, FLAGGED = 10, 12
# One batch of which the office told rows and one amount; of the other amount it told no total.
CONTROL_ACCOUNT = """
    create table quality.control_account as
    select
        'tax' as source, 'vat_return' as table_name, 'ab12' as batch, item, unit, yuan::bigint as yuan, said_by,
        said::decimal(38, 10) as said, counted::decimal(38, 10) as counted, kept::decimal(38, 10) as kept,
        rejected::decimal(38, 10) as rejected, superseded::decimal(38, 10) as superseded, 0::decimal(38, 10) as deleted,
        unread::decimal(38, 10) as unread, read_cny::decimal(38, 2) as read_cny, sent_cny::decimal(38, 10) as sent_cny,
        rounded_count::bigint as rounded_count
    from (
        values
        ('rows', '行', 1, 'vat.csv.ok', 11, 11, 7, 1, 2, 1, null, null, 0),
        ('sale_amt', '千元', 1000, 'vat.csv.ok', 900.125, 900.125, 700, 0.125, 200, 0, 900125, 900125, 0),
        ('tax_payable', '元', 1, 'vat.csv.ok', null, 70.015, 50.005, 10, 10.01, 0, 70.02, 70.015, 1)
    ) as told (
        item, unit, yuan, said_by, said, counted, kept, rejected, superseded, unread, read_cny, sent_cny, rounded_count
    )
"""


def uscc(number: int) -> str:
    """A code of Huizhou's district with a right check digit (GB 32100-2015)."""
    body = f"91441300MA{number:07d}"
    body = body[:17]
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


OBJECTIONS = [
    {
        "uscc": uscc(number),
        "scheme": "alpha",
        "opened_on": date(2026, 6, 1),
        "closed_on": None,
        "freeze": number == FROZEN,
    }
    for number in (FROZEN, FLAGGED)
]


def make_candidate(
    home: Home, as_of: date, enterprises: int = 220, indicators: int = 5, score_shift: int = 0, shuffle: int = 0
) -> None:
    """Write home.candidate and home.candidate_json; `shuffle` only changes the order in which rows are inserted."""
    previous = previous_edition(home, as_of)
    tables = published_tables(as_of, enterprises, indicators, score_shift, previous)
    home.warehouse.mkdir(parents=True, exist_ok=True)
    home.candidate.unlink(missing_ok=True)
    with duckdb.connect(str(home.candidate)) as con:
        for schema in ("published", "registry", "measures", "quality", "staging"):
            con.execute(f"create schema {schema}")
        for name, rows in tables.items():
            if shuffle:
                random.Random(shuffle).shuffle(rows)
            _create(con, f"published.{name}", rows, STABILITY_TYPES if name == "pub_stability_v1" else {})
        _create(con, "measures.enterprise", [{"uscc": uscc(each)} for each in range(enterprises)])
        compared = {"uscc": uscc(0), "tax_year": "2025", "vat_sale_cny": "1", "cit_revenue_cny": "1"}
        _create(con, "measures.revenue_compared", [compared | {"vat_to_cit_ratio": "1", "is_within_corridor": "true"}])
        _create(con, "registry.scheme", _schemes())
        _create(con, "registry.objection", OBJECTIONS)
        _create(con, "registry.product", products())
        _create(con, "registry.scheme_indicator", _indicators(indicators))
        _create(
            con, "registry.scheme_node", [{"node": each["node"], "role": "base"} for each in _indicators(indicators)]
        )
        con.execute(
            "create table registry.scheme_band (node integer, at_least decimal(38, 18), below decimal(38, 18), "
            "points decimal(10, 6), points_high decimal(10, 6))"
        )
        stages = [{"scheme": scheme, "edition": edition} for scheme, (edition, _) in SCHEMES.items()]
        for name, rows in class_registry("alpha", SCHEMES["alpha"][0]).items():
            _create(con, f"registry.{name}", rows)
        _create(con, "registry.scheme_stage", [each | {"stage": stage} for each in stages for stage in STAGES])
        _create(con, "staging.stg_consent__authorisation", _authorisations(tables["pub_bank_right_v1"]))
        account = {"source": "tax", "table_name": "vat_return", "batch": "ab12", "sent": 11, "landed": 10, "unread": 1}
        _create(con, "quality.batch_account", [account | {"kept": 7, "rejected": 1, "superseded": 2, "deleted": 0}])
        con.execute(CONTROL_ACCOUNT)
    candidate = {
        "as_of": as_of.isoformat(),
        "known_at": "2026-07-01T18:00:00+00:00",
        "batches": [{"source": "tax", "table": "vat_return", "batch": "ab12", "sha256": "ab12", "rows": 10}],
        "registry_sha256": _kept_registry(home),
        "code_version": "0.1.0",
        "code_commit": "c0ffee",
        "previous": previous and {key: previous[key] for key in ("as_of", "edition", "root_hash")},
        "of_the_day": [int(folder.name) for folder in editions_of_the_day(home, as_of)],
    }
    write_json(home.candidate_json, candidate)


def _kept_registry(home: Home) -> str:
    """An invented registry without a table, kept as a build keeps one."""
    body = json.dumps({"files": {}}).encode()
    digest = hashlib.sha256(body).hexdigest()
    write_bytes(home.published / "registry" / f"{digest}.json", body)
    return digest


def change(home: Home, *statements: str) -> None:
    """Plant a fault: run SQL on the candidate."""
    with duckdb.connect(str(home.candidate)) as con:
        for statement in statements:
            con.execute(statement)


def change_run(home: Home, **facts) -> None:
    """Plant a fault in candidate.json."""
    write_json(home.candidate_json, json.loads(home.candidate_json.read_bytes()) | facts)


def published_tables(as_of: date, enterprises: int, indicators: int, shift: int, previous: dict | None) -> dict:
    scores, points, reasons = [], [], []
    frozen_from = _frozen_from(previous)
    for scheme, (edition, status) in SCHEMES.items():
        rows, leaves = _scores(as_of, scheme, enterprises, indicators, shift)
        for row in rows:
            named = scheme == "alpha" and row["uscc"]
            row |= {"is_under_objection": named in (uscc(FROZEN), uscc(FLAGGED))}
            row |= {"frozen_from": frozen_from if named == uscc(FROZEN) else None}
        scores += [{**row, "scheme_edition": edition, "scheme_status": status} for row in rows]
        points += leaves
    scored = {(row["uscc"], row["scheme"]) for row in scores if row["status"] == "scored"}
    for leaf in points:
        if leaf["indicator"] in ("i0", "i1") and (leaf["uscc"], leaf["scheme"]) in scored:
            reasons.append(_reason(leaf))
    before = _before(previous)
    columns = ["uscc", "as_of_date", "scheme", "scheme_edition", "scheme_status", "stage", "status"]
    columns += [
        "score_full",
        "score",
        "score_rank",
        "scored_count",
        "rank_low",
        "rank_high",
        "coverage_ratio",
        "outcome",
        "outcome_decided_by_zh",
        "stage_rank",
        "stage_scored_count",
        "tier",
        "grade",
        "confidence",
        "is_under_objection",
        "frozen_from",
    ]
    return {
        "pub_score_v1": [{column: row[column] for column in columns} for row in scores],
        "pub_pillar_v1": pillars(points),
        "pub_indicator_v1": points,
        "pub_score_reason_v1": reasons,
        "pub_score_change_v1": [_change(row, before.get((row["uscc"], row["scheme"]))) for row in scores],
        "pub_stability_v1": stability_rows(as_of, scores, before),
        "pub_bank_right_v1": _rights(enterprises),
        "pub_credit_line_v1": lines(as_of, _rights(enterprises)),
        "pub_withdrawal_v1": [withdrawal(BANKS[0], uscc(1), as_of)],
    }


def _scores(as_of: date, scheme: str, enterprises: int, indicators: int, shift: int) -> tuple[list, list]:
    rows, leaves = [], []
    for number in range(enterprises):
        known = not (scheme == "beta" and number % 10 == 0)
        shares = [_contribution(scheme, number, each, indicators, shift) for each in range(indicators)]
        for each, share in enumerate(shares):
            state = "known" if known or each == indicators - 1 else "missing"
            leaves.append(
                {
                    "uscc": uscc(number),
                    "as_of_date": as_of,
                    "scheme": scheme,
                    "group_id": f"g{each % 2}",
                    "indicator": f"i{each}",
                    "value": share * 1000 if state == "known" else None,
                    "state": state,
                    "policy": "scored" if known else "block",
                    "points": share.quantize(Decimal("0.000001")) if known else None,
                    "contribution": share if known else None,
                }
            )
        full = sum(shares, Decimal(0)) if known else None
        row = {"uscc": uscc(number), "as_of_date": as_of, "scheme": scheme, "score_full": full}
        row["score"] = None if full is None else full.quantize(Decimal("0.01"), ROUND_HALF_UP)
        row |= {"stage": STAGES[number % 3], "status": "scored" if known else "insufficient_data"}
        coverage = Decimal(1) if known else 1 / Decimal(indicators)
        row["coverage_ratio"] = coverage.quantize(Decimal("0.0001"), ROUND_HALF_UP)
        row |= {"outcome": "passes" if scheme == "alpha" else None, "outcome_decided_by_zh": None}
        rows.append(row)
    ladder = sorted((row["score"] for row in rows if row["score"] is not None), reverse=True)
    for row in rows:
        row["score_rank"] = None if row["score"] is None else ladder.index(row["score"]) + 1
        row["scored_count"] = len(ladder)
        rank = row["score_rank"]
        row |= {"rank_low": rank and max(1, rank - 3), "rank_high": rank and min(len(ladder), rank + 4)}
        row |= classes(row, [each["score"] for each in rows if each["stage"] == row["stage"]])
    return rows, leaves


def _contribution(scheme: str, number: int, each: int, indicators: int, shift: int) -> Decimal:
    # Every fifth enterprise equals the one before it, so that there are tied ranks.
    same = number - 1 if number % 5 == 4 else number
    moved = 0 if (scheme, number) == ("alpha", FROZEN) else shift
    digest = hashlib.sha256(f"{scheme}/{same}/{each}/{moved}".encode()).digest()
    most = 90 * 10**10 // indicators
    return Decimal(int.from_bytes(digest[:8], "big") % most).scaleb(-10)


def _reason(leaf: dict) -> dict:
    gain = leaf["indicator"] == "i0"
    return {key: leaf[key] for key in ("uscc", "as_of_date", "scheme")} | {
        "direction": "gain" if gain else "loss",
        "position": 1,
        "indicator": leaf["indicator"],
        "contribution": leaf["contribution"],
        "peer_median_contribution": leaf["contribution"] + (-1 if gain else 1),
        "reason_zh": "高于同阶段企业中位数" if gain else "低于同阶段企业中位数",
        "reason_en": "above the peer median" if gain else "below the peer median",
    }


def _frozen_from(previous: dict | None) -> str | None:
    """Which edition the frozen row comes from: the one before, or the one that was frozen there."""
    if previous is None:
        return None
    told = f"select frozen_from from read_parquet(?) where uscc = '{uscc(FROZEN)}' and scheme = 'alpha'"
    path = str(Path(previous["path"]) / "pub_score_v1.parquet")
    return duckdb.execute(told, [path]).fetchall()[0][0] or f"{previous['as_of']}/{previous['edition']}"


def _before(previous: dict | None) -> dict:
    if previous is None:
        return {}
    path = Path(previous["path"]) / "pub_score_v1.parquet"
    rows = duckdb.sql(f"select uscc, scheme, as_of_date, score, score_full from read_parquet('{path}')").fetchall()
    return {(code, scheme): rest for code, scheme, *rest in rows}


def _change(row: dict, before: list | None) -> dict:
    day, score, score_full = before or (None, None, None)
    delta = None if score is None or row["score"] is None else row["score"] - score
    return {key: row[key] for key in ("uscc", "as_of_date", "scheme")} | {
        "previous_as_of_date": day,
        "previous_score": score,
        "score": row["score"],
        "score_delta": delta,
        **_parts(None if delta is None else row["score_full"] - score_full),
        "main_cause": "value" if before else "first",
        "main_cause_zh": "指标值变化" if before else "首次评分",
        "main_indicator": "i0" if before else None,
        "main_indicator_delta": Decimal("1.5") if before else None,
        "moved_most_zh": None,
    }


def _parts(move: Decimal | None) -> dict:
    """Some correction and time, the rest data; none without a move."""
    small = {"change_correction": Decimal("-0.25"), "change_scheme": Decimal(0), "change_time": Decimal("0.5")}
    if move is None:
        return {"change_data": None} | dict.fromkeys(small)
    return {"change_data": move - sum(small.values())} | small


def _rights(enterprises: int) -> list[dict]:
    """Bank k sees every (k + 2)th enterprise: each bank another set, and some enterprises nobody."""
    return [
        {
            "bank": bank,
            "uscc": uscc(number),
            "scope": "innovation_points_loan",
            "auth_id": f"A{number:05d}-{place}",
            "valid_from": date(2026, 1, 1),
            "valid_to": date(2027, 1, 1) if number % 2 else None,
        }
        for place, bank in enumerate(BANKS)
        for number in range(enterprises)
        if number % (place + 2) == 0
    ]


def _authorisations(rights: list[dict]) -> list[dict]:
    """What the consent platform sent: the rights in force, and one authorisation that was taken back."""
    given = [{"grantee": right["bank"], **right, "revoked_at": None} for right in rights]
    revoked = given[0] | {"uscc": uscc(1), "auth_id": "A00001-revoked", "revoked_at": date(2026, 6, 1)}
    return [{key: each[key] for key in each if key != "bank"} for each in [*given, revoked]]


def _schemes() -> list[dict]:
    return [
        {
            "scheme": scheme,
            "edition": edition,
            "status": status,
            "is_published": True,
            "effective_from": date(2020, 1, 1),
            "effective_to": None,
            "total": Decimal(100),
            "tiers_within": "stage",
        }
        for scheme, (edition, status) in SCHEMES.items()
    ]


def _indicators(indicators: int) -> list[dict]:
    return [
        {"scheme": scheme, "edition": edition, "group_id": f"g{each % 2}", "indicator": f"i{each}"}
        | RULE
        | {
            "title_zh": f"指标{each}",
            "node": place * indicators + each,
            "floor": Decimal(0),
            "max_points": Decimal(100),
        }
        for place, (scheme, (edition, _)) in enumerate(SCHEMES.items())
        for each in range(indicators)
    ]


def _create(con: duckdb.DuckDBPyConnection, name: str, rows: list[dict], types: dict | None = None) -> None:
    kinds = (
        TYPES
        | CLASS_TYPES
        | LINE_TYPES
        | (types or {})
        | {
            "effective_from": pa.date32(),
            "effective_to": pa.date32(),
            "is_published": pa.bool_(),
            "is_under_objection": pa.bool_(),
            "freeze": pa.bool_(),
            "opened_on": pa.date32(),
            "closed_on": pa.date32(),
            "revoked_at": pa.date32(),
        }
    )
    numbers = {"node", "sent", "landed", "unread", "kept", "rejected", "superseded", "deleted"}
    fields = [(column, kinds.get(column, pa.int64() if column in numbers else pa.string())) for column in rows[0]]
    rows_as_sent = pa.Table.from_pylist(rows, schema=pa.schema(fields))
    con.register("rows_as_sent", rows_as_sent)
    con.execute(f"create table {name} as from rows_as_sent")
    con.unregister("rows_as_sent")
