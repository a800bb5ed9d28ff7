"""A bank's product (`dbt_project/products/<product>.yml`): who may enter, what never enters, and the line in yuan.

ticket (all_of | any_of | none_of)   conditions, as in `condition`
red_lines                            none of these may hold, whatever else does
line                                 one way to an amount, then limits, then rounding down

base    fixed_cny | share_of: {measure, share} | by + bands_cny | by + uplift (on the bank's own amount)
by      score: scheme | rank: scheme (share of the scored from the top: 0.05 is the best 5 %) | measure: m
line  = base, at least floor_cny, at most cap_cny and not_above, rounded down to whole round_down_cny
"""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from innopoints.passports.condition import Condition, Entry, Rate, Yuan
from innopoints.passports.leaf import Measured
from innopoints.passports.rule_file import RuleFile
from innopoints.passports.stage_profile import Name

STRICT = ConfigDict(extra="forbid", frozen=True)


class Share(BaseModel):
    """A part of a measure in yuan, such as 40 % of revenue."""

    model_config = STRICT
    measure: Name
    share: Annotated[Rate, Field(le=1)]


class By(BaseModel):
    """What decides the band: exactly one of these."""

    model_config = STRICT
    score: Name | None = None
    rank: Name | None = None
    measure: Name | None = None

    @property
    def kinds(self) -> list[str]:
        return [name for name in ("score", "rank", "measure") if getattr(self, name) is not None]

    @property
    def name(self) -> str:
        """Which scheme or measure."""
        return getattr(self, self.kinds[0])


class Line(BaseModel):
    """From what is known of an enterprise to an amount in yuan. A bound belongs to its band; below all bounds: none."""

    model_config = STRICT
    fixed_cny: Yuan | None = None
    share_of: Share | None = None
    by: By | None = None
    bands_cny: Annotated[dict[Measured, Yuan], Field(min_length=1)] | None = None
    uplift: Annotated[dict[Measured, Rate], Field(min_length=1)] | None = None
    floor_cny: Yuan | None = None
    cap_cny: Yuan | None = None
    not_above: Share | None = None
    round_down_cny: Yuan
    certainty: Literal["official", "remembered", "illustrative"] | None = None

    @property
    def kinds(self) -> list[str]:
        """Which ways to an amount are written; a sound line has one."""
        return [name for name in ("fixed_cny", "share_of", "bands_cny", "uplift") if getattr(self, name) is not None]


class Product(Entry, RuleFile):
    """One edition of one product of one bank of `dags/banks`."""

    kind: ClassVar[str] = "product"
    product: Name
    bank: Name
    red_lines: Annotated[dict[Name, Condition], Field(min_length=1)]
    line: Line
    rate_ratio: Annotated[Decimal, Field(gt=0, lt=1, decimal_places=6)] | None = None
    term_months: Annotated[int, Field(ge=1, le=120)] | None = None

    @property
    def rule(self) -> Condition:
        """Red lines first, so that they are the reason a reader hears of first; then the ticket."""
        lines = Condition(title="没有触及红线", title_en="crosses none of the red lines", none_of=self.red_lines)
        ticket = Condition(title="准入条件", title_en="the entry ticket", **self.junctions)
        return Condition(title=self.title, title_en=self.title_en, all_of={RED_LINES: lines, TICKET: ticket})


RED_LINES, TICKET = "red_lines", "ticket"
"""The two clauses under every product; its own clauses may not bear these names."""
