"""Files with a few rows that cannot be read: those rows are set aside, and every good row of the file stays."""

from tests.ingest.poison.binary_files import archive
from tests.ingest.poison.case import Poison, csv, jsonl

CASES = [
    Poison("a row with a field too few", "t_202603.csv", csv("X,1"), "has 3 fields, but line 52 has 2", (52,)),
    Poison("a row with a field too many", "t_202603.csv", csv("X,1,2,3"), "but line 52 has 4", (52,)),
    Poison("an amount with bare thousands", "t_202603.csv", csv("X,202603,1,234"), "line 52 has 4", (52,)),
    Poison("a row broken in two by a line end", "t_202603.csv", csv("X,20", "2603,1"), "has 2", (52, 53)),
    Poison("two rows that grew together", "t_202603.csv", csv("X,202603,1Y,202603,2"), "line 52 has 5", (52,)),
    Poison("a lost closing quote", "t_202603.csv", csv('X,202603,"1'), "not well-formed CSV at line 52", (52,)),
    Poison("a quote in the middle of a field", "t_202603.csv", csv('X,"20"2603,1'), "not well-formed CSV", (52,)),
    Poison(
        "a lost quote that another row's quote seems to close",
        "t_202603.csv",
        csv('X,"202603,1', 'GQ,"202603",1', at=50).replace(b"GQ", b"G999"),
        "not well-formed CSV at line 52",
        (52,),
    ),
    Poison("a comment among the rows", "t_202603.csv", csv("# 以下为补报"), "line 52 has 1", (52,)),
    Poison("a total at the foot", "t_202603.csv", csv("合计：100 户", at=100), "line 102 has 1", (102,)),
    Poison("a DOS end mark", "t_202603.csv", csv("\x1a", at=100), "line 102 has 1", (102,)),
    Poison("a NUL in a row", "t_202603.csv", csv("X,2026\x0003,1"), "line 52 holds a NUL character", (52,)),
    Poison("ragged rows in GB18030", "g_202603.csv", csv("甲乙,1", encoding="gb18030"), "line 52 has 2", (52,)),
    Poison("ragged rows in UTF-16", "t_202603.csv", csv("甲乙,1", encoding="utf-16"), "line 52 has 2", (52,)),
    Poison("a ragged row in an archive", "z_202603.zip", archive(("t.csv", csv("X,1"))), "line 52 has 2", (52,)),
    Poison("as many bad rows as are allowed", "t_202603.csv", csv(*["X,1"] * 5), "has 2", (52, 53, 54, 55, 56)),
    Poison("a line that is no JSON", "l_202603.jsonl", jsonl("{code: 1}"), "line 51 is not whole JSON", (51,)),
    Poison("a line that is half an object", "l_202603.jsonl", jsonl('{"code": "X"'), "is not whole JSON", (51,)),
    Poison("two objects on one line", "l_202603.jsonl", jsonl('{"code": "X"}{"code": "Y"}'), "Extra data", (51,)),
    Poison("a line that is an array", "l_202603.jsonl", jsonl("[1, 2]"), "line 51 is not a JSON object", (51,)),
    Poison("a bare null", "l_202603.jsonl", jsonl("null"), "line 51 is not a JSON object", (51,)),
    Poison("NaN for a number", "l_202603.jsonl", jsonl('{"code": "X", "amount": NaN}'), "holds NaN", (51,)),
    Poison("infinity for a number", "l_202603.jsonl", jsonl('{"amount": -Infinity}'), "holds -Infinity", (51,)),
    Poison("one key twice", "l_202603.jsonl", jsonl('{"code": "X", "code": "Y"}'), "the key 'code' twice", (51,)),
    Poison("half a character", "l_202603.jsonl", jsonl('{"code": "\\ud800"}'), "half a character", (51,)),
    Poison("an escaped NUL", "l_202603.jsonl", jsonl('{"code": "X\\u0000"}'), "holds a NUL character", (51,)),
    Poison("JSON nested without end", "l_202603.jsonl", jsonl("[" * 100_000), "nested too deep|not whole", (51,)),
    Poison(
        "a JSON row that is text",
        "d_202603.json",
        ('{"rows": [' + ",".join(['"X"', *jsonl().decode().split("\n")[:-1]]) + "]}").encode(),
        "row 1 is not a JSON object",
        (1,),
    ),
]
