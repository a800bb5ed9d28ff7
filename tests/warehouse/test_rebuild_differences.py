"""重算对不上时，逐个文件说清差在哪里：多一个、少一个、列不同、行不同，或只是字节不同。"""

import pyarrow as pa
import pyarrow.parquet as pq

from innopoints.publication.contents import describe_parquet
from innopoints.warehouse.rebuild import differences


def test_each_file_that_differs_is_named_with_the_rows_that_do(tmp_path):
    then, now = tmp_path / "2026-06-30" / "1", tmp_path / "now"
    rows = pa.table({"uscc": ["A", "B", "B"], "score": [1, 2, 2]})
    files = {
        "gone": (rows, None),
        "new": (None, rows),
        "columns": (rows, rows.rename_columns(["uscc", "grade"])),
        "rows": (rows, pa.table({"uscc": ["A", "B", "C"], "score": [1, 2, 3]})),
        "same": (rows, rows),
    }
    for place, folder in enumerate((then, now)):
        folder.mkdir(parents=True)
        for name, tables in files.items():
            if tables[place] is not None:
                pq.write_table(tables[place], folder / f"{name}.parquet")
    pq.write_table(rows, then / "bytes.parquet")
    pq.write_table(rows, now / "bytes.parquet", compression="none")
    manifests = [{"files": [describe_parquet(path) for path in sorted(each.iterdir())]} for each in (then, now)]
    assert differences(then, now, *manifests, "0.2.0+ab; the edition was computed by 0.1.0+cd").splitlines() == [
        "NOT THE SAME  2026-06-30/1, computed by code 0.2.0+ab; the edition was computed by 0.1.0+cd",
        "  bytes.parquet: the same rows in other bytes (another DuckDB?)",
        "  columns.parquet: other columns",
        "  gone.parquet: only then",
        "  new.parquet: only now",
        "  rows.parquet: 1 rows only then, 1 only now",
    ]
