"""A small project of its own for every ingest test: two or three passports, an empty home, a fixed night."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from innopoints.home import Home
from innopoints.ingest import check
from innopoints.ingest.batches import read_batches, table_folder
from innopoints.ingest.fetch import fetch
from innopoints.ingest.land import land
from innopoints.passports import source as passports
from tests.ingest.office import Office

NIGHT = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)


class Project:
    """Passports and suites in a temporary folder, and the three steps by one name."""

    def __init__(self, root: Path):
        self.root, self.home = root, Home(root / "var")
        self.sources, self.expectations = root / "dags" / "sources", root / "expectations"
        self.sources.mkdir(parents=True)
        (self.expectations / "landing").mkdir(parents=True)

    def passport(self, source: str, connector: str, tables: dict, **rest) -> None:
        whole = {
            "source": source,
            "title": "试",
            "owner": "试",
            "purpose": "试",
            "schedule": "0 1 * * *",
            "connector": connector,
            "connection": f"{source}_office",
            "tables": tables,
            **rest,
        }
        if connector == "files":  # what a test drops is whole
            whole["files"] = {"settle_seconds": 0} | rest.get("files", {})
        text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
        (self.sources / f"{source}.yml").write_text(text, encoding="utf-8")

    def suite(self, source: str, table: str, *checks: dict, **rest) -> None:
        filled = [{"severity": "critical", "because": "试用", **check} for check in checks]
        name = f"{source}__{table}"
        whole = {"suite": f"landing.{name}", "table": name, "expect": filled, "required": [c["id"] for c in filled]}
        text = yaml.safe_dump(whole | rest, allow_unicode=True, sort_keys=False)
        (self.expectations / "landing" / f"{name}.yml").write_text(text, encoding="utf-8")

    def bring(self, source: str, night: int = 0) -> dict:
        """Fetch and land, `night` days after the first."""
        moment = NIGHT + timedelta(days=night)
        fetch(self.home, source, moment)
        return land(self.home, source, moment)["tables"]

    def check(self, source: str, night: int = 0) -> dict:
        """Check what landed up to then; answer with how many passed and were held."""
        return check.check_landing(self.home, source, NIGHT + timedelta(days=night))["checked"]

    def batches(self, source: str, table: str):
        return read_batches(table_folder(self.home, source, table))

    def rows(self, source: str, table: str) -> list[dict]:
        """Every landed row, in the order of landing."""
        tables = [pq.read_table(batch.path) for batch in self.batches(source, table)]
        return pa.concat_tables(tables, promote_options="default").to_pylist() if tables else []

    def all_bytes(self) -> bytes:
        """Every byte under the home, Parquet unpacked, for what must not be found there."""
        files = [path for path in sorted(self.home.root.rglob("*")) if path.is_file()]
        unpacked = [str(pq.read_table(path).to_pydict()).encode() for path in files if path.suffix == ".parquet"]
        return b"".join([path.read_bytes() for path in files] + unpacked)


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    made = Project(tmp_path)
    monkeypatch.setattr(passports, "SOURCES", made.sources)
    monkeypatch.setattr(check, "EXPECTATIONS", made.expectations)
    return made


@pytest.fixture
def office():
    made = Office()
    yield made
    made.close()
