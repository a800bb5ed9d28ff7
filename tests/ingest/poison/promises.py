"""Files that are not what their flag or manifest promises."""

from tests.ingest.poison.case import Poison, csv


def flagged(sentence: str, flag: str, words: str, content: bytes | None = None) -> Poison:
    content = csv() if content is None else content
    return Poison(sentence, "t_202603.csv", content, words, source="flagged", beside={"t_202603.csv.ok": flag.encode()})


def listed(sentence: str, line: str, words: str) -> Poison:
    manifest = f"文件,rows,amount\n{line}\n".encode("gb18030")
    return Poison(sentence, "t_202603.csv", csv(), words, source="listed", beside={"manifest_1.csv": manifest})


CASES = [
    flagged("fewer rows than the flag promises", "rows=101", "rows are 100, promised 101"),
    flagged("more rows than the flag promises", "99", "rows are 100, promised 99"),
    flagged("a control total that differs", "amount：5100.01", "the sum of amount is 5100, promised 5100.01"),
    flagged("another content than was hashed", "sha256=" + "0" * 64, "the SHA-256 is .*, promised 0000"),
    flagged("a file shorter than the flag says", '{"bytes": 1}', f"bytes are {len(csv())}, promised 1"),
    flagged("an amount in an unread row", "rows=101\namount=5101", "amount is 5100, promised 5101", csv("X,1")),
    flagged("a flag with a word nobody knows", "records=100", "promises 'records', which is none of file, rows"),
    flagged("a flag whose number is none", "rows=many", "promises rows 'many', which is no number"),
    flagged("a flag in no known shape", "all done", "its flag t_202603.csv.ok says 'all done', not name=value"),
    flagged("a flag of broken JSON", '{"rows": 1', "t_202603.csv.ok is not whole JSON"),
    listed("fewer rows than the manifest lists", "t_202603.csv,101,5100", "rows are 100, promised 101"),
    listed("another sum than the manifest lists", "t_202603.csv,100,1.00", "amount is 5100, promised 1.00"),
]
