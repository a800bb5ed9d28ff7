"""What must hold of one table, how grave it is, and why: the model of `expectations/**/*.yml`.

    suite: publication.pub_score_v1
    table: pub_score_v1
    expect:
      - id: score_within_0_and_100
        expectation: column_values_to_be_between    # Great Expectations' name without `expect_`
        column: score                               # ... and its own arguments beside it
        min_value: 0
        max_value: 100
        severity: critical
        because: 百分制
    required: [score_within_0_and_100]

`because` is mandatory: it is the text of the refusal. A check named in `required` must be
in the suite, must run, and must have looked at something; otherwise it counts as failed.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Severity = Literal["critical", "warning"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

# Set by the interpreter itself; a suite file that sets them could switch a check off.
_RESERVED = {"meta", "notes", "result_format", "catch_exceptions", "description", "rendered_content", "windows"}


class Check(BaseModel):
    """One expectation on one table; further keys are the expectation's own arguments."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: Name
    expectation: Name
    severity: Severity
    because: str = Field(min_length=2)
    may_be_empty: bool = Field(False, description="true: looking at no row at all is fine (the column is often empty)")
    then: str = Field("", description="what to do when it fails, in Chinese; otherwise it follows from how it failed")
    then_en: str = Field("", description="the same in English")

    @property
    def arguments(self) -> dict[str, Any]:
        """What is passed to Great Expectations."""
        return dict(self.model_extra or {})

    @model_validator(mode="after")
    def _no_reserved_argument(self) -> "Check":
        if taken := sorted(_RESERVED & self.arguments.keys()):
            raise ValueError(f"check {self.id}: {', '.join(taken)} cannot be set in a suite")
        return self


class Suite(BaseModel):
    """All checks of one table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    table: str
    title: str = ""
    may_be_empty: bool = Field(False, description="true: a table without rows passes (say why in a comment)")
    expect: list[Check] = Field(min_length=1)
    required: list[Name] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Suite":
        ids = [check.id for check in self.expect]
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            raise ValueError(f"check ids written twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _required_checks_look(self) -> "Suite":
        """A required check that may see nothing and is narrowed by a condition could be switched off unseen."""
        for check in self.expect:
            if check.id in self.required and check.may_be_empty and "row_condition" in check.arguments:
                raise ValueError(f"check {check.id} is required: row_condition and may_be_empty cannot go together")
        return self
