"""Read products, and judge whether each leads to an amount: each problem is one sentence, key, what is allowed."""

from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

from innopoints.passports.condition_checks import (
    Known,
    clause_problems,
    entry_problems,
    highest_score,
    not_allowed,
)
from innopoints.passports.product import By, Line, Product, Share
from innopoints.passports.rule_file_checks import read_rule_files


def read_products(folder: Path, known: Known, banks: Collection[str]) -> dict[Path, Product]:
    """Every product of `folder`, checked. Raises Refused naming file, key and what is allowed."""
    return read_rule_files(folder, Product, lambda each, known: product_problems(each, known, banks), known)


def product_problems(product: Product, known: Known, banks: Collection[str]) -> list[str]:
    """Everything that does not add up, in the order of the file; empty when the product is sound."""
    unknown = [product.bank] if product.bank not in banks else []
    problems = not_allowed("bank", "bank", unknown, sorted(banks))
    conditions = [] if len(product.junctions) == 1 else entry_problems(product, known)
    conditions = conditions or [_at_home(each) for each in clause_problems("(rule)", product.rule, known)]
    return [*problems, *conditions, *_line(product.line, known)]


def _at_home(problem: str) -> str:
    """The key as the file has it, not as the rule puts it together."""
    return problem.replace("all_of.red_lines.none_of", "red_lines").replace("all_of.ticket.", "")


def _line(line: Line, known: Known) -> list[str]:
    if len(line.kinds) != 1:
        written = " and ".join(line.kinds) or "no way to an amount"
        return [f"line: {written} written; allowed: exactly one of fixed_cny, share_of, bands_cny, uplift"]
    problems = [*_by(line, known), *_share("line.share_of", line.share_of, known)]
    problems += _share("line.not_above", line.not_above, known)
    if line.floor_cny and line.cap_cny and line.floor_cny > line.cap_cny:
        problems.append(f"line.floor_cny: {line.floor_cny} is above cap_cny {line.cap_cny}")
    if line.cap_cny and line.cap_cny < line.round_down_cny:
        problems.append(f"line.round_down_cny: {line.round_down_cny} is above cap_cny {line.cap_cny}: nothing is left")
    return problems


def _share(at: str, share: Share | None, known: Known) -> list[str]:
    fit = sorted(name for name, meta in known.measures.items() if meta.unit == "cny")
    return not_allowed(f"{at}.measure", "measure in yuan", [share.measure], fit) if (
        share and share.measure not in fit
    ) else []  # fmt: skip


def _by(line: Line, known: Known) -> list[str]:
    kind = line.kinds[0]
    if kind not in ("bands_cny", "uplift"):
        return [f"line.by: goes with bands_cny or uplift, never with {kind}"] if line.by else []
    if line.by is None or len(line.by.kinds) != 1:
        return [f"line.by: {kind} needs exactly one of score, rank, measure"]
    return _subject(line.by, known) or _bands(f"line.{kind}", line.by, getattr(line, kind), known)


def _subject(by: By, known: Known) -> list[str]:
    (kind,) = by.kinds
    if kind == "measure":
        unknown = [by.name] if by.name not in known.measures else []
        return not_allowed("line.by.measure", "measure", unknown, sorted(known.measures))
    scored = sorted(name for name, every in known.schemes.items() if highest_score(every) is not None)
    return not_allowed(f"line.by.{kind}", "scheme with a score", [by.name] if by.name not in scored else [], scored)


def _bands(at: str, by: By, bands: dict, known: Known) -> list[str]:
    """Bounds that can be met, and never less for who stands better."""
    (kind,) = by.kinds
    if kind == "measure":
        return []
    low, high = (0, highest_score(known.schemes[by.name])) if kind == "score" else (0, 1)
    told = "points" if kind == "score" else "the share from the top, 0.05 for the best 5 %"
    for bound in bands:
        if not (low <= bound <= high) or (kind == "rank" and bound == 0):
            return [f"{at}: bound {bound} is {told}; it must lie between {low} and {high}"]
    best_first = sorted(bands, reverse=kind == "score")
    for better, worse in pairwise(best_first):
        if bands[better] < bands[worse]:
            return [f"{at}: {better} gives {bands[better]}, less than {worse} with {bands[worse]}, which stands worse"]
    return []
