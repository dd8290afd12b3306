"""What an experiment is: the design, fixed before it starts and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from argosy.core.errors import FaultError, RequestError
from argosy.core.ids import content_hash
from argosy.core.period import Period
from argosy.decision.contract import Option
from argosy.methods.testing import FractionalDesign, FullDesign, fractional_factorial, full_factorial
from argosy.metrics.registry import metric

Where = Mapping[str, tuple[str, ...]]


class Design(StrEnum):
    """How units come into arms."""

    SPLIT = "split"  # units by a hash; who was exposed stands in `exposures`
    SWITCHBACK = "switchback"  # one part of the shop, arms by day
    MATCHED = "matched"  # pairs of SKUs or markets, one of each treated
    HOLDOUT = "holdout"  # regions or markets held out of a treatment all others get
    SYNTHETIC = "synthetic"  # one treated member against a weighted mix of the others
    PLATFORM = "platform"  # run and measured by the platform itself


@dataclass(frozen=True)
class Experiment:
    """`arms` holds the control first. `where` is the part of the shop.

    In designs of members `dimension` and `treated` say which get the new arm, `controls` which do not (in the same order where matched).

    With `factors` (name to levels, the base first) the arms are combinations of their levels, all of them or a fraction.

    `definitions` are the metrics' definitions when it began: a metric redefined since cannot judge it. `minimum_effect` is the smallest
    effect worth seeing, per day for a sum. `external_id` is the platform's or shop's own id in `experiment_results` and `exposures`.
    """

    id: str
    decision_id: str
    design: Design
    arms: tuple[str, ...]
    metric: str
    guardrails: tuple[str, ...]
    where: Where
    start_on: date
    days: int
    minimum_effect: float
    alpha: float
    dimension: str = ""
    treated: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    external_id: str = ""
    definitions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    factors: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def period(self) -> Period:
        """The days it runs."""
        return Period(self.start_on, self.start_on + timedelta(days=self.days))

    @property
    def control(self) -> str:
        """The arm the others are compared with."""
        return self.arms[0]

    def overlaps(self, other: Experiment) -> bool:
        """Whether both would touch the same part of the shop on the same days; a whole shop overlaps everything."""
        if self.period.overlap(other.period) is None:
            return False
        own, theirs = (_members(one) for one in (self, other))
        return all(set(own[name]) & set(theirs[name]) for name in own.keys() & theirs.keys())

    def to_json(self) -> dict[str, object]:
        """Every field as JSON types."""
        return {
            **{
                name: getattr(self, name)
                for name in (
                    "id",
                    "decision_id",
                    "metric",
                    "days",
                    "minimum_effect",
                    "alpha",
                    "dimension",
                    "external_id",
                )
            },
            "design": self.design.value,
            **{name: list(getattr(self, name)) for name in ("arms", "guardrails", "treated", "controls")},
            "where": {name: list(members) for name, members in self.where.items()},
            "start_on": self.start_on.isoformat(),
            "definitions": dict(self.definitions),
            "factors": {name: list(levels) for name, levels in self.factors.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Experiment:
        """The inverse of `to_json`."""
        where, definitions, factors = data["where"], data["definitions"], data.get("factors", {})
        if not all(isinstance(one, Mapping) for one in (where, definitions, factors)):
            raise FaultError("A stored experiment cannot be read: {id}.", id=str(data.get("id")))
        return cls(
            id=str(data["id"]),
            decision_id=str(data["decision_id"]),
            design=Design(str(data["design"])),
            arms=_texts(data["arms"]),
            metric=str(data["metric"]),
            guardrails=_texts(data["guardrails"]),
            where=MappingProxyType({str(name): _texts(members) for name, members in _mapping(where).items()}),
            start_on=date.fromisoformat(str(data["start_on"])),
            days=int(str(data["days"])),
            minimum_effect=float(str(data["minimum_effect"])),
            alpha=float(str(data["alpha"])),
            dimension=str(data["dimension"]),
            treated=_texts(data["treated"]),
            controls=_texts(data["controls"]),
            external_id=str(data["external_id"]),
            definitions=MappingProxyType({str(name): str(text) for name, text in _mapping(definitions).items()}),
            factors=_factors(factors),
        )


def experiment_of(option: Option, decision_id: str, start_on: date) -> Experiment | None:
    """The experiment an option's terms describe; None where the option is none (it has no `design`).

    `RequestError` for terms that cannot be run.
    """
    terms = option.terms
    if "design" not in terms:
        return None
    where, factors = terms.get("where", {}), _factors(terms.get("factors", {}))
    arms = _texts(terms.get("arms", ()))
    if factors:
        arms = tuple(arms_by_cell(factors, int(str(terms.get("runs", 0)))).values())
    slug, guardrails = str(terms.get("metric", "")), _texts(terms.get("guardrails", ()))
    days = int(str(terms.get("days", 0)))
    if len(set(arms)) < 2 or days < 1 or not isinstance(where, Mapping):
        raise RequestError(
            "The test of decision {id} names fewer than two arms or no days; decline it.", id=decision_id
        )
    control = str(terms.get("control", arms[0]))
    ordered = (control, *(arm for arm in arms if arm != control))
    return Experiment(
        id=content_hash("experiment", decision_id, start_on.isoformat()),
        decision_id=decision_id,
        design=Design(str(terms["design"])),
        arms=ordered,
        metric=metric(slug).slug,
        guardrails=guardrails,
        where=MappingProxyType(
            {str(name): (str(member),) if isinstance(member, str) else _texts(member) for name, member in where.items()}
        ),
        start_on=start_on,
        days=days,
        minimum_effect=float(str(terms.get("minimum_detectable_effect", 0.0))),
        alpha=float(str(terms.get("alpha", 0.05))),
        dimension=str(terms.get("dimension", "")),
        treated=_texts(terms.get("treated", ())),
        controls=_texts(terms.get("controls", ())),
        external_id=str(terms.get("external_id", "")),
        definitions=MappingProxyType({name: definition_of(name) for name in (slug, *guardrails)}),
        factors=factors,
    )


def design_of(factors: Mapping[str, tuple[str, ...]], runs: int) -> FullDesign | FractionalDesign:
    """The full design of the factors, or the best fraction of `runs` combinations (of factors with two levels).

    >>> design_of({"title": ("old", "new"), "picture": ("a", "b")}, 0).cells[1]
    ('old', 'b')
    """
    whole = full_factorial(factors)
    if runs in (0, len(whole.cells)):
        return whole
    if any(len(levels) != 2 for levels in factors.values()):
        raise RequestError("A fraction of the combinations is planned for factors of two levels only; run them all.")
    return fractional_factorial(tuple(factors), runs)


def arms_by_cell(factors: Mapping[str, tuple[str, ...]], runs: int) -> dict[tuple[str, ...], str]:
    """The arm of every combination that is run, named by its levels; the one nearest to the base first, which is the control.

    >>> arms_by_cell({"title": ("old", "new"), "picture": ("a", "b"), "price": ("9", "8")}, 4)[("low", "low", "high")]
    'old + a + 8'
    """
    design = design_of(factors, runs)
    named = {cell: _levels(factors, design, cell) for cell in design.cells}
    base = [levels[0] for levels in factors.values()]
    ordered = sorted(named, key=lambda cell: sum(own != first for own, first in zip(named[cell], base, strict=True)))
    return {cell: " + ".join(named[cell]) for cell in ordered}


def _levels(
    factors: Mapping[str, tuple[str, ...]], design: FullDesign | FractionalDesign, cell: tuple[str, ...]
) -> tuple[str, ...]:
    if isinstance(design, FullDesign):
        return cell
    return tuple(factors[name][level == "high"] for name, level in zip(design.factors, cell, strict=True))


def _factors(given: object) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({str(name): _texts(levels) for name, levels in _mapping(given).items()})


def _mapping(given: object) -> Mapping[object, object]:
    return given if isinstance(given, Mapping) else {}


def definition_of(slug: str) -> str:
    """A hash of how a metric is defined now, parts and all."""
    one = metric(slug)
    below = [definition_of(name) for name in (*(part for part, _ in one.parts), one.numerator, one.denominator) if name]
    return content_hash(one.slug, one.formula, one.unit.value, [sign for _, sign in one.parts], below, length=12)


def _members(one: Experiment) -> dict[str, tuple[str, ...]]:
    """The members an experiment touches, by dimension."""
    own = dict(one.where)
    if one.dimension:
        own[one.dimension] = (*one.treated, *one.controls)
    return own


def _texts(values: object) -> tuple[str, ...]:
    if isinstance(values, str) or not isinstance(values, Sequence):
        return (str(values),) if isinstance(values, str) else ()
    return tuple(str(value) for value in values)
