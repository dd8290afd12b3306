"""A decision as one person may see it: figures of cost and profit, and whom it is about, hidden where the role does not see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from argosy.app.desk.sensitivity import sees
from argosy.app.door.people import Person
from argosy.app.door.roles import Permission
from argosy.app.report.privacy import MASK, without_persons
from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.money import Money
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option
from argosy.loop.calibration import Calibration
from argosy.loop.register import VERBS
from argosy.loop.status import may_follow
from argosy.loop.threads import Thread


@dataclass(frozen=True)
class ShownOption:
    """An option; `is_hidden` where its figures are not for the person."""

    name: str
    action: Text
    effect: Estimate | None
    cost: Money | None
    terms: Mapping[str, object]
    is_hidden: bool = False


@dataclass(frozen=True)
class ShownDecision:
    """A decision with its place in the list and in the register. `events` is how many happened to it: what a page says it has seen."""

    id: str
    thread_id: str
    kind: str
    domain: str
    subject: str
    as_of: date
    expires_on: date
    verdict: str
    status: str
    rank: int
    sure_worth: float | None
    rationale: Text
    options: tuple[ShownOption, ...]
    evidence: tuple[Evidence, ...]
    evaluation: Mapping[str, object] | None
    needs: tuple[Text, ...]
    reversible: bool
    snapshot: int | None
    events: int
    can: tuple[str, ...]
    calibration: Calibration | None
    is_hidden: bool

    @property
    def chosen(self) -> ShownOption:
        """The option proposed."""
        return self.options[0]

    def to_json(self, language: str) -> dict[str, object]:
        """As JSON types, sentences in the language; what is hidden is null and named by `masked`."""
        return {
            "id": self.id,
            "thread_id": self.thread_id,
            "kind": self.kind,
            "domain": self.domain,
            "subject": self.subject,
            "as_of": self.as_of.isoformat(),
            "expires_on": self.expires_on.isoformat(),
            "verdict": self.verdict,
            "status": self.status,
            "rank": self.rank,
            "sure_worth": self.sure_worth,
            "rationale": self.rationale.render(language),
            "options": [
                {
                    "name": one.name,
                    "action": one.action.render(language),
                    "effect": one.effect.to_json() if one.effect else None,
                    "cost": one.cost.to_json() if one.cost else None,
                    "terms": _plain(one.terms),
                }
                for one in self.options
            ],
            "evidence": [item.to_json() for item in self.evidence],
            "evaluation": self.evaluation,
            "needs": [need.render(language) for need in self.needs],
            "reversible": self.reversible,
            "snapshot": self.snapshot,
            "events": self.events,
            "can": list(self.can),
            "masked": self.is_hidden,
        }


def shown(
    person: Person, thread: Thread, rank: int, sure_worth: float | None, calibration: Calibration | None
) -> ShownDecision:
    """The decision of a thread as the person may see it."""
    decision = thread.decision if person.may(Permission.SEE_PERSONAL) else without_persons(thread.decision)
    is_hidden = not _sees_figures(person, decision)
    evaluation = decision.evaluation.to_json() if decision.evaluation and not is_hidden else None
    can = tuple(verb for verb, event in VERBS.items() if may_follow(thread.status, event)) if _acts(person) else ()
    return ShownDecision(
        id=thread.decision.id,
        thread_id=thread.id,
        kind=decision.kind,
        domain=decision.domain,
        subject=decision.subject,
        as_of=decision.as_of,
        expires_on=decision.expires_on,
        verdict=decision.verdict.value,
        status=thread.status.value,
        rank=rank,
        sure_worth=None if is_hidden else sure_worth,
        rationale=_without_figures(decision.rationale) if is_hidden else decision.rationale,
        options=tuple(_option(person, one, is_hidden) for one in decision.options),
        evidence=tuple(one for one in decision.evidence if not is_hidden and sees(person, one.name)),
        evaluation=evaluation,
        needs=decision.needs,
        reversible=decision.reversible,
        snapshot=decision.snapshot,
        events=len(thread.events),
        can=can,
        calibration=calibration,
        is_hidden=is_hidden,
    )


def is_of_stores(decision: Decision, stores: Sequence[str] | None) -> bool:
    """Whether a decision is about nothing but these stores; one that is about all of them is not for who sees only some."""
    if stores is None:
        return True
    what, _, which = decision.subject.partition(":")
    where = decision.evaluation.where.get("store", ()) if decision.evaluation else ()
    return (what == "store" and which in stores) or (bool(where) and set(where) <= set(stores))


def _acts(person: Person) -> bool:
    return person.may(Permission.ACT)


def _sees_figures(person: Person, decision: Decision) -> bool:
    """Whether nothing the decision's sentences rest on is hidden from the person."""
    told = [option.effect.metric for option in decision.options if option.effect]
    told += [item.name for item in decision.evidence]
    if decision.evaluation is not None:
        told.append(decision.evaluation.metric)
    return all(sees(person, name) for name in told)


def _option(person: Person, option: Option, is_hidden: bool) -> ShownOption:
    if is_hidden:
        return ShownOption(option.name, _without_figures(option.action), None, None, {}, is_hidden=True)
    cost = option.cost if person.may(Permission.SEE_COST) else None
    terms = {name: value for name, value in option.terms.items() if sees(person, name)}
    return ShownOption(option.name, option.action, option.effect, cost, terms)


def _without_figures(text: Text) -> Text:
    """The sentence with every value that holds a digit hidden: closed rather than clever."""
    values: dict[str, object] = {}
    for name, value in text.values.items():
        if isinstance(value, Text):
            values[name] = _without_figures(value)
        else:
            values[name] = MASK if any(sign.isdigit() for sign in str(value)) else value
    return Text(text.template, values)


def _plain(value: object) -> object:
    match value:
        case Mapping():
            return {str(name): _plain(item) for name, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case _:
            return value
