"""Read until the office stands still: two readings one after the other must hold the same rows.

A row that is updated while we page moves to another place: every later row shifts by one, the one at the border
of two pages is never sent, and the total stays as it was. No single reading can see that. A second one can: what
moved away, was lost or came twice in either differs in the other. Rows that are only new do not matter: they
are there once, or the overlap brings them the next time.
"""

import logging
import time
from collections.abc import Callable

from innopoints.errors import OutsideFailed
from innopoints.ingest.connector import OfficeUnreachable
from innopoints.ingest.incoming import Incoming
from innopoints.ingest.rest_answer import StillBusy
from innopoints.ingest.rest_paging import Moved, Page, Pager
from innopoints.ingest.rest_reading import Reading, print_of, same_rows

log = logging.getLogger("innopoints.fetch")
# A page as canonical lines, and what its header says.
Lines = Callable[[list[dict]], tuple[bytes, dict]]


class Steady:
    """Reads one table until two readings agree, at most `readings` times, going on from a killed fetch."""

    def __init__(self, pager: Pager, lines: Lines, incoming: Incoming, identity: dict, readings: int, wait: float):
        self._pager, self._lines, self._wait, self._readings = pager, lines, wait, readings
        self._identity = identity
        self._kept, self._second = incoming.folder / ".pull.reading", incoming.folder / ".pull.second"

    def read(self) -> Reading:
        """The rows, each as often as the office has it. Raises OutsideFailed; pages read stay for the next fetch."""
        self._second.unlink(missing_ok=True)
        earlier = Reading.found(self._kept, self._identity, self._pager.first)
        try:
            if earlier and not self._goes_on(earlier):
                earlier = None
            resumed = earlier is not None
            return self._agreed(earlier, max(self._readings, 2) if resumed else self._readings, resumed)
        finally:
            self._second.unlink(missing_ok=True)

    def _agreed(self, earlier: Reading | None, readings: int, resumed: bool) -> Reading:
        moved = ""
        for number in range(1, readings + 1 if earlier is None else readings):
            if number > 1 and moved:
                log.info("%s: %s; reading it again", self._pager.path, moved)
                time.sleep(self._wait)
            later = Reading(self._second if earlier else self._kept, self._identity, self._pager.first)
            try:
                self._walk(later)
            except Moved as error:
                moved = str(error)
                later.forget()
                continue
            except Exception:
                later.close()
                if earlier:
                    earlier.close()
                raise
            # One answer is one moment: nothing can shift within it.
            if earlier is None and (len(later.pages) <= 1 or readings == 1):
                return later
            if earlier and _agree(earlier, later):
                return later.replace(earlier)
            moved = "rows changed while they were read" if earlier else ""
            earlier = later.replace(earlier) if earlier else later
        if earlier:
            earlier.forget()
        raise OutsideFailed(
            f"{self._pager.path}: read {readings} times and never twice the same: {moved}. Nothing was kept; "
            "fetch at a quieter hour, or raise readings in the passport"
        )

    def _goes_on(self, reading: Reading) -> bool:
        """Finish what a killed fetch began, if the office still answers the same; else forget it."""
        try:
            page = self._pager.page(self._pager.first)
            first = reading.pages[0]
            if (page.total, print_of(self._lines(page.rows)[0])) == (first["total"], first["print"]):
                log.info("%s: going on after %d pages already read", self._pager.path, len(reading.pages))
                self._walk(reading)
                return True
        except (OfficeUnreachable, StillBusy):
            reading.close()
            raise
        except (Moved, OutsideFailed) as error:
            # A cursor may have expired meanwhile, a link gone: the first page tells whether the office is well.
            log.info("%s: %s; beginning again", self._pager.path, error)
        reading.forget()
        return False

    def _walk(self, reading: Reading) -> None:
        seen = {page["sha256"] for page in reading.pages if page["rows"] > 1}
        visited = {str(page["next"]) for page in reading.pages}
        most = max((page["total"] or 0 for page in reading.pages), default=0)
        while (position := reading.position) is not None:
            page = self._pager.page(position)
            if page.total is not None and page.total < most:
                raise Moved(f"total fell from {most} to {page.total} between two pages")
            most = page.total or most
            self._add(reading, position, page)
            added = reading.pages[-1]
            if added["rows"] > 1 and added["sha256"] in seen:
                raise Moved(f"page {len(reading.pages)} holds the same rows as an earlier page")
            seen.add(added["sha256"])
            if added["next"] is not None and str(added["next"]) in visited:
                raise Moved(f"after page {len(reading.pages)} the office leads back to an earlier page")
            visited.add(str(added["next"]))
            if len(reading.pages) % 50 == 0:
                log.info("%s: page %d, %d rows so far", self._pager.path, len(reading.pages), reading.rows)
        if reading.pages[-1]["total"] is not None and reading.rows != most:
            raise Moved(f"{len(reading.pages)} pages hold {reading.rows} rows, but the office says total = {most}")

    def _add(self, reading: Reading, position: dict, page: Page) -> None:
        lines, note = self._lines(page.rows)
        after = self._pager.after(position, page, reading.rows + len(page.rows))
        said = {"total": page.total, "sums": page.sums}
        reading.add(lines, {"rows": len(page.rows), **said, "next": after, "note": note})


def _agree(earlier: Reading, later: Reading) -> bool:
    ended, began = earlier.pages[-1]["total"], later.pages[0]["total"]
    if None not in (ended, began) and began < ended:
        return False  # rows were deleted meanwhile, or a cache answered with what was
    return later.fingerprint == earlier.fingerprint or same_rows(earlier, later)
