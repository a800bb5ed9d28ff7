"""What a new contract changes against the one promised before: what breaks a reader, what is only worded otherwise.

Breaking: a table or column gone, another type or unit, a value that may now be empty, another grain, a critical rule
gone or changed, editions kept for less long. Each needs a table of a new version, published beside the old one.
A table may end after the last day announced for it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

_NOT_CONTENT = ("id", "description", "dimension", "severity")


@dataclass
class Changes:
    """Sentences: what breaks readers, what words changed, what is new."""

    breaking: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def changes(before: dict[str, Any], after: dict[str, Any], on: date) -> Changes:
    """Compare two contracts (plain values of the standard) as of the day `on`."""
    found = Changes()
    old, new = _named(before["schema"]), _named(after["schema"])
    for name, table in old.items():
        if name in new:
            _compare_table(found, name, table, new[name])
        elif (ends := _custom(table, "sunset")) and on > date.fromisoformat(ends):
            found.added.append(f"{name} ended on {ends}, as announced")
        else:
            told = f"it was promised until {ends}" if ends else "announce its last day under contract.sunset first"
            found.breaking.append(f"{name} is gone; {told}")
    found.added += [f"{name} is new" for name in new if name not in old]
    _compare_levels(found, before, after)
    for part in ("purpose", "limitations"):
        if before["description"].get(part) != after["description"].get(part):
            found.words.append(f"description.{part}")
    return found


def _compare_table(found: Changes, name: str, old: dict, new: dict) -> None:
    was, is_ = _named(old["properties"]), _named(new["properties"])
    fresh = [each for each in is_ if each not in was]
    for column, before in was.items():
        if column in is_:
            _compare_column(found, f"{name}.{column}", before, is_[column])
        else:
            alike = [each for each in fresh if is_[each]["physicalType"] == before["physicalType"]]
            found.breaking.append(f"{name}.{column} is gone" + (f" (renamed to {alike[0]}?)" if alike else ""))
    found.added += [f"{name}.{column} is new" for column in fresh]
    if old["description"] != new["description"]:
        found.words.append(name)
    _compare_rules(found, name, old, new)
    ends, ended = _custom(new, "sunset"), _custom(old, "sunset")
    if ends != ended:
        early = ends and ended and ends < ended
        (found.breaking if early else found.added).append(
            f"{name} ends on {ends or 'no day'}, so far {ended or 'none'}"
        )


def _compare_column(found: Changes, name: str, old: dict, new: dict) -> None:
    for what in ("physicalType", "logicalType", "primaryKeyPosition"):
        if old.get(what) != new.get(what):
            found.breaking.append(f"{name}: {what} was {old.get(what)}, is {new.get(what)}")
    if (unit := _custom(old, "unit")) != _custom(new, "unit"):
        found.breaking.append(f"{name}: the unit was {unit}, is {_custom(new, 'unit')}")
    if old["required"] and not new["required"]:
        found.breaking.append(f"{name}: could not be empty, now may be")
    if old["description"] != new["description"]:
        found.words.append(name)
    _compare_rules(found, name, old, new)


def _compare_rules(found: Changes, name: str, old: dict, new: dict) -> None:
    was, is_ = _rules(old), _rules(new)
    for rule, before in was.items():
        after = is_.get(rule)
        if before["severity"] != "error":
            continue  # a warning is for the zone office; nothing is promised
        if after is None or after["severity"] != "error":
            found.breaking.append(f"{name}: the rule {rule} ({before['description']}) no longer holds back an edition")
        elif _content(before) != _content(after):
            found.breaking.append(
                f"{name}: the rule {rule} says something else: {_content(before)} -> {_content(after)}"
            )
        elif before["description"] != after["description"]:
            found.words.append(f"{name}, rule {rule}")
    found.added += [f"{name}: rule {rule} is new" for rule in is_ if rule not in was]


def _content(rule: dict) -> dict:
    return {key: rule[key] for key in rule if key not in _NOT_CONTENT}


def _compare_levels(found: Changes, before: dict, after: dict) -> None:
    def years(contract: dict) -> int:
        return next(each["value"] for each in contract["slaProperties"] if each["property"] == "retention")

    if years(after) < years(before):
        found.breaking.append(f"editions were kept for {years(before)} years, now for {years(after)}")


def _named(items: list[dict]) -> dict[str, dict]:
    return {each["name"]: each for each in items}


def _rules(element: dict) -> dict[str, dict]:
    return {each["id"]: each for each in element.get("quality", [])}


def _custom(element: dict, name: str) -> Any:
    return next((each["value"] for each in element.get("customProperties", []) if each["property"] == name), None)
