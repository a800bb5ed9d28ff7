"""Enterprises of which the zone knows little: registered in it, with the patents they own, and no return of any kind.

A zone's register is some times larger than the set that files; a reserve pool (高企后备库) screens all of it.
"""

from collections.abc import Iterator

from sample_exchange.chunk import SERIALS
from sample_exchange.offices import ip, ip_rows, registration
from sample_exchange.offices.rows import Rows
from sample_exchange.world import population
from sample_exchange.world.draws import office_rng
from sample_exchange.world.periods import Horizon


def screened_sendings(seed: int, number: int, count: int, horizon: Horizon) -> Iterator[Rows]:
    """What the registration and IP offices send about `count` enterprises; `number` is that of no scored chunk."""
    start = number * SERIALS
    firms = population.enterprises(office_rng(seed, number, "population"), seed, number, count, horizon)
    firms = firms[firms.role == population.ZONE]
    registering, inventing = office_rng(seed, number, "registration"), office_rng(seed, number, "ip")
    yield registration.enterprise_rows(registering, firms, horizon, start)
    memberships = registration.memberships(registering, firms, horizon)
    yield registration.membership_rows(registering, firms, memberships, horizon, start)
    yield registration.former_name_rows(registering, firms, horizon, start)
    patents = ip.patents(inventing, firms, number, horizon)
    yield ip_rows.patent_rows(firms, patents)
    yield ip_rows.event_rows(firms, patents, ip.events(inventing, patents, horizon))
    yield ip_rows.software_rows(firms, ip.software(inventing, firms, number, horizon))
