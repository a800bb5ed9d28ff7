"""The `rest:` block of a passport: how an HTTP interface is paged, signed, paced and read until it stands still.

rest: {page_size: 500, updated_since: updated_at, overlap_days: 1}          # page numbers, bearer token
rest:
  paging: cursor                                # page | offset | cursor | link (the Link header, rel=next)
  parameters: {size: limit, cursor: after}      # what the office calls our parameters
  answer: {rows: result.list, total: "", cursor: result.next}
  requests_per_minute: 120
  auth:
    kind: hmac                                  # bearer | basic | hmac; key, secret: the connection's
    sign: "{method}\\n{path}\\n{sorted_query}\\n{timestamp}\\n{nonce}"
    headers: {X-Key: "{key}", X-Time: "{timestamp}", X-Nonce: "{nonce}", X-Sign: "{signature}"}
"""

from string import Formatter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Column = Annotated[str, Field(min_length=1, pattern=r"^[^_\s]")]
Word = Annotated[str, Field(min_length=1)]
SIGNABLE = frozenset({"method", "host", "path", "query", "sorted_query", "timestamp", "nonce", "key"})


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Parameters(_Block):
    """What the office calls the parameters of a request."""

    page: Word = "page"
    size: Word = "page_size"
    offset: Word = "offset"
    cursor: Word = "cursor"
    since: Word = "updated_since"


class Answer(_Block):
    """Where things lie in an answer, as dotted keys; empty = the whole answer is the rows, there is no such thing."""

    rows: str = "data"
    total: str = "total"
    sums: str = Field("", description="{column: sum over the rows of all pages}, of the table's control_totals")
    cursor: str = "next_cursor"


class Auth(_Block):
    """How a request shows who asks. Names and shapes only: the secret is in the connection."""

    kind: Literal["bearer", "basic", "hmac"] = "bearer"
    algorithm: Literal["sha1", "sha256", "sha384", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    timestamp: Literal["seconds", "milliseconds", "iso"] = "seconds"
    sign: str = Field("", description="the text that is signed, with {placeholders}")
    headers: dict[Word, str] = Field({}, description="header by header what is sent; one of them holds {signature}")

    @model_validator(mode="after")
    def _complete(self) -> "Auth":
        given = self.model_fields_set - {"kind"}
        if self.kind != "hmac":
            if given:
                raise ValueError(f"{', '.join(sorted(given))} belongs to kind: hmac, not to {self.kind}")
            return self
        if not self.sign or not any("{signature}" in each for each in self.headers.values()):
            raise ValueError("hmac needs sign (what is signed) and headers, one of them with {signature}")
        _only(self.sign, SIGNABLE, "sign")
        for name, text in self.headers.items():
            _only(text, SIGNABLE | {"signature"}, f"headers.{name}")
        return self


class Rest(_Block):
    """How an HTTP interface is paged and how patient we are with it."""

    paging: Literal["page", "offset", "cursor", "link"] = "page"
    page_size: int = Field(500, ge=1, le=10_000)
    parameters: Parameters = Parameters()
    answer: Answer = Answer()
    auth: Auth = Auth()
    updated_since: Column = Field("updated_at", description="the column that says when a row last changed")
    overlap_days: float = Field(1, ge=0, description="ask this much before the newest row already landed")
    readings: int = Field(
        4, ge=1, le=20, description="several pages are read until two readings agree, this often at most; 1 = trust one"
    )
    requests_per_minute: float | None = Field(None, gt=0, description="the office's declared limit, evenly spread")
    attempts: int = Field(5, ge=1, le=20)
    connect_attempts: int = Field(2, ge=1, le=20, description="when nothing listens; whoever runs us tries again later")
    wait_seconds: float = Field(1, ge=0, description="before the second attempt; doubles each time")
    longest_wait_seconds: float = Field(60, ge=0, description="a Retry-After beyond this ends the attempt for tonight")
    timeout_seconds: float = Field(60, gt=0)
    connect_seconds: float = Field(10, gt=0)


def _only(text: str, allowed: frozenset[str], where: str) -> None:
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
    for _, name, spec, conversion in fields:
        if name is not None and (name not in allowed or spec or conversion):
            raise ValueError(f"{where}: {{{name}}} is unknown; allowed: {', '.join(sorted(allowed))}")
