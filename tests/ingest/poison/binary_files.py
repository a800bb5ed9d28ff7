"""Workbooks, Parquet files and archives that cannot be trusted as a whole."""

import io
import stat
import struct
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.ingest.poison.case import HEADER, Poison, csv


def workbook(*rows: list, sheet: str = "表") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for each in rows:
        book.active.append(each)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(**columns: list) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def archive(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members:
            made.writestr(name, content, method)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def with_password(data: bytes) -> bytes:
    """The same archive saying that its member is encrypted."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[data.index(mark) + at] |= 1
    return bytes(made)


def understating(data: bytes) -> bytes:
    """The same archive with a directory that makes its member smaller than it is."""
    made = bytearray(data)
    struct.pack_into("<I", made, data.index(b"PK\x01\x02") + 24, 10)
    return bytes(made)


def damaged(data: bytes) -> bytes:
    made = bytearray(data)
    made[60] ^= 0xFF
    return bytes(made)


TITLE, NAMES = ["某月报表"], HEADER.split(",")
BOOK = workbook(TITLE, NAMES, ["A", "202603", 1])
ROWS = {"code": ["A"] * 5_000, "month": ["202603"] * 5_000, "amount": [str(each) for each in range(5_000)]}
ZIP = archive(("t.csv", csv()))

CASES = [
    Poison("a workbook cut in transfer", "b_202603.xlsx", BOOK[: len(BOOK) // 2], "not a readable workbook"),
    Poison("a workbook with a password", "b_202603.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "password set"),
    Poison(
        "a workbook whose sheet has another name",
        "b_202603.xlsx",
        workbook(TITLE, NAMES, sheet="Sheet1"),
        "there is no sheet '表'; the workbook has: Sheet1",
    ),
    Poison("a workbook that holds its title only", "b_202603.xlsx", workbook(TITLE), "row 2 of sheet '表' holds no"),
    Poison(
        "a workbook with a second title row",
        "b_202603.xlsx",
        workbook(TITLE, ["单位：万元"], NAMES, ["A", "202603", 1]),
        "required columns are missing: code, month",
    ),
    Poison(
        "a workbook whose header lost its second row",
        "h_202603.xlsx",
        workbook(TITLE, ["code", "month", "amount"]),
        "row 2 of sheet '表' holds no column names",
    ),
    Poison(
        "a workbook that is a bomb",
        "b_202603.xlsx",
        archive(("xl/workbook.xml", bytes(40 << 20))),
        "'xl/workbook.xml' swells .* times when unpacked",
    ),
    Poison("an archive of something else named .xlsx", "b_202603.xlsx", ZIP, "not a readable workbook"),
    Poison("a Parquet file cut in transfer", "p_202603.parquet", parquet(**ROWS)[:-40], "not a readable Parquet file"),
    Poison("a Parquet file with a damaged page", "p_202603.parquet", damaged(parquet(**ROWS)), "cannot be read after"),
    Poison("a Parquet file without its key", "p_202603.parquet", parquet(code=["A"]), "columns are missing: month"),
    Poison("an archive cut in transfer", "z_202603.zip", ZIP[: len(ZIP) // 2], "not a readable ZIP archive"),
    Poison("an archive with a damaged member", "z_202603.zip", damaged(ZIP), "not a readable ZIP archive"),
    Poison("an empty archive", "z_202603.zip", archive(), r"the archive holds 0 files that fit '\*.csv'"),
    Poison(
        "an archive without the agreed file",
        "z_202603.zip",
        archive(("readme.txt", b"hello")),
        r"holds 0 files that fit '\*.csv', one was agreed; it holds: readme.txt",
    ),
    Poison(
        "an archive with two candidates",
        "z_202603.zip",
        archive(("a.csv", csv()), ("b.csv", csv())),
        r"holds 2 files that fit '\*.csv', one was agreed; it holds: a.csv, b.csv",
    ),
    Poison("an archive whose file is empty", "z_202603.zip", archive(("t.csv", b"")), "inside the archive is empty"),
    Poison("a name that climbs out", "z_202603.zip", archive(("../../t.csv", csv())), "leads out of its folder"),
    Poison("an absolute name", "z_202603.zip", archive(("/etc/t.csv", csv())), "'/etc/t.csv', a name that leads out"),
    Poison("a Windows drive in a name", "z_202603.zip", archive(("C:\\t.csv", csv())), "a name that leads out"),
    Poison("a climb with backslashes", "z_202603.zip", archive(("..\\t.csv", csv())), "a name that leads out"),
    Poison("a link in an archive", "z_202603.zip", archive((link("t.csv"), b"/etc/passwd")), "'t.csv', a link"),
    Poison("an archive with a password", "z_202603.zip", with_password(ZIP), "'t.csv' in the archive has a password"),
    Poison("an archive in an archive", "z_202603.zip", archive(("t.zip", ZIP)), "holds an archive, 't.zip'"),
    Poison("a zip bomb", "z_202603.zip", archive(("t.csv", bytes(40 << 20))), "'t.csv' swells .* times when unpacked"),
    Poison(
        "an archive larger than the passport allows",
        "z_202603.zip",
        archive(("t.csv", csv()), ("other.bin", bytes(70 << 20)), method=zipfile.ZIP_DEFLATED),
        "unpacks to 70 MiB, more than the 64 MiB",
    ),
    Poison("an archive that understates its content", "z_202603.zip", understating(ZIP), "more than the archive|not a"),
    Poison(
        "an archive of thousands of files",
        "z_202603.zip",
        archive(*((f"{each}.csv", b"") for each in range(1_001)), method=zipfile.ZIP_STORED),
        "the archive holds 1001 files",
    ),
    Poison(
        "a bad file inside a good archive",
        "z_202603.zip",
        archive(("t.csv", b"code,amount\nA,1\n")),
        "required columns are missing: month",
    ),
]
