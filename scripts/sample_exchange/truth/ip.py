"""Measures of intellectual property: each joint applicant counts the right once."""

import numpy as np

from sample_exchange.chunk import Chunk
from sample_exchange.offices.certification_ip import FOR_HIGH_TECH, REFUSED, SOFTWARE
from sample_exchange.offices.ip import DESIGN, GRANTED, INVENTION, PCT, RESTORED, UTILITY, WITH_BOTH, WITH_MEMBER
from sample_exchange.truth.exact import counts, ratio


def measures(chunk: Chunk, staff: list[int], rd_staff: list[int]) -> dict[str, list[int | None]]:
    """`staff` and `rd_staff` are head counts per enterprise, for the rates per hundred."""
    patents, size, horizon = chunk.patents, len(chunk.firms), chunk.horizon
    one, three, day = horizon.years(1), horizon.years(3), horizon.day
    joint = np.isin(patents.together, [WITH_MEMBER, WITH_BOTH])

    def owned(which: np.ndarray) -> np.ndarray:
        """Patents per enterprise, as first or as joint applicant."""
        return np.bincount(patents.firm[which], minlength=size) + np.bincount(
            patents.partner[which & joint], minlength=size
        )

    def registered(rights, after: np.datetime64 | None) -> np.ndarray:
        mine = (rights.when <= day) if after is None else (rights.when > after) & (rights.when <= day)
        return np.bincount(rights.firm[mine], minlength=size)

    recent = patents.main & (patents.applied > three) & (patents.applied <= day)
    granted_recently, in_force = _legal_state(chunk, one, day)
    inventions = owned(in_force & (patents.kind == INVENTION))
    utility_models, designs = (owned(in_force & (patents.kind == kind)) for kind in (UTILITY, DESIGN))
    software, layouts = chunk.software, chunk.layouts
    class_one = inventions + registered(layouts, None)
    class_two = utility_models + designs + registered(software, None)
    rights = (class_one + class_two).tolist()
    spent, spent_software = _used_up(chunk, day)
    free = in_force & np.isin(patents.kind, [UTILITY, DESIGN]) & ~spent
    unused = owned(free) + registered(software[~spent_software], None)
    return {
        "invention_application_count": counts(owned(recent & (patents.kind == INVENTION))),
        "pct_application_count": counts(owned(recent & (patents.kind == PCT))),
        "valid_invention_patent_count": counts(inventions),
        "ip_grant_count": counts(owned(granted_recently) + registered(software, one) + registered(layouts, one)),
        "software_layout_count": counts(registered(software, three) + registered(layouts, three)),
        "inventions_per_100_staff": [ratio(int(n) * 100, heads) for n, heads in zip(inventions, staff, strict=True)],
        "valid_utility_model_count": counts(utility_models),
        "valid_design_patent_count": counts(designs),
        "class_one_ip_count": counts(class_one),
        "class_two_ip_count": counts(class_two),
        "class_two_ip_unused_count": counts(unused),
        "usable_ip_right_count": counts(class_one + unused),
        "ip_right_count": counts(rights),
        "ip_per_100_rd_staff": [ratio(n * 100, heads) for n, heads in zip(rights, rd_staff, strict=True)],
    }


def _legal_state(chunk: Chunk, after: np.datetime64, day: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Which patents were granted since `after`, and which are in force: the last event is a grant or restoration."""
    events = chunk.patent_events[chunk.patent_events.when <= day]
    granted = np.zeros(len(chunk.patents), bool)
    granted[events.patent[(events.kind == GRANTED) & (events.when > after)]] = True
    in_force = np.zeros(len(chunk.patents), bool)
    order = np.argsort(events.when, kind="stable")
    in_force[events.patent[order]] = np.isin(events.kind[order], [GRANTED, RESTORED])
    return granted, in_force


def _used_up(chunk: Chunk, day: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Which patents and softwares anybody named in a high-tech application that was not refused by `day`."""
    uses = chunk.ip_uses
    was_refused = (uses.result == REFUSED) & (uses.decided <= day)
    uses = uses[(uses.kind == FOR_HIGH_TECH) & (uses.applied <= day) & ~was_refused]
    patents, software = np.zeros(len(chunk.patents), bool), np.zeros(len(chunk.software), bool)
    patents[uses.right[uses.type < SOFTWARE]] = True
    software[uses.right[uses.type == SOFTWARE]] = True
    return patents, software
