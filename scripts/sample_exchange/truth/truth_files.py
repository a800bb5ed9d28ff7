"""truth/measures.parquet and truth/enterprises.parquet, one row group per chunk."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sample_exchange.chunk import Chunk
from sample_exchange.dirt.owners import OWNER_COLUMNS
from sample_exchange.offices.rows import Rows
from sample_exchange.truth import (
    certification,
    green,
    ip,
    loans,
    output,
    per_head,
    pool_tiers,
    several_years,
    talent,
    talent_demand,
    tax,
)
from sample_exchange.truth.exact import SCALE, decimal
from sample_exchange.world.population import CUTS_WAN, STAGES, ZONE

MEASURES = pa.schema([
    ("uscc", pa.string()),
    ("as_of_date", pa.date32()),
    ("measure", pa.string()),
    ("value", pa.decimal128(28, 10)),
])  # fmt: skip
ENTERPRISES = pa.schema([
    ("uscc", pa.string()),
    ("stage", pa.string()),
    ("industry_code", pa.string()),
    ("in_population", pa.bool_()),
])  # fmt: skip

LOAN_YEARS = pa.schema([
    ("bank", pa.string()),
    ("loan_no", pa.string()),
    ("year", pa.int32()),
    ("day_count", pa.int32()),
    ("balance_days_cny", pa.decimal128(20, 2)),
])  # fmt: skip

POOL_TIERS = pa.schema([
    ("bank", pa.string()),
    ("loan_no", pa.string()),
    ("filed_date", pa.date32()),
    ("filed_tier", pa.string()),
    ("entitled_tier", pa.string()),
    ("tier", pa.string()),
])  # fmt: skip

DEMAND = pa.schema([
    ("uscc", pa.string()),
    ("industry_chain", pa.string()),
    ("talent_level", pa.string()),
    ("wanted_count", pa.int64()),
    ("available_count", pa.int64()),
])  # fmt: skip

OWNERS = pa.schema([
    ("source", pa.string()),
    ("table_name", pa.string()),
    ("record_no", pa.string()),
    ("uscc", pa.string()),
])  # fmt: skip


def measures(chunk: Chunk) -> dict[str, list[int | None]]:
    """Every measure of every enterprise of a chunk, as integers of 10^-10."""
    people, taxed, made = talent.measures(chunk), tax.measures(chunk), output.measures(chunk)
    staff, rd_staff = ([each // SCALE for each in people[name]] for name in ("staff_count", "rd_staff_count"))
    return (
        taxed
        | several_years.measures(chunk)
        | made
        | people
        | per_head.measures(taxed, made, people)
        | ip.measures(chunk, staff, rd_staff)
        | certification.measures(chunk)
        | talent_demand.measures(chunk)
        | green.measures(chunk)
    )


def stages(revenue: list[int | None]) -> list[str | None]:
    """The stage of each enterprise by its measured revenue, lower bound included; None when revenue is unknown."""
    wan = [each if each is None else each / SCALE / 10_000 for each in revenue]
    return [each if each is None else STAGES[int(np.searchsorted(CUTS_WAN, each, side="right"))] for each in wan]


class TruthFiles:
    def __init__(self, folder: Path, as_of: date):
        self._as_of = as_of
        self._measures = pq.ParquetWriter(folder / "measures.parquet", MEASURES, compression="zstd")
        self._owners = pq.ParquetWriter(folder / "owners.parquet", OWNERS, compression="zstd")
        self._loan_years = pq.ParquetWriter(folder / "loan_years.parquet", LOAN_YEARS, compression="zstd")
        self._pool_tiers = pq.ParquetWriter(folder / "pool_tiers.parquet", POOL_TIERS, compression="zstd")
        self._demand = pq.ParquetWriter(folder / "talent_demand.parquet", DEMAND, compression="zstd")
        self._enterprises = pq.ParquetWriter(folder / "enterprises.parquet", ENTERPRISES, compression="zstd")

    def owners(self, rows: Rows) -> None:
        """Whose each record is, from the rows before anything goes wrong with them."""
        if rows.table not in OWNER_COLUMNS:
            return
        code, _, _ = OWNER_COLUMNS[rows.table]
        number = next(iter(rows.columns))
        owned = [
            (rows.source, rows.table, record, uscc)
            for record, codes in zip(rows.columns[number].tolist(), rows.columns[code].tolist(), strict=True)
            for uscc in codes.split(";")
            if uscc
        ]
        if owned:
            self._owners.write_table(pa.table([pa.array(each) for each in zip(*owned, strict=True)], schema=OWNERS))

    def write(self, chunk: Chunk) -> None:
        found = measures(chunk)
        scored = np.flatnonzero(chunk.firms.role == ZONE).tolist()
        codes = chunk.firms.uscc.tolist()
        self._measures.write_table(pa.table([
            pa.array([codes[firm] for _ in found for firm in scored]),
            pa.array([self._as_of] * (len(found) * len(scored)), pa.date32()),
            pa.array([name for name in found for _ in scored]),
            pa.array([decimal(values[firm]) for values in found.values() for firm in scored], pa.decimal128(28, 10)),
        ], schema=MEASURES))  # fmt: skip
        columns = [codes, stages(found["revenue_cny"]), chunk.firms.industry.tolist(), chunk.firms.role == ZONE]
        self._enterprises.write_table(pa.table([pa.array(each) for each in columns], schema=ENTERPRISES))
        if owed := [(*key, Decimal(fen).scaleb(-2)) for *key, fen in loans.performing_years(chunk)]:
            rows = [dict(zip(LOAN_YEARS.names, each, strict=True)) for each in owed]
            self._loan_years.write_table(pa.Table.from_pylist(rows, LOAN_YEARS))

        if filed := [dict(zip(POOL_TIERS.names, each, strict=True)) for each in pool_tiers.tiers(chunk)]:
            self._pool_tiers.write_table(pa.Table.from_pylist(filed, POOL_TIERS))
        if asked := [dict(zip(DEMAND.names, each, strict=True)) for each in talent_demand.demand(chunk)]:
            self._demand.write_table(pa.Table.from_pylist(asked, DEMAND))

    def close(self) -> None:
        self._measures.close()
        self._enterprises.close()
        self._loan_years.close()
        self._pool_tiers.close()
        self._owners.close()
        self._demand.close()
