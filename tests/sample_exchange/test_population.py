"""The sample looks like a hi-tech zone: many small, few large; research, patents and certificates go together."""

import itertools

import numpy as np
import pyarrow.parquet as pq

from sample_exchange.truth.truth_files import measures
from sample_exchange.world.population import CUTS_WAN, ZONE


def test_exactly_as_many_enterprises_are_scored_as_were_asked_for(sample):
    rows = pq.read_table(sample / "truth" / "enterprises.parquet").to_pylist()
    assert sum(row["in_population"] for row in rows) == 80
    assert 0.03 <= (len(rows) - 80) / 80 <= 0.06


def test_all_five_stages_are_there_and_the_mature_are_few(chunk):
    zone = chunk.firms[chunk.firms.role == ZONE]
    counts = np.bincount(np.searchsorted(CUTS_WAN, zone.revenue_wan, side="right"), minlength=5) / len(zone)
    assert counts.min() > 0.05 and counts[4] < 0.16


def test_revenue_is_skewed_as_revenues_are(chunk):
    wan = chunk.firms.revenue_wan
    assert 400 < np.median(wan) < 1600
    assert wan.mean() > 2.5 * np.median(wan)


def test_staff_follows_revenue(chunk):
    logs = np.log(np.stack([chunk.firms.staff, chunk.firms.revenue_wan]))
    assert np.corrcoef(logs)[0, 1] > 0.8
    assert 25 < chunk.firms.staff.mean() < 55


def test_research_patents_and_certificates_go_together(chunk):
    found = measures(chunk)
    intensity = chunk.firms.rd_intensity
    for name in ("valid_invention_patent_count", "software_layout_count", "is_high_tech_enterprise"):
        values = np.array(found[name], float)
        assert values[intensity > 0.05].mean() > 2 * values[intensity == 0].mean()


def test_growth_lasts_from_year_to_year(chunk):
    annual = chunk.annual["last"]
    years = [annual[(annual.year == year) & ~annual.gap] for year in (2023, 2024, 2025)]
    income = [dict(zip(each.firm.tolist(), each.income.tolist(), strict=True)) for each in years]
    grown_up = np.flatnonzero(chunk.firms.alive_from < 2022 * 12).tolist()
    both = [firm for firm in grown_up if all(each.get(firm) for each in income)]
    first = np.array([income[1][f] / income[0][f] for f in both])
    second = np.array([income[2][f] / income[1][f] for f in both])
    calm = (first < 2) & (second < 2)
    assert np.corrcoef(first[calm], second[calm])[0, 1] > 0.4


def test_some_enterprises_are_too_young_for_a_closed_tax_year(chunk):
    established = chunk.firms.established
    assert 0.03 < (established >= np.datetime64("2023-01-01")).mean() < 0.2
    assert (established >= np.datetime64("2026-01-01")).any()


def test_about_two_in_three_authorise_a_bank_and_a_few_take_it_back(chunk):
    consents = chunk.consents
    assert 0.55 < len(np.unique(consents.firm)) / len(chunk.firms) < 0.75
    assert 0.005 < (~np.isnat(consents.revoked)).mean() < 0.06
    pairs = np.unique(np.stack([consents.firm, consents.bank]), axis=1).shape[1]
    assert pairs > len(np.unique(consents.firm)) * 1.2


def test_a_few_annual_returns_never_came(chunk):
    firms, annual = chunk.firms, chunk.annual["last"]
    due = (firms.alive_from <= 2025 * 12 + 11) & (firms.role == ZONE)
    sent = np.isin(np.arange(len(firms)), annual.firm[annual.year == 2025])
    assert 0.01 < (due & ~sent).sum() / due.sum() < 0.07


def test_a_stay_never_overlaps_another_of_the_same_person_at_the_same_enterprise(chunk):
    stays = chunk.stays["last"]
    seen: dict[tuple, list[tuple]] = {}
    for firm, person, start, end in zip(stays.firm, stays.person, stays.start, stays.end, strict=True):
        seen.setdefault((firm, person), []).append((start, end if end >= 0 else 10**9))
    for spans in seen.values():
        spans.sort()
        assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(spans))
