"""Targets: what a metric should reach in a month; the board says how far it is, and a month that missed one is an alarm."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import sqlalchemy as sa

from argosy.app.desk.sensitivity import refuse_hidden
from argosy.app.door.roles import Permission
from argosy.app.door.schema import TARGETS
from argosy.app.door.secrets import new_id
from argosy.core.errors import RequestError
from argosy.metrics.contract import Better, Metric, Value
from argosy.metrics.registry import metric as find_metric

if TYPE_CHECKING:
    from argosy.app.desk.desk import Desk
    from argosy.app.desk.live import Live

LARGEST = Decimal(10) ** 15


@dataclass(frozen=True)
class Target:
    """What a metric should reach in a month; money in the home currency, a share as a fraction."""

    metric: Metric
    value: Decimal
    actor: str

    def is_missed(self, value: Value) -> bool:
        """Whether the month's value is on the wrong side; what is not known is not missed."""
        if not isinstance(value, int | float | Decimal) or self.metric.better is Better.NEITHER:
            return False
        reached = Decimal(str(value))
        return reached < self.value if self.metric.better is Better.UP else reached > self.value


def targets(live: Live) -> dict[str, Target]:
    """Every target, by metric."""

    def read(connection: sa.Connection) -> dict[str, Target]:
        rows = connection.execute(sa.select(TARGETS).order_by(TARGETS.c.metric)).mappings().all()
        found = {}
        for row in rows:
            try:
                known = find_metric(row["metric"])
            except RequestError:  # a metric of an earlier version
                continue
            found[known.slug] = Target(known, Decimal(str(row["value"])), row["actor"])
        return found

    kept: dict[str, Target] = live.door.seen.get("targets", read)
    return kept


def set_target(desk: Desk, slug: str, value: str) -> None:
    """Set a metric's target of a month, in percent for a share; an empty value takes it away."""
    desk.require(Permission.MANAGE)
    found = find_metric(slug)
    refuse_hidden(desk.person, (slug,))
    with desk.live.door.storage.writing() as connection:
        connection.execute(sa.delete(TARGETS).where(TARGETS.c.metric == slug))
        if value.strip():
            row = {"id": new_id(), "metric": slug, "value": _read(found, value), "actor": desk.person.email}
            connection.execute(sa.insert(TARGETS).values(**row, created_at=desk.live.door.now()))
    desk.note("target.set" if value.strip() else "target.remove", slug)


def _read(found: Metric, value: str) -> Decimal:
    try:
        number = Decimal(value.strip().replace(",", "").replace(" ", "").removesuffix("%"))
    except InvalidOperation as error:
        raise RequestError("{value!r} is no number; write one such as 12500 or 3.5.", value=value[:40]) from error
    if not number.is_finite() or abs(number) > LARGEST:
        raise RequestError("{value!r} is no number; write one such as 12500 or 3.5.", value=value[:40])
    return number / 100 if found.unit.value == "share" else number
