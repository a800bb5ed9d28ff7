"""Spell products out as rows: the product with its line, the bands of the line, and its conditions."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from innopoints.passports.product import Line, Product
from innopoints.registry.entry_rows import entry_rows, head_row
from innopoints.registry.measure_meta import Meta


def product_rows(product: Product, measures: Mapping[str, Meta], file_sha256: str) -> Iterator[tuple[str, dict]]:
    """(registry table, row) of everything one file says."""
    said = {"bank": product.bank, "rate_ratio": product.rate_ratio, "term_months": product.term_months}
    certainty = product.line.certainty or product.certainty
    line = _line(product.line) | {"line_certainty": certainty, "file_sha256": file_sha256}
    yield "product", head_row(product) | said | line
    for band in _bands(product.line):
        yield "product_band", {"product": product.product, "edition": product.edition} | band
    yield from entry_rows(product, product.kind, product.product, product.rule, measures)


def _line(line: Line) -> dict:
    return {
        "method": {"fixed_cny": "fixed", "share_of": "share", "bands_cny": "bands", "uplift": "uplift"}[line.kinds[0]],
        "by_subject": line.by and line.by.kinds[0],
        "by_name": line.by and line.by.name,
        "fixed_cny": line.fixed_cny,
        "share_measure": line.share_of and line.share_of.measure,
        "share_ratio": line.share_of and line.share_of.share,
        "floor_cny": line.floor_cny,
        "cap_cny": line.cap_cny,
        "limit_measure": line.not_above and line.not_above.measure,
        "limit_ratio": line.not_above and line.not_above.share,
        "round_down_cny": line.round_down_cny,
    }


def _bands(line: Line) -> Iterator[dict]:
    """Half-open. Of a ranking, the best 5 % are those before whom less than 5 % of the scored stand."""
    given = line.bands_cny or line.uplift or {}
    bounds = sorted(given)
    ends = pairwise([Decimal(0), *bounds]) if line.by and line.by.rank else pairwise([*bounds, None])
    for bound, (at_least, below) in zip(bounds, ends, strict=True):
        yield {
            "at_least": at_least,
            "below": below,
            "bound": bound,
            "line_cny": given[bound] if line.bands_cny else None,
            "uplift_ratio": given[bound] if line.uplift else None,
        }
