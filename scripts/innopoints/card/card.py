"""Write the card of one scheme in one edition."""

from datetime import date
from pathlib import Path
from typing import Any

from innopoints.card.figures import backtest, figures
from innopoints.card.method import method, missing
from innopoints.contract.odcs import RULES
from innopoints.durable import write_bytes
from innopoints.errors import Refused, WrongUse
from innopoints.explain.page import said
from innopoints.gate.product import Product
from innopoints.home import Home
from innopoints.passports.leaf import Indicator
from innopoints.passports.scheme import Scheme
from innopoints.passports.scheme_tree import Node, nodes
from innopoints.project import DBT, SCHEMES
from innopoints.publication.editions import PRODUCT, edition_folder, product_folder, read_manifest
from innopoints.publication.standing import good_editions
from innopoints.registry.measure_meta import PERIODS, Meta, read_measures
from innopoints.verify import VerificationFailed, verify
from innopoints.yaml_file import read

TEMPLATE = Path(__file__).with_name("card.html.j2")


def card(
    home: Home, scheme: str, out: Path, which: tuple[date, int] | None = None, schemes: Path = SCHEMES
) -> dict[str, Any]:
    """Write the card into `out`; returns {card, scheme, edition, as_of, root_hash}.

    `which` is the edition the figures are of; default: the newest that stands. Raises WrongUse for a scheme it does
    not hold, Refused when it does not verify or the scheme's file of that edition is not there any more.
    """
    folder = edition_folder(home, *which) if which else _newest(home)
    try:
        verify(folder)
    except VerificationFailed as error:
        raise Refused(f"no card of {folder}: {error}") from error
    manifest = read_manifest(folder)
    used = {each["scheme"]: each["edition"] for each in manifest["schemes"]}
    if scheme not in used:
        raise WrongUse(f"{folder}: holds no scheme {scheme!r}; it holds: {', '.join(sorted(used))}")
    described = _scheme(schemes, scheme, used[scheme])
    path = out / f"{scheme}_{used[scheme]}.html"
    write_bytes(path, page(home, described, folder, manifest).encode())
    told = {"as_of": manifest["as_of_date"], "root_hash": manifest["root_hash"]}
    return {"card": str(path), "scheme": scheme, "edition": used[scheme], **told}


def cards(home: Home, out: Path, schemes: Path = SCHEMES) -> list[str]:
    """Write the card of every scheme of the newest edition that stands; returns the paths, none without an edition."""
    good = good_editions(product_folder(home))
    used = read_manifest(good[-1][2])["schemes"] if good else []
    return [card(home, each["scheme"], out, good[-1][:2], schemes)["card"] for each in used]


def page(home: Home, scheme: Scheme, folder: Path, manifest: dict[str, Any]) -> str:
    """The card, Chinese with English beside; opens without internet."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["said"] = said
    facts = figures(folder, scheme.scheme)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        scheme=scheme,
        outage=missing(scheme.outage),
        terms=read(RULES / f"{PRODUCT}.yml", Product).contract,
        manifest=manifest,
        rows=_tree(scheme, facts["indicators"]),
        backtest=backtest(home, scheme.scheme, date.fromisoformat(manifest["as_of_date"])),
        **facts,
    )


def _newest(home: Home) -> Path:
    good = good_editions(product_folder(home))
    if not good:
        raise Refused("there is no edition to make a card of; try: make run")
    return good[-1][2]


def _scheme(folder: Path, name: str, edition: str) -> Scheme:
    known = [read(path, Scheme) for path in sorted(folder.glob(f"{name}*.yml"))]
    for each in known:
        if (each.scheme, each.edition) == (name, edition):
            return each
    there = ", ".join(each.edition for each in known if each.scheme == name)
    raise Refused(
        f"{folder}: no file of {name} edition {edition} (there is: {there or 'none'}); bring it back from git"
    )


def _tree(scheme: Scheme, seen: dict[str, dict]) -> list[dict[str, Any]]:
    """Groups and indicators in the order written: depth, most points, method, and what the edition says."""
    measures = read_measures(DBT / "models" / "measures")
    return [_row(scheme, node, measures, seen) for node in nodes(scheme) if node.parent is not None]


def _row(scheme: Scheme, node: Node, measures: dict[str, Meta], seen: dict[str, dict]) -> dict[str, Any]:
    row: dict[str, Any] = {"name": node.name, "depth": node.depth, "role": node.role}
    if not isinstance(node.what, Indicator):
        return row | {
            "title": node.what.title,
            "title_en": node.what.title_en,
            "max": node.what.max,
            "how": node.what.take,
        }
    name = node.what.measure or node.name
    own, meta = scheme.measures.get(name), measures.get(name)
    return row | {
        "title": node.what.title or (own.title if own else meta.title_zh if meta else name),
        "title_en": node.what.title_en or (own.title_en if own else meta.title_en if meta else name),
        "max": node.what.max_points,
        "how": method(node.what, meta.unit if meta else None),
        "missing": missing(node.what.missing or scheme.missing),
        "sources": meta.sources if meta else [],
        "period": PERIODS[meta.period] if meta else "",
        "seen": seen.get(node.name),
    }
