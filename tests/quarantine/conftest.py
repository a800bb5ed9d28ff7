"""One zone with poison in every office's sendings, landed in two nights, built once.

The second night sends one file again without its poison, and one good version of a row that could not be read; a person
has released one amount that was held. So every fate of a reject is in one warehouse.
"""

import csv
import json
import os
import pickle
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl
import pytest
import yaml
from filelock import FileLock

import sample_night
from innopoints.home import Home
from innopoints.ingest.batches import read_batches, table_folder
from innopoints.ingest.check import check_landing
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.passports import release
from innopoints.passports.source import read_sources
from innopoints.registry.register import register
from innopoints.warehouse.build import build
from sample_exchange.generate import generate
from sample_exchange.offices.certification_rows import SHEETS
from tests.quarantine import unread_rows
from tests.quarantine.poisoned_rows import MARK, ROWS, TO_DATE, PoisonedRow

SEED, DAY = 20260630, date(2026, 6, 30)
NIGHT = datetime(2026, 7, 1, 18, tzinfo=UTC)
OUTPUT_FILES = ["202512", "202602", "202603", "202604", "202605"]
SENT_AGAIN = "monthly_output_202306.csv"


@dataclass
class Poisoned:
    """What was done to the zone, and what it became."""

    data: Path
    home: Home
    victim: str = ""
    clean: bytes = b""  # the file that is sent again, as it should have been
    unread: dict[str, int] = field(default_factory=dict)  # file -> rows that cannot be read
    lines: dict[str, int] = field(default_factory=dict)  # file -> all its rows

    @contextmanager
    def warehouse(self):
        with duckdb.connect(self.home.candidate, read_only=True) as con:
            yield con

    @property
    def dirt(self) -> list[dict]:
        lines = (self.data / "truth" / "dirt.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory) -> Poisoned:
    """The zone, built once for all workers: whoever comes second waits for it. Tests only read it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    told = shared / "poisoned.pickle"
    with FileLock(shared / "poisoned.lock"):
        if not told.exists():
            told.write_bytes(pickle.dumps(poisoned_zone(shared / "poisoned")))
        return pickle.loads(told.read_bytes())


def poisoned_zone(root: Path) -> Poisoned:
    root.mkdir()
    zone = Poisoned(root / "zone", Home(root / "var"))
    generate(zone.data, 300, SEED, DAY)
    zone.victim = choose_victim(zone)
    poison_databases(zone)
    poison_workbook(zone)
    poison_files(zone)
    with pytest.MonkeyPatch.context() as patch:
        with sample_night.serving(zone.data) as bureau:
            for name, value in sample_night.connections(zone.data, bureau, set()).items():
                patch.setenv(name, value)
            land_night(zone.home, NIGHT)
            second_night(zone)
            land_night(zone.home, NIGHT + timedelta(days=1))
        patch.setattr(release, "ANSWERS", answers(zone, root / "answers"))
        register(zone.home)
        build(zone.home, DAY, NIGHT + timedelta(days=2))
    return zone


def land_night(home: Home, moment: datetime) -> None:
    for source in read_sources():
        fetch(home, source, moment)
        land(home, source, moment)
        check_landing(home, source, moment)


def choose_victim(zone: Poisoned) -> str:
    """A maker of the zone that does research, reports output and high-tech revenue, and has no bad row of its own."""
    spoilt = {
        each["uscc"]
        for each in zone.dirt
        if each["effect"] in ("rejected", "review") or each["kind"] in ("vat_cit_gap", "true_leap")
    }
    needed = ["industrial_output_growth_ratio", "rd_expense_cny", "rd_expense_growth_ratio", "hightech_revenue_cny"]
    needed += ["tax_paid_cny", "invention_application_count", "staff_count", "tax_credit_rating_level"]
    found = duckdb.sql(
        f"select uscc from '{zone.data}/truth/measures.parquet' where value <> 0 and measure in {tuple(needed)} "
        f"group by uscc having count(*) = {len(needed)} order by uscc"
    ).fetchall()
    return next(uscc for (uscc,) in found if uscc not in spoilt)


def laid_over(good: dict, poison: PoisonedRow) -> dict:
    return good | {name: value(good) if callable(value) else value for name, value in poison.change.items()}


def good_row(rows: list[dict], code: str, victim: str, where: dict) -> dict:
    mine = (
        row for row in rows
        if victim in (row[code] or "") and where.items() <= row.items() and MARK not in row.values()
    )  # fmt: skip
    return next(mine)


def poison_databases(zone: Poisoned) -> None:
    for path, source, code, name in (
        ("tax/store.db", "tax", "tax_no", "comp_nm"),
        ("front.db", "talent", "uni_social_crd_cd", "comp_nm"),
    ):
        with sqlite3.connect(zone.data / path) as con:
            con.row_factory = sqlite3.Row
            for number, poison in enumerate(each for each in ROWS if each.source == source):
                table = poison.table if source == "tax" else f"t_{poison.table}"
                rating = poison.table == "credit_rating"
                column = "uni_social_crd_cd" if rating else code
                found = con.execute(f"select * from {table} where {column} = ? order by rowid desc", [zone.victim])
                good = good_row([dict(row) for row in found], column, zone.victim, poison.where)
                row = laid_over(good | {"tax_nm" if rating else name: MARK}, poison)
                if "id" in row:
                    row["id"] = f"POISON{number}"
                con.execute(f"insert into {table} values ({', '.join('?' * len(row))})", list(row.values()))
        con.close()


def poison_workbook(zone: Poisoned) -> None:
    (path,) = (zone.data / "drops" / "certification").glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    given = {
        "统一社会信用代码": zone.victim,
        "企业名称": MARK,
        "级别": "国家级",
        "知识产权编号": unused_right(zone, book),
    }
    for number, poison in enumerate(each for each in ROWS if each.source == "certification"):
        sheet = book[SHEETS[poison.table]]
        columns = [cell.value for cell in sheet[2]]
        row = laid_over(dict.fromkeys(columns) | given, poison) | {columns[0]: f"POISON-{number}"}
        sheet.append([row[name] for name in columns])
    book.save(path)


def unused_right(zone: Poisoned, book: openpyxl.Workbook) -> str:
    """The number of a software nobody has named in an application yet: to name it moves its owner's measures."""
    named = {row[6] for row in book[SHEETS["ip_used_in_certification"]].iter_rows(values_only=True)}
    lines = (zone.data / "drops" / "ip" / "software_copyright_2025.jsonl").read_text("utf-8").splitlines()
    return next(number for line in lines if (number := json.loads(line)["reg_no"]) not in named)


def poison_files(zone: Poisoned) -> None:
    output, ip = zone.data / "drops" / "output", zone.data / "drops" / "ip"
    files = {
        path.name: path.read_bytes().decode("gb18030").split("\r\n")[:-1]
        for path in sorted(output.glob("monthly*.csv"))
    }
    header = files[SENT_AGAIN][0].split(",")
    rows = [row for lines in files.values() for row in csv.DictReader(lines)]
    zone.clean = "".join(f"{line}\r\n" for line in files[SENT_AGAIN]).encode("gb18030")
    for number, poison in enumerate(each for each in ROWS if each.source == "output"):
        good = good_row(rows, header[0], zone.victim, poison.where)
        row = laid_over(good | {"单位详细名称": MARK}, poison)
        lines = files[f"monthly_output_{OUTPUT_FILES[number % len(OUTPUT_FILES)]}.csv"]
        lines.insert(len(lines) // 2, ",".join(row[name] for name in header))
    _released_row(zone, output / "hightech_revenue_2025.csv")

    months = [f"monthly_output_{year}{month:02}.csv" for year in (2023, 2024) for month in range(2, 13)]
    names = [SENT_AGAIN, *(name for name in months if name != SENT_AGAIN)]
    for (kind, change), name in zip(unread_rows.CSV.items(), names, strict=False):
        lines = files[name]
        good = good_row(rows, header[0], zone.victim, {"报告期": "202512"}) | {TO_DATE: "77777777"}
        bad = change(",".join(good.values()))
        if kind == unread_rows.MANY:
            bad *= (len(lines) - 1) // 19
        zone.unread[name] = len(bad)
        place = len(lines) if "foot" in kind or "end mark" in kind else len(lines) // 2
        lines[place:place] = bad
    wide = names[list(unread_rows.CSV).index(unread_rows.WIDE)]
    for name, lines in files.items():
        zone.lines[name] = len(lines) - 1
        encoding = "utf-16" if name == wide else "gb18030"
        (output / name).write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    for flag in output.glob("*.ok"):
        flag.write_bytes(b"")  # it states nothing: what it would refuse whole is to be judged row by row

    for path, kinds in zip(
        (ip / "patent_2025.jsonl", ip / "patent_2024.jsonl"), _halves(unread_rows.JSON_LINES), strict=True
    ):
        lines = path.read_text(encoding="utf-8").splitlines()
        bad = [line for kind in kinds for line in kind(unread_rows.patent_line(zone.victim))]
        zone.unread[path.name] = len(bad)
        lines[20:20] = bad
        zone.lines[path.name] = len(lines)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    path = ip / "patent_2026.jsonl"
    poison = [each for each in ROWS if each.source == "ip"]
    rows = [laid_over(json.loads(unread_rows.patent_line(zone.victim)), each) for each in poison]
    path.write_text(
        path.read_text(encoding="utf-8") + "".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8"
    )


def _halves(kinds: dict) -> tuple[list, list]:
    every = list(kinds.values())
    return every[: len(every) // 2], every[len(every) // 2 :]


def _released_row(zone: Poisoned, path: Path) -> None:
    """A correction that is true although it is a thousand times all before: a person will release it."""
    lines = path.read_bytes().decode("gb18030").split("\r\n")[:-1]
    header = lines[0].split(",")
    row = next(row for row in csv.DictReader(lines) if row[header[0]] == zone.victim)
    amount = "高新技术产品收入_千元"
    row |= {amount: f"{row[amount]}000", "填报日期": "2026-06-29", "单位详细名称": MARK}
    lines.append(",".join(row.values()))
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("gb18030"))


def second_night(zone: Poisoned) -> None:
    """One file comes again without its poison, and the tax bureau sends a version that can be read."""
    (zone.data / "drops" / "output" / SENT_AGAIN).write_bytes(zone.clean)
    with sqlite3.connect(zone.data / "tax" / "store.db") as con:
        con.row_factory = sqlite3.Row
        found = con.execute(
            "select * from vat_return where tax_no = ? and period_from = '2025-12-01' and comp_nm <> ? "
            "order by filed_dt desc, updated_at desc limit 1",
            [zone.victim, MARK],
        )
        row = dict(found.fetchone()) | {"filed_dt": "2026-06-30", "updated_at": "2026-06-30T23:59:59", "sbxh": "AGAIN"}
        con.execute(f"insert into vat_return values ({', '.join('?' * len(row))})", list(row.values()))
    con.close()


def answers(zone: Poisoned, folder: Path) -> Path:
    """The released row, named by the batch and row it landed as."""
    amount = "高新技术产品收入_千元"
    (batch,) = [
        each
        for each in read_batches(table_folder(zone.home, "output", "hightech_revenue"))
        if each.origin == "hightech_revenue_2025.csv"
    ]
    ((row,),) = duckdb.sql(f"select _row from '{batch.path}' where 单位详细名称 = '{MARK}'").fetchall()
    answer = {"table": "hightech_revenue", "batch": batch.batch, "row": row, "column": amount}
    answer |= {"released_on": NIGHT.date(), "released_by": "试", "because": "已核对"}
    folder.mkdir()
    text = yaml.safe_dump({"source": "output", "release": [answer]}, allow_unicode=True)
    (folder / "output.yml").write_text(text, encoding="utf-8")
    return folder
