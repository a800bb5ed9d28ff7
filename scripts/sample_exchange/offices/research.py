"""Form A107012 (研发费用加计扣除优惠明细表) of enterprises that do research; amounts in fen.

Line 2 = 3 + 7 + 16 + 19 + 23 + 34; 40 = 2 + 36 x 80 % + 38 = 41 + 42; 45 = 41 + 43 + 44; 47 = 45 - 46;
51 = (47 - 48 - 49) x 50, the rate (line 50) being 100 %.
"""

import numpy as np

from sample_exchange.offices import versions
from sample_exchange.offices.rows import Rows, constant
from sample_exchange.offices.text import days, moments, numbered, whole, yuan
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import Horizon
from sample_exchange.world.population import name_on

_OWN = ["line_3", "line_7", "line_16", "line_19", "line_23", "line_34"]
_OWN_SHARES = [8.0, 4.2, 1.3, 0.6, 0.7, 0.9]
_OUTSOURCED = ["line_36", "line_38"]
_STEP = 1000  # fen: components are whole tens of yuan, so that 80 % of line 36 has no fractions of a fen
LINES = ["line_2", *_OWN, *_OUTSOURCED, *[f"line_{number}" for number in range(40, 50)], "line_51"]


def rd_deductions(rng: np.random.Generator, firms: Facts, annual: Facts, horizon: Horizon) -> dict[str, Facts]:
    """Filed with the annual return; an enterprise without research sends none."""
    does = (firms.rd_intensity[annual.firm] > 0) & (annual.income > 0) & (rng.random(len(annual)) > 0.03)
    base = annual[does]
    count = len(base)
    expense = base.income * firms.rd_intensity[base.firm] * np.exp(rng.normal(0, 0.16, count))
    shares = rng.dirichlet(_OWN_SHARES, count)
    outsourced = np.where(rng.random((count, 2)) < [0.22, 0.03], rng.uniform(0.02, 0.25, (count, 2)), 0)
    own = {name: _tens(expense * shares[:, i] * (1 - outsourced.sum(axis=1))) for i, name in enumerate(_OWN)}
    other = {name: _tens(expense * outsourced[:, i]) for i, name in enumerate(_OUTSOURCED)}
    capitalised = np.where(rng.random(count) < 0.12, rng.uniform(0.05, 0.4, count), 0)
    projects = np.maximum(1, rng.poisson(1 + np.log1p(expense / 5e7)))
    facts = Facts(firm=base.firm, year=base.year, filed=base.filed, late=base.late, projects=projects,
                  capitalised_part=capitalised, **own, **other)  # fmt: skip
    facts = versions.stamped(rng, _totals(facts), horizon)
    facts, earlier = versions.corrected(rng, facts, 0.025, _OWN + _OUTSOURCED, horizon)
    return {"last": facts, "earlier": _totals(earlier)}


def _tens(fen: np.ndarray) -> np.ndarray:
    return np.rint(fen / _STEP).astype(np.int64) * _STEP


def _totals(facts: Facts) -> Facts:
    """Lines that follow from others."""
    own = sum(getattr(facts, name) for name in _OWN)
    total = own + facts.line_36 * 8 // 10 + facts.line_38
    capitalised = _tens(total * facts.capitalised_part)
    # Some have intangible assets of earlier years, special income, or sold what the research itself made.
    earlier = np.where(facts.projects % 5 == 0, _tens(total / 40), 0)
    special = np.where(facts.projects % 4 == 3, _tens(total / 100), 0)
    material = np.where(facts.projects % 6 == 5, _tens(total / 50), 0)
    carried = np.where(facts.projects % 7 == 6, _tens(total / 200), 0)
    allowed = total - capitalised + capitalised // 10 + earlier
    return facts.but(line_2=own, line_40=total, line_41=total - capitalised, line_42=capitalised,
                     line_43=capitalised // 10, line_44=earlier, line_45=allowed, line_46=special,
                     line_47=allowed - special, line_48=material, line_49=carried,
                     line_51=allowed - special - material - carried)  # fmt: skip


def rd_rows(firms: Facts, facts: Facts, serial_from: int) -> Rows:
    firm = facts.firm
    lines = {name: yuan(getattr(facts, name)) for name in LINES}
    rate = {"line_50": constant("1.00", len(facts))}
    rows = Rows(
        "tax",
        "rd_deduction",
        {
            "sbxh": numbered("SB40", serial_from + np.arange(len(facts)), 14),
            "tax_no": firms.uscc[firm],
            "comp_nm": name_on(firms, firm, facts.filed),
            "tax_year": whole(facts.year),
            "line_1": whole(facts.projects),
            **{name: text for name, text in lines.items() if name != "line_51"},
            **rate,
            "line_51": lines["line_51"],
            "filed_dt": days(facts.filed),
            "correct_flag": whole(facts.corrected.astype(int)),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[firm],
    )
    rows.note(facts.late, "late_filing", "none", "filed_dt")
    return rows
