"""Where the next page is. A position is small JSON, so that a killed fetch can go on from it.

page {"page": 2} · offset {"offset": 500} · cursor {"cursor": "b3Zlcg"} · link {"url": "http://.../?after=7"}
"""

from dataclasses import dataclass

from innopoints.ingest.rest_answer import rows_of
from innopoints.ingest.rest_ask import Asker
from innopoints.passports.rest import Rest


class Moved(Exception):
    """The office's rows changed while they were read, or its pages do not fit together: read again."""


@dataclass(frozen=True)
class Page:
    """One answer: its rows, the office's total and sums if it says them, and what it says about the next page."""

    rows: list[dict]
    total: int | None
    sums: dict[str, str] | None
    cursor: str | None
    link: str | None


class Pager:
    """The pages of one table changed since a moment."""

    def __init__(self, asker: Asker, settings: Rest, path: str, since: str | None):
        self._asker, self._settings, self.path = asker, settings, path
        names = settings.parameters
        self._query = {names.size: settings.page_size} | ({names.since: since} if since else {})

    @property
    def first(self) -> dict:
        return {"page": {"page": 1}, "offset": {"offset": 0}}.get(self._settings.paging, {})

    def page(self, position: dict) -> Page:
        """Ask for one page."""
        if "url" in position:
            answer, link = self._asker.get(self.path, position["url"], None)
        else:
            names = self._settings.parameters.model_dump()
            query = self._query | {names[kind]: value for kind, value in position.items()}
            answer, link = self._asker.get(self.path, self.path, query)
        return Page(*rows_of(answer, self._settings.answer, self.path, self._asker.clean), link)

    def after(self, position: dict, page: Page, rows: int) -> dict | None:
        """The position after a page when `rows` have been read with it; None at the end."""
        kind = self._settings.paging
        if kind == "link":
            return {"url": page.link} if page.link else None
        if kind == "cursor":
            return {"cursor": page.cursor} if page.cursor and page.rows else None
        if not page.rows or (page.total is not None and rows >= page.total):
            return None
        return {"page": position["page"] + 1} if kind == "page" else {"offset": rows}
