"""Questions in an address: metrics, dimensions, days, filters, as the parameters of a GET."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query as Parameter

from argosy.interfaces.presentation.questions import query
from argosy.metrics.contract import Query


@dataclass(frozen=True)
class Question:
    """Parameters of a question; as a dependency they become those of the route."""

    metrics: Annotated[str, Parameter(description="Metrics, by comma.", examples=["net_sales,orders"], max_length=2000)]
    by: Annotated[
        str, Parameter(description="Dimensions and time words, by comma.", examples=["market,month"], max_length=400)
    ] = ""
    first: Annotated[
        str, Parameter(alias="from", description="First day, month or year.", examples=["2011-06"], max_length=20)
    ] = ""
    last: Annotated[
        str, Parameter(alias="to", description="Last day, month or year.", examples=["2011-11"], max_length=20)
    ] = ""
    where: Annotated[
        list[str] | None, Parameter(description="name=value,value", examples=[["market=DE,FR"]], max_length=20)
    ] = None
    currency: Annotated[str, Parameter(description="ISO 4217; by default the home currency.", max_length=3)] = ""
    compare: Annotated[str, Parameter(description="previous, year_before", max_length=100)] = ""

    def query(self) -> Query:
        """The question as the dictionary of numbers takes it; `RequestError` where it cannot be read."""
        return query(
            [self.metrics],
            [self.by],
            self.first or None,
            self.last or None,
            self.where or (),
            self.currency or None,
            [self.compare],
        )
