"""A person's answers to whose record it is: dags/identity/answers.csv, one line an answer.

    name,record,uscc,answered_on,answered_by,because

`record` is empty for every record with the name, or `source.table/number` for one. `uscc` is a code or `none`.
"""

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from innopoints.credit_code import credit_code
from innopoints.errors import Refused
from innopoints.passports.csv_lines import read_lines

NOBODY = "none"
_RECORD = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+/\S+")


class Answer(BaseModel):
    """One line. Its day is the day from which it is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    name: str = Field(min_length=1)
    record: str
    uscc: str
    answered_on: date
    answered_by: str = Field(min_length=1)
    because: str = Field(min_length=1)

    @field_validator("uscc")
    @classmethod
    def _code(cls, text: str) -> str:
        code = NOBODY if text == NOBODY else credit_code(text)
        if code is None:
            raise ValueError(f"{text!r} is not a credit code with right check digits; write the code, or {NOBODY}")
        return code

    @field_validator("record")
    @classmethod
    def _number(cls, text: str) -> str:
        if text and not _RECORD.fullmatch(text):
            raise ValueError(
                f"{text!r} is not a record; leave it empty, or write certification.award/JL441300000000012"
            )
        return text


def read_answers(path: Path, known: Collection[str] | None = None) -> list[dict]:
    """Every answer with the line it stands on. `known` are the enterprises one may name; None knows no better.

    Raises Refused naming file and line for whatever does not fit, all lines at once.
    """
    lines, wrong = read_lines(path, Answer)
    answers, given = [], {}
    for line, answer in lines:
        first = given.setdefault((answer.name, answer.record, answer.answered_on), line)
        if first != line:
            wrong.append(f"{path} line {line}: answered on the same day in line {first}; keep one, or date it later")
        if known is not None and answer.uscc not in {NOBODY, *known}:
            wrong.append(
                f"{path} line {line}: uscc: {answer.uscc} is no enterprise the registration office has sent; "
                f"take one that `innopoints review` names, or {NOBODY}"
            )
        answers.append(answer.model_dump() | {"line": line})
    if wrong:
        raise Refused("\n".join(wrong))
    return answers
