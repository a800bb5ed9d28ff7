"""Text files that cannot be trusted as a whole: wrong characters, wrong kind, cut, another layout."""

import gzip

from tests.ingest.poison.case import GOOD, HEADER, Poison, csv, jsonl, lines, row

GBK = "code,month,金额\nG001,202603,1\n".encode("gb18030")

ENCODINGS = [
    Poison("a GB18030 file where UTF-8 was agreed", "t_202603.csv", GBK, "not utf-8: at byte 11 stand bd f0 b6 ee"),
    Poison(
        "a UTF-8 file where GB18030 was agreed",
        "g_202603.csv",
        f"{HEADER},单位名称\n{row(1)},甲乙\n".encode(),
        "not gbk: from byte 18 on it is UTF-8",
    ),
    Poison(
        "a UTF-8 file where UTF-16 was agreed",
        "w_202603.csv",
        csv(good=3) + b"\n",
        "not utf-16-le|required columns are missing: code",
    ),
    Poison(
        "UTF-16 without a byte order mark where UTF-8 was agreed",
        "t_202603.csv",
        csv(encoding="utf-16-le"),
        "not utf-8: NUL bytes from byte 1 on; it is UTF-16 without a byte order mark",
    ),
    Poison("UTF-32", "t_202603.csv", csv(encoding="utf-32"), "the file is UTF-32"),
    Poison(
        "UTF-16 cut in the middle of a character",
        "t_202603.csv",
        csv(encoding="utf-16")[:-1],
        "not utf-16: at byte .* no text of it",
    ),
    Poison(
        "one byte damaged far into a UTF-8 file",
        "t_202603.csv",
        csv().replace(b"G090", b"G\xff90"),
        f"not utf-8: at byte {csv().index(b'090')} stand ff 39 30 2c",
    ),
    Poison(
        "a byte that no GB18030 text has",
        "g_202603.csv",
        csv().replace(b"G002", b"G\xff\xff2"),
        "not gb18030: at byte .* stand ff ff",
    ),
    Poison(
        "a mark of UTF-8 before GB18030 text",
        "g_202603.csv",
        b"\xef\xbb\xbf" + csv("金额,甲,乙", encoding="gb18030"),
        "not utf-8-sig: at byte .* stand bd f0",
    ),
    Poison(
        "JSON Lines in GB18030 where UTF-8 was agreed",
        "l_202603.jsonl",
        jsonl('{"code": "甲"}').decode().encode("gb18030"),
        "not utf-8: at byte .* stand bc d7",
    ),
]

KINDS = [
    Poison("an empty file", "t_202603.csv", b"", r"the file is empty \(0 bytes\)"),
    Poison("nothing but blank lines", "t_202603.csv", b"\n\r\n\n", "line 1 holds no column names"),
    Poison("a header of blanks", "t_202603.csv", b" , ,\n1,2,3\n", "line 1 holds no column names"),
    Poison("a byte order mark and nothing else", "t_202603.csv", b"\xef\xbb\xbf", "line 1 holds no column names"),
    Poison("NUL bytes of a copy that ran out of disk", "t_202603.csv", bytes(4096), "the file is NUL bytes only"),
    Poison("a login page saved as CSV", "t_202603.csv", b"\n<!DOCTYPE html><html>", "not csv: the file is a web page"),
    Poison("a workbook named .csv", "t_202603.csv", b"PK\x03\x04rest", "not csv: the file is a ZIP archive or an XLSX"),
    Poison("an old Excel file named .csv", "t_202603.csv", b"\xd0\xcf\x11\xe0rest", "not csv: .* an old Office file"),
    Poison("a PDF named .csv", "t_202603.csv", b"%PDF-1.7\n", "not csv: the file is a PDF"),
    Poison("a gzip archive named .csv", "t_202603.csv", gzip.compress(csv()), "not csv: the file is a gzip archive"),
    Poison("a RAR archive named .zip", "z_202603.zip", b"Rar!\x1a\x07", "not a readable ZIP archive: .* RAR"),
    Poison("a web page named .jsonl", "l_202603.jsonl", b"<html>502</html>", "not jsonl: the file is a web page"),
    Poison("XML named .json", "d_202603.json", b"<?xml version='1.0'?>", "not json: the file is XML"),
    Poison("CSV named .xlsx", "b_202603.xlsx", csv(), "not a readable workbook: the file is text"),
    Poison("CSV named .parquet", "p_202603.parquet", csv(), "not a readable Parquet file: the file is text"),
]

LAYOUTS = [
    Poison("a required column left out", "t_202603.csv", b"code,amount\nA,1\n", "required columns are missing: month"),
    Poison("two columns of one name", "t_202603.csv", b"code,month,CODE\nA,1,B\n", "both mean 'code'"),
    Poison("a column and its alias together", "t_202603.csv", b"code,month,id\nA,1,B\n", "both mean 'code'"),
    Poison("no header, rows at once", "t_202603.csv", row(1).encode() + b"\n", "required columns are missing: code"),
    Poison(
        "semicolons where commas were agreed",
        "t_202603.csv",
        csv().replace(b",", b";"),
        "required columns are missing: code, month",
    ),
    Poison("a header with a lost quote", "t_202603.csv", b'"code,month\nA,1\n', "not well-formed CSV at line 1"),
    Poison(
        "more columns than any table has",
        "t_202603.csv",
        (",".join(["code", "month", *(f"c{each}" for each in range(2_100))]) + "\n").encode(),
        "2102 columns",
    ),
    Poison(
        "values used as keys",
        "l_202603.jsonl",
        "".join(f'{{"code{each}": 1}}\n' for each in range(2_100)).encode(),
        "2001 columns",
    ),
    Poison(
        "more ragged rows than the passport allows",
        "t_202603.csv",
        csv(*["A,1"] * 6),
        "6 of 106 rows cannot be read, more than 5.00%: the header has 3 fields, but line 52 has 2",
    ),
    Poison("every row one field too long", "t_202603.csv", csv(header="code,month"), "100 of 100 rows cannot be read"),
    Poison(
        "a file cut in the middle of its last row",
        "t_202603.csv",
        "\n".join([*lines(), "A,20"]).encode(),
        "the file ends in the middle of a row: the header has 3 fields, but line 102 has 2; was the transfer cut",
    ),
    Poison(
        "a file cut inside quotes",
        "t_202603.csv",
        "\n".join([*lines(), 'A,202603,"1']).encode(),
        "the file ends in the middle of a row: not well-formed CSV at line 102",
    ),
    Poison(
        "JSON Lines cut in the middle of a line",
        "l_202603.jsonl",
        jsonl()[:-9],
        f"the file ends in the middle: line {GOOD} is not whole JSON",
    ),
    Poison("JSON Lines of arrays", "l_202603.jsonl", b"[1]\n[2]\n", "2 of 2 rows cannot be read"),
    Poison("a JSON document cut", "d_202603.json", b'{"rows": [{"code": "A"', "the document is not whole JSON"),
    Poison("two JSON documents in one file", "d_202603.json", b"{}{}", r"the document is not whole JSON \(Extra data"),
    Poison(
        "JSON rows under another key",
        "d_202603.json",
        b'{"code": 0, "data": []}',
        r"the document has no 'rows' \(code, data\)",
    ),
    Poison("JSON rows that are no array", "d_202603.json", b'{"rows": "none"}', "rows is not an array of rows"),
    Poison("a JSON error answer in place of rows", "d_202603.json", b'{"rows": {"error": 500}}', "rows is an object"),
    Poison("a JSON document without one row", "d_202603.json", b'{"rows": []}', "the array of 0 rows holds no object"),
    Poison("JSON nested without end", "d_202603.json", b"[" * 100_000, "is nested too deep|is not whole JSON"),
]

CASES = ENCODINGS + KINDS + LAYOUTS
