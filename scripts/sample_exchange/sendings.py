"""What every office sends about a chunk: all tables as rows of text, before anything goes wrong on the way."""

from collections.abc import Callable, Iterator

from sample_exchange.chunk import SERIALS, Chunk
from sample_exchange.offices import (
    bank_returns,
    certification_ip,
    certification_rows,
    consent,
    credit_rating,
    green_rows,
    income_tax,
    ip_rows,
    output,
    registration,
    research,
    talent,
    talent_demand_rows,
    talent_skills,
    talent_titles,
    tax_payment,
    vat,
)
from sample_exchange.offices.rows import Rows
from sample_exchange.world.draws import office_rng
from sample_exchange.world.facts import Facts


def sendings(chunk: Chunk, seed: int) -> Iterator[Rows]:
    """Table after table; earlier versions that a correction replaced are noted as superseded."""
    firms, start, horizon = chunk.firms, chunk.number * SERIALS, chunk.horizon
    rng = office_rng(seed, chunk.number, "registration")
    yield registration.enterprise_rows(rng, firms, horizon, start)
    yield registration.membership_rows(rng, firms, chunk.memberships, horizon, start)
    yield registration.former_name_rows(rng, firms, horizon, start)
    yield _both(chunk.vat, lambda facts, at: vat.vat_rows(firms, facts, start + at))
    yield _both(chunk.quarterly, lambda facts, at: income_tax.quarterly_rows(firms, facts, start + at))
    yield _both(chunk.annual, lambda facts, at: income_tax.annual_rows(firms, facts, chunk.rate, start + at))
    yield _both(chunk.research, lambda facts, at: research.rd_rows(firms, facts, start + at))
    yield tax_payment.payment_rows(firms, chunk.payments, start)
    yield credit_rating.rating_rows(firms, chunk.ratings)
    yield _both(chunk.output, lambda facts, at: output.report_rows(firms, facts))
    yield output.hightech_rows(firms, chunk.hightech)
    yield talent.all_stay_rows(firms, chunk.stays, chunk.number, start)
    yield talent_titles.title_rows(firms, chunk.titles, chunk.number, start)
    yield talent_skills.skill_rows(firms, chunk.skills, chunk.number, start)
    yield ip_rows.patent_rows(firms, chunk.patents)
    yield ip_rows.event_rows(firms, chunk.patents, chunk.patent_events)
    yield ip_rows.software_rows(firms, chunk.software)
    yield ip_rows.layout_rows(firms, chunk.layouts)
    yield certification_rows.certificate_rows(firms, chunk.certificates, start)
    yield certification_rows.platform_rows(firms, chunk.platforms, start)
    yield certification_rows.award_rows(firms, chunk.awards, start)
    yield certification_rows.programme_rows(firms, chunk.programmes, start)
    yield certification_rows.contract_rows(firms, chunk.contracts, start)
    yield certification_rows.equity_rows(firms, chunk.equity, start)
    yield certification_rows.adverse_rows(firms, chunk.adverse, start)
    yield certification_rows.standard_rows(firms, chunk.standards, start)
    yield certification_ip.use_rows(firms, chunk.ip_uses, start)
    yield consent.authorisation_rows(firms, chunk.consents, start)
    yield bank_returns.line_rows(firms, chunk.lines, chunk.number)
    reported = bank_returns.reports(chunk.loans, chunk.loan_events, horizon)
    yield bank_returns.loan_rows(firms, chunk.loans, reported, chunk.number)
    yield bank_returns.event_rows(firms, chunk.loans, chunk.loan_events, chunk.number)
    yield talent_demand_rows.posting_rows(firms, chunk.postings, start)
    yield talent_demand_rows.station_rows(firms, chunk.stations, start)
    yield talent_demand_rows.available_rows(chunk.available, start)
    yield _both(chunk.energy, lambda facts, at: green_rows.reading_rows(firms, facts, chunk.number))
    yield green_rows.factory_rows(firms, chunk.green_factories, start)
    yield green_rows.balance_rows(firms, chunk.materials)


def _both(versions: dict[str, Facts], written: Callable[[Facts, int], Rows]) -> Rows:
    """The last versions, then the ones they replace, under serial numbers of their own."""
    rows = written(versions["last"], 0)
    earlier = written(versions["earlier"], len(versions["last"]))
    earlier.notes.clear()
    earlier.note(range(len(earlier)), "corrected_filing", "superseded")
    rows.add(earlier)
    return rows
