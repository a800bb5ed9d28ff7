"""What a report asks of the warehouse: rows per source, and which measures a missing source leaves without a value."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from innopoints.home import Home


@dataclass(frozen=True)
class Warehouse:
    """One DuckDB file, opened for reading for each question."""

    path: Path

    @classmethod
    def of_night(cls, home: Home, promoted: dict | None) -> "Warehouse | None":
        """What the night promoted; else the candidate a closed gate left; else the current warehouse, else None."""
        places = [Path(promoted["warehouse"])] if promoted else [home.candidate, home.current]
        finished = [
            path for path in places if path.exists() and (path != home.candidate or home.candidate_json.exists())
        ]
        return cls(finished[0]) if finished else None

    def sources(self) -> list[dict]:
        """One dict per source: tables, landed_tables, batches, sent, unread, kept, rejected, superseded, deleted."""
        return self._rows(
            """
            with batch as (select source, count(*) as batches from landing.batch group by source),
            account as (
                select source, sum(sent)::bigint as sent, sum(unread)::bigint as unread, sum(kept)::bigint as kept,
                    sum(rejected)::bigint as rejected, sum(superseded)::bigint as superseded,
                    sum(deleted)::bigint as deleted
                from quality.row_account group by source
            )
            select source, count(*) as tables, count(*) filter (where has_landed) as landed_tables,
                coalesce(any_value(batches), 0) as batches, any_value(sent) as sent, any_value(unread) as unread,
                any_value(kept) as kept, any_value(rejected) as rejected,
                any_value(superseded) as superseded, any_value(deleted) as deleted
            from landing.source_table left join batch using (source) left join account using (source)
            group by source order by source
            """
        )

    def affected(self, source: str) -> tuple[list[str], list[str]]:
        """The measures that lean on a source: those left without a value, and those standing on older data."""
        rows = self._rows(
            """
            select measure, bool_or(state = 'source_missing') as is_missing
            from measures.measure inner join registry.measure as known using (measure)
            where contains(',' || replace(known.sources, ' ', ''), ',' || ? || '.')
            group by measure order by measure
            """,
            [source],
        )
        missing = [row["measure"] for row in rows if row["is_missing"]]
        return missing, [row["measure"] for row in rows if not row["is_missing"]]

    def match_rates(self) -> list[dict]:
        """One dict per source whose records name owners: owners, found, waiting, outside, match_ratio."""
        return self._rows(
            """
            select source, sum(owner_count)::bigint as owners, sum(found_count)::bigint as found,
                sum(review_count)::bigint as waiting,
                sum(answered_nobody_count + nobody_known_count)::bigint as outside,
                (sum(found_count)::decimal(18, 4) / nullif(sum(found_count + review_count), 0))::decimal(5, 4)
                    as match_ratio
            from quality.match_rate group by source order by source
            """
        )

    def open_questions(self) -> list[dict]:
        """One dict per question a person has to answer and candidate, nearest first, with the candidate's name."""
        return self._rows(
            """
            select review.owner_name, review.record, review.question, review.record_count, review.position,
                review.uscc, review.similarity, registered.enterprise_name
            from identity.name_review as review
            left join staging.stg_registration__enterprise as registered using (uscc)
            order by review.owner_name, review.record, review.position
            """
        )

    def _rows(self, query: str, parameters: list | None = None) -> list[dict]:
        with duckdb.connect(self.path, read_only=True) as con:
            asked = con.execute(query, parameters or [])
            names = [column[0] for column in asked.description]
            return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
