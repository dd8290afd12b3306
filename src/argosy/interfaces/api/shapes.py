"""Shapes of the API's documents, with examples; OpenAPI is made from them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    """An error (RFC 9457): `detail` is one sentence that says what to do."""

    type: str = Field(examples=["urn:argosy:problem:not_allowed"])
    title: str
    status: int
    detail: str
    instance: str


class Page(BaseModel):
    """Items, and the cursor of the next page where there is one."""

    items: list[dict[str, Any]]
    next: str | None = Field(default=None, description="Send it as `cursor` for the next page; null at the end.")


class Thing(BaseModel):
    """One document."""

    model_config = ConfigDict(extra="allow")


class Measured(BaseModel):
    """Numbers by definition: `rows` have the dimensions, the metrics and what they are compared with."""

    metrics: list[str] = Field(examples=[["net_sales", "orders"]])
    by: list[str] = Field(examples=[["market", "month"]])
    currency: str = Field(examples=["GBP"])
    lake_version: dict[str, int]
    rows: list[dict[str, Any]] = Field(examples=[[{"market": "DE", "net_sales": 1234.5, "orders": 12}]])
    next: str | None = None


class TargetIn(BaseModel):
    """What a metric should reach in a month; a share in percent, an empty value takes the target away."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"metric": "net_sales", "value": "125000"}]}
    )

    metric: str = Field(max_length=100)
    value: str = Field(max_length=40)


class WebhookIn(BaseModel):
    """Where to tell what."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"url": "https://example.com/hook", "events": ["decision.proposed"]}]},
    )

    url: str = Field(max_length=2000)
    events: list[str] = Field(max_length=20)


class LeaveIn(BaseModel):
    """Rows that stay apart on purpose, and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"lines": [6], "reason": "a test order"}]}
    )

    lines: list[int] = Field(max_length=200)
    reason: str = Field(max_length=1000)


class CorrectIn(BaseModel):
    """Cells to correct, by data row and column."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"rows": {"6": {"Quantity": "4"}}}]})

    rows: dict[str, dict[str, str]] = Field(max_length=200)


class ActIn(BaseModel):
    """What a person does with a decision."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"verb": "accept", "why": "worth a try"}]}
    )

    verb: Literal["accept", "decline", "test", "done", "undo"]
    why: str = Field(default="", max_length=2000)
    seen: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="`events` of the decision as you saw it; 409 where more happened since.",
    )


class RunIn(BaseModel):
    """What to run: of `decide`, a domain or a kind."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"only": "market"}, {}]})

    only: str | None = Field(default=None, max_length=100)


class PersonIn(BaseModel):
    """Somebody to invite, or what to change about them; `stores` null is every store."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"email": "li@example.com", "name": "Li", "role": "operations"}]},
    )

    email: str = Field(max_length=254)
    name: str = Field(default="", max_length=120)
    role: str = Field(max_length=20)
    stores: list[str] | None = Field(default=None, max_length=1000)


class GrantIn(BaseModel):
    """Another role, or other stores."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "finance", "stores": None}]})

    role: str = Field(max_length=20)
    stores: list[str] | None = Field(default=None, max_length=1000)


class TokenIn(BaseModel):
    """A token to make: never wider than you are."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "dashboard", "scope": ["read"], "days": 90}]}
    )

    name: str = Field(max_length=120)
    scope: list[str] = Field(min_length=1, max_length=20)
    days: int = Field(default=90, ge=1, le=366)


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"application/problem+json": {"schema": Problem.model_json_schema()}}}
    for status, said in {
        400: "It cannot be done as asked.",
        401: "Nobody is logged in, or the token is void.",
        403: "The role may not do this.",
        404: "It is not there.",
        409: "It has changed meanwhile, or the key stood for another request.",
        422: "The request or the file cannot be read.",
        429: "Too many requests; see Retry-After.",
        503: "Busy just now; see Retry-After.",
    }.items()
}
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "You have this version already (If-None-Match)."}}
READS = {**PROBLEMS, **NOT_MODIFIED}
