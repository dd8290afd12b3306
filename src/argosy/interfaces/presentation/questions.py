"""Questions as people type them, in a command or an address: names by comma, filters, days; and the query they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from argosy.core.errors import RequestError

if TYPE_CHECKING:
    from argosy.metrics.contract import Query


def listed(texts: Iterable[str]) -> tuple[str, ...]:
    """Words joined by commas, given once or several times, in their order and each once.

    >>> listed(["net_sales,orders", "orders", " customers "])
    ('net_sales', 'orders', 'customers')
    """
    words = (word.strip() for text in texts for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def filters(texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Filters as the query wants them; a backslash keeps a comma in a value.

    >>> dict(filters(["market=DE,FR", "market=IT", r"sku=A\\,1"]))
    {'market': ('DE', 'FR', 'IT'), 'sku': ('A,1',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        name, equals, values = text.partition("=")
        if not equals or not name.strip():
            raise RequestError("{text!r} is not a filter; write it like market=DE or market=DE,FR.", text=text)
        parts = tuple(part.replace("\\,", ",") for part in re.split(r"(?<!\\),", values))
        found[name.strip()] = (*found.get(name.strip(), ()), *parts)
    return found


def days(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """The days asked for, half-open; `first` and `last` are days or whole periods, both in.

    >>> days("2025-01", "2025-02-14")
    (datetime.date(2025, 1, 1), datetime.date(2025, 2, 15))
    """
    from argosy.core.period import Period

    start = Period.parse(first).start if first else None
    end = Period.parse(last).end if last else None
    if start and end and end <= start:
        raise RequestError("The period from {first} to {last} holds no day; exchange them.", first=first, last=last)
    return start, end


def query(
    metrics: Iterable[str],
    by: Iterable[str] = (),
    first: str | None = None,
    last: str | None = None,
    where: Iterable[str] = (),
    currency: str | None = None,
    compare: Iterable[str] = (),
    plan: str | None = None,
    pace: str = "days",
) -> Query:
    """The question the options ask."""
    from argosy.metrics.contract import Query

    slugs = listed(metrics)
    if not slugs:
        raise RequestError("Name a metric; `argosy metrics` lists them.")
    start, end = days(first, last)
    chosen = currency.strip().upper() if currency else None
    return Query(slugs, listed(by), start, end, filters(where), chosen, listed(compare), plan, pace)
