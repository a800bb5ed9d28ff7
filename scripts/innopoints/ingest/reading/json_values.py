"""One JSON text, read strictly: numbers as the text they were sent as, every key once, nothing JSON does not know."""

import json


class NotWhole(Exception):
    """Why this text cannot be read, in words; `rule` names the kind of fault."""

    def __init__(self, rule: str, words: str):
        super().__init__(words)
        self.rule = rule


def parse(text: str) -> object:
    """The value. Raises NotWhole."""
    try:
        value = _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise NotWhole("json", f"is not whole JSON ({error.msg})") from None
    except RecursionError:
        raise NotWhole("nesting", "is nested too deep") from None
    if "\\u" in text and _has_lone_surrogate(value):
        raise NotWhole("surrogate", "holds half a character (a lone surrogate)")
    if "\\u0000" in text or "\x00" in text:
        raise NotWhole("nul", "holds a NUL character")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict:
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        raise NotWhole("twice", f"holds the key {next(name for name in names if names.count(name) > 1)!r} twice")
    return row


def _no_number(text: str) -> None:
    raise NotWhole("number", f"holds {text}, which is no number in JSON")


_decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_once)


def _has_lone_surrogate(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
