"""Plants one fault at a time in the files of a finished candidate and asks the gate's own code which check names it.

planter = Planter(built, folder)
planter.failed(fault)            # {'publication.pub_score_v1.uscc_given', ...} of the suite, or the invariant, asked

A fault is an entry of faults/*.yml: `sql` on the published tables, or on the warehouse beside them; `facts` on what
the candidate says of itself; `file` on the bytes. Nothing is built again: files that do not change are linked.
"""

import json
import os
import re
import shutil
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from innopoints.gate.export import export, quoted
from innopoints.gate.gate import RULES
from innopoints.gate.judge import judge
from innopoints.gate.product import Product
from innopoints.gate.run_facts import gather
from innopoints.home import Home
from innopoints.passports.bank import read_banks
from innopoints.yaml_file import load, read
from tests.gate.conftest import NEXT_DAY
from tests.publication.candidate_factory import FLAGGED, FROZEN, uscc

FOLDER = Path(__file__).parent
NAMES = {
    "score": "pub_score_v1",
    "indicator": "pub_indicator_v1",
    "reason": "pub_score_reason_v1",
    "change": "pub_score_change_v1",
    "right": "pub_bank_right_v1",
    "stability": "pub_stability_v1",
    "pillar": "pub_pillar_v1",
    "withdrawal": "pub_withdrawal_v1",
    "line": "pub_credit_line_v1",
}


def faults() -> list[dict[str, Any]]:
    """Every fault, file by file."""
    paths = [FOLDER / "planted_faults.yml", *sorted((FOLDER / "faults").glob("*.yml"))]
    return [fault for path in paths for fault in load(path)]


def one_of(seed: str) -> str:
    """An enterprise that has a score under both schemes and gave icbc_huizhou a right; another for each seed."""
    return uscc(3 + 6 * (zlib.crc32(seed.encode()) % 36))


class Planter:
    """Holds the sound files; each fault gets a folder and, when it needs one, a warehouse of its own."""

    def __init__(self, home: Home, work: Path) -> None:
        self.product = read(RULES / "score_v1.yml", Product)
        candidate = json.loads(home.candidate_json.read_bytes())
        self.facts = gather(home, NEXT_DAY, home.candidate, candidate, read_banks())
        self.work, self.sound = work, work / "sound"
        self.sound.mkdir()
        export(home.candidate, list(self.product.files), self.sound)
        self.tables = duckdb.connect(":memory:")
        self.tables.execute("create schema published")
        for name in self.product.files:
            path = quoted(self.sound / f"{name}.parquet")
            self.tables.execute(f"create table published.{name} as from read_parquet({path})")

    def failed(self, fault: dict[str, Any]) -> set[str]:
        """The failed checks of the suite the fault names, or the invariant: the same code as a whole gate."""
        suite, check = fault["check"].split(".")
        asked = {
            "suites": [suite] if suite in self.product.suites else [],
            "invariants": [each for each in self.product.invariants if each.id == check],
            "required": [],
        }
        folder = self.work / "planted"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in self.product.files:
            os.link(self.sound / f"{name}.parquet", folder / f"{name}.parquet")
        facts = self._plant(fault, folder)
        results = judge(self.product.model_copy(update=asked), folder, facts, RULES)
        return {f"{each.suite}.{line.id}" for each in results for line in each.failures}

    def _plant(self, fault: dict[str, Any], folder: Path):
        facts = self.facts
        if "facts" in fault:
            facts = replace(facts, candidate=facts.candidate | fault["facts"])
        if "file" in fault:
            _spoil(folder, **fault["file"])
        if "sql" in fault:
            one = f"uscc = '{one_of(fault['fault'])}'"
            places = {key: f"published.{name}" for key, name in NAMES.items()} | {"one": one, "elsewhere": uscc(99999)}
            for name, number in (("frozen", FROZEN), ("flagged", FLAGGED)):
                places[name] = f"uscc = '{uscc(number)}' and scheme = 'alpha'"
            written = fault["sql"] if isinstance(fault["sql"], list) else [fault["sql"]]
            statements = [each.format(**places) for each in written]
            if "published." in " ".join(statements):
                self._plant_in_files(fault, statements, folder)
            else:
                facts = replace(facts, warehouse=self._spoilt_warehouse(statements))
        return facts

    def _plant_in_files(self, fault: dict[str, Any], statements: list[str], folder: Path) -> None:
        order = fault.get("order", "order by all")
        self.tables.execute("begin")
        try:
            for statement in statements:
                self.tables.execute(statement)
            for name in sorted(set(re.findall(r"published\.(\w+)", " ".join(statements)))):
                path = folder / f"{name}.parquet"
                path.unlink()
                self.tables.execute(f"copy (from published.{name} {order}) to {quoted(path)} (format parquet)")
        finally:
            self.tables.execute("rollback")
        changed = (
            not pq.read_table(folder / f"{name}.parquet").equals(pq.read_table(self.sound / f"{name}.parquet"))
            for name in self.product.files
        )
        assert any(changed), f"{fault['fault']}: planted nothing"

    def _spoilt_warehouse(self, statements: list[str]) -> Path:
        path = self.work / "spoilt.duckdb"
        shutil.copyfile(self.facts.warehouse, path)
        with duckdb.connect(str(path)) as con:
            for statement in statements:
                con.execute(statement)
        return path


def _spoil(folder: Path, name: str, how: str) -> None:
    path = folder / name
    if how == "extra":
        path.write_bytes(b"x")
        return
    body = path.read_bytes()
    path.unlink()
    spoilt = {
        "cut": lambda: body[:-200],
        "half": lambda: body[: len(body) // 2],
        "empty": lambda: b"",
        "zeroed": lambda: body[:200] + bytes(200) + body[400:],
        "csv": lambda: b"uscc,score\n",
    }
    if how != "gone":
        path.write_bytes(spoilt[how]())
