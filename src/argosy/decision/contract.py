"""What a decision is: one proposal about one subject, with its options, its evidence and the way it will be judged.

A decision is frozen and carries no status: what became of it is said by the events of the register (`argosy.loop`). Texts are
templates with values, so that a decision can be shown in any language later. Money effects are per year in the home currency,
against doing nothing (`hold`), so that decisions of all domains rank in one list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from argosy.core.errors import FaultError
from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.ids import content_hash
from argosy.core.money import Money
from argosy.core.text import Text
from argosy.decision.evaluation import Evaluation, mappings

Term = str | int | float | bool | None | tuple["Term", ...] | Mapping[str, "Term"]

HOLD = "hold"
PER_YEAR = "/year"
_KIND = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*\Z")
_SUBJECT = re.compile(r"[a-z_]+:\S.*\Z")
_NAME = re.compile(r"[a-z]+(_[a-z0-9]+)*\Z")


class Verdict(StrEnum):
    """What Argosy says: do it, try it under measurement, leave it, or it cannot be said yet."""

    ACT = "act"
    TEST = "test"
    HOLD = "hold"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True)
class Option:
    """One thing that could be done.

    `name` is a word of the code (`deepen`), `action` an imperative sentence, `terms` what exactly (JSON values), `effect` the change
    against holding (None: not known), `cost` what doing it takes once (None: not known).
    """

    name: str
    action: Text
    effect: Estimate | None
    terms: Mapping[str, Term] = field(default_factory=lambda: MappingProxyType({}))
    cost: Money | None = None

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "terms", MappingProxyType({name: _frozen(value) for name, value in self.terms.items()})
        )
        if not _NAME.match(self.name):
            raise FaultError(
                "The option {name!r} is not named by lower-case words joined by underscores.", name=self.name
            )
        if not self.action.template:
            raise FaultError("The option {name} has no action.", name=self.name)

    def to_json(self, language: str | None = None) -> dict[str, object]:
        """As JSON types; with a language the action is a sentence, without one it can be read back."""
        return {
            "name": self.name,
            "action": _shown(self.action, language),
            "terms": {name: _plain(value) for name, value in self.terms.items()},
            "effect": None if self.effect is None else self.effect.to_json(),
            "cost": None if self.cost is None else self.cost.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Option:
        """The inverse of `to_json` without a language."""
        effect, cost, terms = data["effect"], data["cost"], data["terms"]
        return cls(
            name=str(data["name"]),
            action=_text(data["action"]),
            effect=Estimate.from_json(effect) if isinstance(effect, Mapping) else None,
            terms=terms if isinstance(terms, Mapping) else {},
            cost=Money.from_json(cost) if isinstance(cost, Mapping) else None,
        )


def hold(action: Text, effect: Estimate | None, terms: Mapping[str, Term] | None = None) -> Option:
    """The option to change nothing. Its effect is the zero all others are measured against, or None where nothing can be said.

    >>> hold(Text("Hold: change nothing."), Estimate.exact("net_sales", 0.0, "EUR/year")).name
    'hold'
    """
    return Option(HOLD, action, effect, terms or {})


@dataclass(frozen=True)
class Decision:
    """A proposal: `options` has the chosen one first and `hold` always among them; `needs` says what is missing when data is short.

    `subject` is `<what>:<which>` (`market:BR`); `snapshot` the number of the lake snapshot it was made from; `expires_on` the first
    day on which it must not be acted on any more.
    """

    kind: str
    subject: str
    as_of: date
    verdict: Verdict
    options: tuple[Option, ...]
    evidence: tuple[Evidence, ...]
    rationale: Text
    evaluation: Evaluation | None
    reversible: bool
    expires_on: date
    needs: tuple[Text, ...] = ()
    snapshot: int | None = None

    def __post_init__(self) -> None:
        for broken in (*_broken_form(self), *_broken_options(self), *_broken_verdict(self)):
            raise FaultError(
                "The decision {kind} on {subject} {broken}.", kind=self.kind, subject=self.subject, broken=broken
            )

    @property
    def id(self) -> str:
        """A hash of kind, subject, day and evidence: the same facts give the same decision."""
        return content_hash(self.kind, self.subject, self.as_of, self.evidence)

    @property
    def domain(self) -> str:
        """The first word of the kind."""
        return self.kind.partition(".")[0]

    @property
    def chosen(self) -> Option:
        """The option proposed: the first."""
        return self.options[0]

    @property
    def expected(self) -> Estimate | None:
        """The change of the evaluation's metric that the decision predicts; None where it predicts none."""
        if self.evaluation is None:
            return None
        if self.evaluation.expected is not None:
            return self.evaluation.expected
        effect = self.chosen.effect
        return effect if effect is not None and effect.metric == self.evaluation.metric else None

    def to_json(self, language: str | None = None) -> dict[str, object]:
        """Every field and the id as JSON types.

        With a BCP 47 language the texts are sentences (what `argosy decide --json` prints); without one they stay templates with
        values, and `from_json` reads them back.
        """
        return {
            "id": self.id,
            "kind": self.kind,
            "subject": self.subject,
            "as_of": self.as_of.isoformat(),
            "verdict": self.verdict.value,
            "options": [option.to_json(language) for option in self.options],
            "evidence": [item.to_json() for item in self.evidence],
            "rationale": _shown(self.rationale, language),
            "evaluation": None if self.evaluation is None else self.evaluation.to_json(),
            "reversible": self.reversible,
            "expires_on": self.expires_on.isoformat(),
            "needs": [_shown(need, language) for need in self.needs],
            "snapshot": self.snapshot,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Decision:
        """The inverse of `to_json` without a language."""
        evaluation, needs, snapshot = data["evaluation"], data["needs"], data["snapshot"]
        return cls(
            kind=str(data["kind"]),
            subject=str(data["subject"]),
            as_of=date.fromisoformat(str(data["as_of"])),
            verdict=Verdict(str(data["verdict"])),
            options=tuple(Option.from_json(item) for item in mappings(data["options"])),
            evidence=tuple(Evidence.from_json(item) for item in mappings(data["evidence"])),
            rationale=_text(data["rationale"]),
            evaluation=Evaluation.from_json(evaluation) if isinstance(evaluation, Mapping) else None,
            reversible=bool(data["reversible"]),
            expires_on=date.fromisoformat(str(data["expires_on"])),
            needs=tuple(_text(need) for need in needs) if isinstance(needs, list | tuple) else (),
            snapshot=None if snapshot is None else int(str(snapshot)),
        )


def _broken_form(decision: Decision) -> Iterable[str]:
    if not _KIND.match(decision.kind):
        yield "is not named domain.verb_object"
    if not _SUBJECT.match(decision.subject):
        yield "has a subject that is not written what:which"
    if decision.expires_on <= decision.as_of:
        yield f"expires on {decision.expires_on}, not after the day it is made for, {decision.as_of}"
    names = [item.name for item in decision.evidence]
    if len(set(names)) != len(names):
        yield "has two pieces of evidence of one name"
    if not decision.rationale.template:
        yield "has no rationale"


def _broken_options(decision: Decision) -> Iterable[str]:
    names = [option.name for option in decision.options]
    if HOLD not in names:
        yield "does not offer to hold"
    if len(set(names)) != len(names):
        yield "offers two options of one name"
    units = {(option.effect.metric, option.effect.unit) for option in decision.options if option.effect is not None}
    if len(units) > 1:
        yield "states effects that cannot be compared: " + ", ".join(" in ".join(unit) for unit in sorted(units))


def _broken_verdict(decision: Decision) -> Iterable[str]:
    chosen = decision.options[0] if decision.options else None
    proposes = decision.verdict in (Verdict.ACT, Verdict.TEST)
    if chosen is not None and proposes == (chosen.name == HOLD):
        yield f"has the verdict {decision.verdict} but chooses {chosen.name}"
    if proposes and decision.evaluation is None:
        yield f"has the verdict {decision.verdict} but does not say how it will be judged"
    if proposes and chosen is not None and chosen.effect is None:
        yield f"has the verdict {decision.verdict} but states no effect"
    if decision.verdict is Verdict.NOT_ENOUGH_DATA and not decision.needs:
        yield "says that data is missing but not which"
    if decision.verdict is not Verdict.NOT_ENOUGH_DATA and not decision.evidence:
        yield f"has the verdict {decision.verdict} but no evidence"


def _shown(text: Text, language: str | None) -> object:
    return text.to_json() if language is None else text.render(language)


def _text(data: object) -> Text:
    if isinstance(data, Mapping):
        return Text.from_json(data)
    return Text(str(data))


def _frozen(value: object) -> Term:
    match value:
        case Mapping():
            return MappingProxyType({str(name): _frozen(item) for name, item in value.items()})
        case list() | tuple():
            return tuple(_frozen(item) for item in value)
        case None | bool() | str() | int() | float():
            return value
        case _:
            raise FaultError(
                "A term of an option is a {type}; only JSON values can be stored.", type=type(value).__name__
            )


def _plain(value: Term) -> object:
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
