"""Folders in which offices drop files: CSV in an office's own encoding, or JSON Lines; one file per part."""

import csv
import json
from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.writers.places import Places
from sample_exchange.writers.stated import Stated


class FileDrop(ABC):
    """Files `<table>_<part>.<suffix>`, kept open and appended to while enterprises stream by."""

    suffix = ""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True)
        self._folder = folder
        self._open: dict[str, object] = {}
        self._lines: dict[str, int] = {}

    def write(self, rows: Rows) -> Places:
        names = [f"{rows.table}_{part}.{self.suffix}" for part in rows.part.tolist()]
        lines: list[str] = [""] * len(rows)
        records = list(rows.records())
        distinct, which = np.unique(rows.part.astype(str), return_inverse=True)
        for number, part in enumerate(distinct.tolist()):
            name = f"{rows.table}_{part}.{self.suffix}"
            mine = np.flatnonzero(which == number).tolist()
            if name not in self._open:
                self._open[name] = self._begin(self._folder / name)
                self._lines[name] = self._header(self._open[name], list(rows.columns))
            self._append(self._open[name], list(rows.columns), [records[row] for row in mine])
            for row in mine:
                self._lines[name] += 1
                lines[row] = str(self._lines[name])
        return Places(names, lines)

    def close(self) -> None:
        for file in self._open.values():
            file.close()

    @abstractmethod
    def _begin(self, path: Path):
        """Open one file."""

    @abstractmethod
    def _header(self, file, columns: list[str]) -> int:
        """Write its header; how many lines that took."""

    @abstractmethod
    def _append(self, file, columns: list[str], records: list[tuple]) -> None:
        """Write these records, a line each."""


class CsvDrop(FileDrop):
    """CSV with a header line; GB18030 and UTF-8 with BOM come from Windows offices and end lines with CR LF."""

    suffix = "csv"

    def __init__(self, folder: Path, encoding: str, line_end: str):
        super().__init__(folder)
        self._encoding, self._line_end = encoding, line_end

    def _begin(self, path: Path):
        return path.open("w", encoding=self._encoding, newline="")

    def _header(self, file, columns: list[str]) -> int:
        csv.writer(file, lineterminator=self._line_end).writerow(columns)
        return 1

    def _append(self, file, columns: list[str], records: list[tuple]) -> None:
        csv.writer(file, lineterminator=self._line_end).writerows(records)


class FlaggedCsvDrop(CsvDrop):
    """CSV, and beside each file a flag `<file>.ok` that says how many rows it holds and what its amounts sum up to."""

    def __init__(self, folder: Path, encoding: str, line_end: str):
        super().__init__(folder, encoding, line_end)
        self._stated: dict[str, Stated] = {}

    def _begin(self, path: Path):
        self._stated[path.name] = Stated(path.name.rpartition("_")[0])
        return super()._begin(path)

    def _append(self, file, columns: list[str], records: list[tuple]) -> None:
        super()._append(file, columns, records)
        self._stated[Path(file.name).name].add(columns, records)

    def close(self) -> None:
        super().close()
        for name, stated in self._stated.items():
            says = {"条数": stated.rows, **stated.as_texts()}
            text = "".join(f"{word}={number}{self._line_end}" for word, number in says.items())
            (self._folder / f"{name}.ok").write_bytes(text.encode(self._encoding))


class JsonLinesDrop(FileDrop):
    suffix = "jsonl"

    def _begin(self, path: Path):
        return path.open("w", encoding="utf-8", newline="\n")

    def _header(self, file, columns: list[str]) -> int:
        return 0

    def _append(self, file, columns: list[str], records: list[tuple]) -> None:
        write = json.JSONEncoder(ensure_ascii=False).encode
        file.writelines(f"{write(dict(zip(columns, record, strict=True)))}\n" for record in records)
