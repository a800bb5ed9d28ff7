"""Which tier of the national guarantee plan each loan filed under it may have: the best of what its enterprise holds.

Looked up loan by loan on the day it was filed. A tier that records refute gives way to the one they give, none to no
cover at all; what only the list of those screened by points could tell stays as the bank filed it.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.offices.bank_returns import POOLS, TIERS, loan_numbers
from sample_exchange.offices.certification import CERTIFICATES, LEVELS
from sample_exchange.offices.consent import BANKS

_FIRST = {"专精特新小巨人企业", "专精特新中小企业", "国家级科技计划项目"}
_SECOND = {"高新技术企业"}
_THIRD = {"科技型中小企业", "创新型中小企业"}


def tiers(chunk: Chunk) -> Iterator[tuple[str, str, date, str, str | None, str | None]]:
    """(bank, loan_no, day and tier filed, tier given, tier that shares its losses) of every loan filed under the plan.

    Also of those filed before the plan was in force.
    """
    loans, numbers = chunk.loans, loan_numbers(chunk.loans.line, chunk.number).tolist()
    for loan in np.flatnonzero(loans.pool == POOLS.index("national_60")).tolist():
        held = _held(chunk, loans.firm[loan], loans.start[loan])
        given = next(
            (f"tier_{place}" for place, any_of in enumerate((_FIRST, _SECOND, _THIRD), 1) if held & any_of), None
        )
        filed = TIERS[loans.tier[loan]]
        is_screened = filed == "tier_2" and "科技型中小企业" in held
        counts = None if given is None else filed if is_screened else max(filed, given)
        yield BANKS[loans.bank[loan]], numbers[loan], loans.start[loan].item(), filed, given, counts


def _held(chunk: Chunk, firm: int, day: np.datetime64) -> set[str]:
    certificates, programmes = chunk.certificates, chunk.programmes
    held = set()
    for row in np.flatnonzero(certificates.firm == firm).tolist():
        if certificates.since[row] <= day and not certificates.until[row] < day:
            held.add(CERTIFICATES[certificates.kind[row]].name)
    for row in np.flatnonzero(programmes.firm == firm).tolist():
        if programmes.when[row] <= day and not programmes.closed[row] < day:
            held.add(f"{LEVELS[programmes.level[row]]}科技计划项目")
    return held
