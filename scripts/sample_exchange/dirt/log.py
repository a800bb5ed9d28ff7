"""truth/dirt.jsonl: one line for every planted case, with where to find it and what it may change."""

import json
from pathlib import Path

from sample_exchange.chunk import Chunk
from sample_exchange.dirt.cases import TOUCHED
from sample_exchange.offices.rows import Note, Rows
from sample_exchange.world.facts import Facts
from sample_exchange.world.sales import leaping
from sample_exchange.writers.places import Places


class DirtLog:
    """Written while enterprises stream by."""

    def __init__(self, path: Path):
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def record(self, rows: Rows, places: Places) -> None:
        for row, note in rows.notes:
            self._line(rows.source, rows.table, places.file[row], places.line_or_id[row], note)

    def never_sent(self, chunk: Chunk) -> None:
        """Rows an office never got: nothing to find, but the truth is computed without them."""
        for table, missing in (("vat_return", chunk.vat["missing"]), ("cit_annual", chunk.annual["missing"])):
            for uscc in _codes(chunk.firms, missing):
                self._line("tax", table, None, None, Note("missing_row", "none", uscc))

    def true_leaps(self, chunk: Chunk) -> None:
        """Growth by fifty that happened: nothing is wrong with it, and it must not be taken for a slip."""
        for firm in leaping(chunk.firms).tolist():
            self._line("tax", "vat_return", None, None, Note("true_leap", "none", chunk.firms.uscc[firm]))

    def close(self) -> None:
        self._file.close()

    def _line(self, source: str, table: str, file: str | None, line: str | None, note: Note) -> None:
        measures = TOUCHED.get(table, []) if note.effect in ("rejected", "review") else []
        entry = {
            "kind": note.kind,
            "source": source,
            "table": table,
            "file": file,
            "line_or_id": line,
            "uscc": note.uscc,
            "column": note.column,
            "sent": note.sent,
            "right": note.right,
            "effect": note.effect,
            "measures": measures,
        }
        self._file.write(f"{self._encode(entry)}\n")


def _codes(firms: Facts, missing: Facts) -> list[str]:
    return firms.uscc[missing.firm].tolist()
