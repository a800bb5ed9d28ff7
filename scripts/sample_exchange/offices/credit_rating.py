"""Yearly tax credit ratings (纳税信用评价): A B M C D, given in April for the year before; new enterprises get M."""

import numpy as np

from sample_exchange.offices.rows import Rows
from sample_exchange.offices.text import choose, days, moments, whole
from sample_exchange.world.draws import days_later, office_moment
from sample_exchange.world.facts import Facts
from sample_exchange.world.periods import Horizon, first_day
from sample_exchange.world.population import name_on

LEVELS = ["A", "B", "M", "C", "D"]


def credit_ratings(rng: np.random.Generator, firms: Facts, horizon: Horizon) -> Facts:
    years = np.arange(2022, horizon.through.year)
    ends = years * 12 + 11
    firm, at = np.nonzero((firms.alive_from[:, None] <= ends) & (firms.alive_to[:, None] >= ends))
    year = years[at]
    steadiness = (firms.innovation + rng.normal(0, 0.6, len(firms)))[firm] + rng.normal(0, 0.5, len(firm))
    level = np.select([steadiness > 0.7, steadiness > -1.2, steadiness > -2.3], [0, 1, 3], 4)
    level = np.where(year * 12 - firms.alive_from[firm] < 12, 2, level)
    facts = Facts(firm=firm, year=year, level=level, rated=days_later(rng, first_day(year * 12 + 15), 4, 24))
    facts = facts[facts.rated <= horizon.day]
    return facts.but(updated=office_moment(rng, days_later(rng, facts.rated, 0, 3), horizon.day))


def rating_rows(firms: Facts, facts: Facts) -> Rows:
    return Rows(
        "tax",
        "credit_rating",
        {
            "uni_social_crd_cd": firms.uscc[facts.firm],
            "tax_nm": name_on(firms, facts.firm, facts.rated),
            "evalua_year": whole(facts.year),
            "tax_credit_level": choose(LEVELS, facts.level),
            "evalua_dt": days(facts.rated),
            "updated_at": moments(facts.updated),
        },
        firms.uscc[facts.firm],
    )
