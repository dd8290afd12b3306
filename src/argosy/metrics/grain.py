"""Periods of different length over the same days: a month loaded whole and day by day counts once."""

from __future__ import annotations

from typing import Any

WHOLE_SHARE = 0.995
"""Shorter periods stand for the longer one around them where they tell this share of what it tells."""


def told_once(rows: Any, keys: list[str], day: str, told: str, place: str = "") -> Any:
    """Rows of which no day counts twice: shorter periods stay where together they tell as much as the longer one, else the longer stays.

    `keys` name an account or store, `day` its first days (beside `days`), `told` the figure compared, `place` how far a row is from
    the detail wanted (0 the nearest): a shorter period that is farther from it does not stand for a longer one. Periods that merely overlap
    both stay.
    """
    import ibis

    far = rows[place].min() if place else ibis.literal(0)
    amount = rows[told].cast("float64").coalesce(0.0)
    spans = rows.group_by(*keys, day, "days").aggregate(told_sum=amount.sum(), far=far)
    longer = spans.filter(spans.days > 1)
    shorter = spans.select(
        *(spans[key].name(f"s_{key}") for key in keys),
        s_day=spans[day],
        s_days=spans.days,
        s_told=spans.told_sum,
        s_far=spans.far,
    ).view()
    start = shorter.s_day.delta(longer[day], unit="day")
    same = [longer[key] == shorter[f"s_{key}"] for key in keys]
    inside = longer.join(
        shorter, [*same, shorter.s_days < longer.days, start >= 0, start + shorter.s_days <= longer.days]
    )
    sums = inside.group_by(*keys, day, "days", "s_days").aggregate(
        told_sum=inside.told_sum.max(), inner=(inside.s_far <= inside.far).ifelse(inside.s_told, 0.0).sum()
    )
    best = sums.group_by(*keys, day, "days").aggregate(told_sum=sums.told_sum.max(), inner=sums.inner.max())
    is_told = best.inner >= best.told_sum * WHOLE_SHARE
    lost = best.filter(is_told).select(*keys, day, "days")
    won = best.filter(~is_told).select(*(best[key].name(f"w_{key}") for key in keys), w_day=best[day], w_days=best.days)
    won = won.view()
    match = [inside[key] == won[f"w_{key}"] for key in keys]
    beaten = inside.join(won, [*match, inside[day] == won.w_day, inside.days == won.w_days])
    beaten = beaten.select(
        *(beaten[f"s_{key}"].name(key) for key in keys), beaten.s_day.name(day), beaten.s_days.name("days")
    )
    gone = lost.union(beaten.distinct())
    return rows.anti_join(gone.view(), [*keys, day, "days"])


def has_periods(engine: Any, name: str) -> bool:
    """True where a table holds rows of more than a day; looked up once."""

    def look() -> bool:
        rows = engine.table(name)
        return bool(engine.to_arrow(rows.filter(rows.days > 1).select("days").limit(1)).num_rows)

    return bool(engine.once(f"{name}_has_periods", look))
