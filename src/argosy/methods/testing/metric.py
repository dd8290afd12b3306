"""What is judged: a column, a ratio of two columns, or a quantile of a column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from argosy.core.errors import RequestError
from argosy.methods.testing.distributions import require_share


@dataclass(frozen=True, slots=True)
class Metric:
    """A `numerator` column; over a `denominator` column (a ratio of sums); or at a `quantile` of it. `name` is how results call it."""

    name: str
    numerator: str
    denominator: str | None = None
    quantile: float | None = None

    def __post_init__(self) -> None:
        if self.quantile is not None:
            require_share(f"The quantile of {self.numerator}", self.quantile)
            if self.denominator is not None:
                raise RequestError("{metric} cannot be a ratio and a quantile at once; choose one.", metric=self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)


def parse_metric(text: str, columns: Collection[str]) -> Metric:
    """A metric by its text: `column`, `column/column` (ratio of sums) or `column@0.9` (quantile).

    A column of exactly that name comes first, so odd names stay usable.

    >>> parse_metric("clicks/views", ["clicks", "views"]).denominator
    'views'
    >>> parse_metric("seconds@0.9", ["seconds"]).quantile
    0.9
    """
    if text in columns:
        return Metric(text, text)
    left, slash, right = text.partition("/")
    if slash and left in columns and right in columns:
        return Metric(text, left, denominator=right)
    left, mark, level = text.rpartition("@")
    if mark and left in columns:
        try:
            return Metric(text, left, quantile=float(level))
        except ValueError:
            raise RequestError("{level} is not a quantile; write {column}@0.9.", level=level, column=left) from None
    raise unknown_column(text, columns)


def unknown_column(name: str, columns: Collection[str]) -> RequestError:
    """The error for a column the table does not have."""
    return RequestError(
        "There is no column {column} in the table; it has {columns}.", column=name, columns=", ".join(columns)
    )
