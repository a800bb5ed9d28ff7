"""Spell ladders out as rows: each rung with its place, the certificates that stand for it, and its conditions."""

from collections.abc import Iterator, Mapping

from innopoints.passports.ladder import Ladder
from innopoints.registry.entry_rows import entry_rows, head_row
from innopoints.registry.measure_meta import Meta


def ladder_rows(ladder: Ladder, measures: Mapping[str, Meta], file_sha256: str) -> Iterator[tuple[str, dict]]:
    """(registry table, row) of everything one file says."""
    key = {"ladder": ladder.ladder, "edition": ladder.edition}
    yield "ladder", head_row(ladder) | {"issuer": ladder.issuer, "file_sha256": file_sha256}
    for level, (name, rung) in enumerate(ladder.rungs.items(), start=1):
        titles = {"title_zh": rung.title, "title_en": rung.title_en}
        entry = f"{ladder.ladder}.{name}"
        yield "ladder_rung", key | titles | {"rung": name, "level": level, "entry": entry,
                                             "is_certified": rung.certificates is not None}  # fmt: skip
        for each in rung.certificates or []:
            yield "ladder_certificate", key | {"rung": name, "certificate_type": each}
        yield from entry_rows(ladder, "rung", entry, rung.rule, measures, rung.certainty)
