"""One chunk of the sample: its enterprises, what happened to them, and the rows each office sends about it."""

from dataclasses import dataclass

import numpy as np

from sample_exchange.offices import (
    bank_returns,
    certification,
    certification_ip,
    consent,
    credit_rating,
    green,
    income_tax,
    ip,
    loan_events,
    output,
    registration,
    research,
    talent,
    talent_demand,
    talent_skills,
    talent_titles,
    tax_payment,
    vat,
)
from sample_exchange.world import population, sales
from sample_exchange.world.draws import office_rng
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import Horizon

SERIALS = 1_000_000  # serial numbers a chunk may use in one table


@dataclass(frozen=True)
class Chunk:
    """Facts of one chunk; a dict holds `last` versions, and `earlier` or `missing` ones where a table has them."""

    number: int
    horizon: Horizon
    firms: Facts
    rate: np.ndarray  # which income tax rate each enterprise has
    memberships: Facts
    vat: dict[str, Facts]
    quarterly: dict[str, Facts]
    annual: dict[str, Facts]
    research: dict[str, Facts]
    payments: Facts
    ratings: Facts
    output: dict[str, Facts]
    hightech: Facts
    stays: dict[str, Facts]
    titles: Facts
    skills: Facts
    patents: Facts
    patent_events: Facts
    software: Facts
    layouts: Facts
    certificates: Facts
    platforms: Facts
    awards: Facts
    programmes: Facts
    contracts: Facts
    equity: Facts
    adverse: Facts
    standards: Facts
    ip_uses: Facts
    consents: Facts
    lines: Facts
    loans: Facts
    loan_events: Facts
    postings: Facts
    stations: Facts
    available: Facts
    energy: dict[str, Facts]
    green_factories: Facts
    materials: Facts


def make_chunk(seed: int, number: int, scored: int, horizon: Horizon) -> Chunk:
    """Everything of one chunk, from its own random generators: the same whatever the other chunks are."""

    def rng(office: str) -> np.random.Generator:
        return office_rng(seed, number, office)

    firms = population.enterprises(rng("population"), seed, number, scored, horizon)
    sold = sales.monthly_sales(rng("sales"), firms, horizon)
    certifying = rng("certification")
    good = certification.standing(certifying, firms)
    certificates = certification.certificates(certifying, firms, good, horizon)
    certified = np.isin(np.arange(len(firms)), certificates.firm[certificates.kind == certification.HIGH_TECH])
    small = firms.revenue_wan * np.maximum(firms.margin, 0) <= 300
    rate = np.where(certified, income_tax.HIGH_TECH, np.where(small, income_tax.SMALL_PROFIT, income_tax.NORMAL))
    returns = vat.vat_returns(rng("vat"), firms, sold, horizon)
    quarterly = income_tax.quarterly_returns(rng("quarterly"), firms, sold, rate, horizon)
    annual = income_tax.annual_returns(rng("annual"), firms, sold, rate, horizon)
    reporting, talented, inventing, banking = rng("output"), rng("talent"), rng("ip"), rng("bank_returns")
    stays = talent.stays(talented, firms, horizon)
    patents = ip.patents(inventing, firms, number, horizon)
    patent_events = ip.events(inventing, patents, horizon)
    software, layouts = ip.software(inventing, firms, number, horizon), ip.layouts(inventing, firms, number, horizon)
    wanting = rng("talent_demand")
    consents = consent.authorisations(rng("consent"), firms, horizon)
    lines = bank_returns.lines(banking, firms, consents, horizon)
    platforms = certification.platforms(certifying, firms, good, horizon)
    awards = certification.awards(certifying, firms, good, horizon)
    programmes = certification.programmes(certifying, firms, good, horizon)
    loans = bank_returns.loans(banking, lines, certificates, programmes)
    metering = rng("green")
    metered = green.connected(metering, firms, horizon)
    return Chunk(
        number=number,
        horizon=horizon,
        firms=firms,
        rate=rate,
        memberships=registration.memberships(rng("registration"), firms, horizon),
        vat=returns,
        quarterly=quarterly,
        annual=annual,
        research=research.rd_deductions(rng("research"), firms, annual["last"], horizon),
        payments=tax_payment.tax_payments(rng("payment"), returns["last"], quarterly["last"], annual["last"], horizon),
        ratings=credit_rating.credit_ratings(rng("rating"), firms, horizon),
        output=output.monthly_reports(reporting, firms, sold, horizon),
        hightech=output.hightech_reports(reporting, firms, sold, certified, horizon),
        stays=talent.exchanged(talented, stays, horizon),
        skills=talent_skills.skill_certificates(rng("skills"), stays, horizon),
        titles=talent_titles.titles(talented, firms, stays, horizon),
        patents=patents,
        patent_events=patent_events,
        software=software,
        layouts=layouts,
        certificates=certificates,
        platforms=platforms,
        awards=awards,
        programmes=programmes,
        contracts=certification.contracts(certifying, firms, good, horizon),
        equity=certification.equity_rounds(certifying, firms, good, horizon),
        adverse=certification.adverse_records(certifying, firms, horizon),
        standards=certification.standards(rng("standards"), firms, good, horizon),
        ip_uses=certification_ip.uses(
            rng("ip_uses"), firms, certificates, patents, patent_events, software, layouts, horizon
        ),
        consents=consents,
        lines=lines,
        loans=loans,
        loan_events=loan_events.events(banking, loans, horizon),
        postings=talent_demand.postings(wanting, firms, horizon),
        stations=talent_demand.stations(wanting, firms, horizon),
        available=talent_demand.available(wanting, firms, horizon),
        energy=green.readings(metering, firms, sold, metered, horizon),
        green_factories=green.factories(metering, firms, metered, certificates, horizon),
        materials=green.balances(metering, firms, metered, horizon),
    )
