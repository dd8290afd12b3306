"""Decisions as people read them: the ranked list, one decision in full, and the tables behind both. One code for every interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from argosy.core.money import Money
from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.formatting import Formats, is_money
from argosy.interfaces.presentation.tables import Column, Kind, Table, Value, definition

if TYPE_CHECKING:
    from argosy.core.estimate import Estimate
    from argosy.decision.contract import Decision, Option

SHORT_ID = 8


class Proposed(Protocol):
    """A decision with its place in the register: what `app` hands out as a proposal."""

    @property
    def decision(self) -> Decision:
        """The decision."""
        ...

    @property
    def status(self) -> str:
        """What became of it so far."""
        ...

    @property
    def rank(self) -> int:
        """Its place in the one list, from 1."""
        ...

    @property
    def thread_id(self) -> str:
        """The id under which it was first proposed."""
        ...

    @property
    def sure_worth(self) -> float | None:
        """What it is surely worth a year, in the home currency."""
        ...


@dataclass(frozen=True)
class DecisionLine:
    """One decision as its row in a list shows it; everything is text in one language."""

    rank: int
    verdict: str
    kind: str
    sentence: str
    subject: str
    action: str
    effect: str
    effect_range: str
    cost: str
    needs: tuple[str, ...]
    days_left: int
    status: str
    short_id: str
    id: str


def decision_line(proposed: Proposed, formats: Formats) -> DecisionLine:
    """The row of a decision."""
    decision, language = proposed.decision, formats.language
    chosen = decision.chosen
    effect = chosen.effect
    return DecisionLine(
        rank=proposed.rank,
        verdict=words.word(words.VERDICTS, decision.verdict.value, language),
        kind=decision.kind,
        sentence=decision.rationale.render(language),
        subject=subject_label(decision.subject, formats),
        action=chosen.action.render(language),
        effect=formats.estimate(effect) if effect and not _is_nothing(effect) else "",
        effect_range=formats.estimate_range(effect) if effect and not _is_nothing(effect) else "",
        cost=formats.money(chosen.cost.amount, chosen.cost.currency) if chosen.cost else "",
        needs=tuple(need.render(language) for need in decision.needs),
        days_left=(decision.expires_on - decision.as_of).days,
        status=words.word(words.STATUSES, proposed.status, language),
        short_id=decision.id[:SHORT_ID],
        id=decision.id,
    )


def _is_nothing(effect: Estimate) -> bool:
    """Holding has the effect zero against itself: saying so tells nobody anything."""
    return effect.low == effect.high == 0


def subject_label(subject: str, formats: Formats) -> str:
    """A subject as people read it.

    >>> subject_label("market:DE", Formats()), subject_label("customer_group:vip", Formats())
    ('Market DE Germany', 'Customer group vip')
    """
    what, _, which = subject.partition(":")
    named = formats.place(which) if what in ("market", "country", "origin") else which
    return f"{words.word(words.DIMENSIONS, what, formats.language)} {named}"


def decision_json(proposed: Proposed, language: str) -> dict[str, object]:
    """What `argosy decide --json` prints per decision: the contract's fields with the id, then status, rank and sure worth."""
    return {
        **proposed.decision.to_json(language),
        "status": proposed.status,
        "rank": proposed.rank,
        "thread_id": proposed.thread_id,
        "sure_worth": proposed.sure_worth,
    }


def decisions_table(proposals: Sequence[Proposed], language: str) -> Table:
    """One row per decision, its figures as figures; the terms of the chosen option have a column each where they are plain."""
    columns = [
        *definition([("rank", Text("Rank"), Kind.COUNT)]),
        Column("verdict", Text("Verdict"), Kind.WORD, words=words.VERDICTS),
        *definition(
            [
                ("kind", Text("Kind"), Kind.TEXT),
                ("subject", Text("Subject"), Kind.TEXT),
                ("rationale", Text("Why"), Kind.TEXT),
                ("action", Text("What to do"), Kind.TEXT),
            ]
        ),
        *_effect_columns([one.decision.chosen for one in proposals]),
        *definition([("needs", Text("What is missing"), Kind.TEXT), ("expires_on", Text("Good until"), Kind.DATE)]),
        Column("status", Text("State"), Kind.WORD, words=words.STATUSES),
        *definition([("id", Text("Id"), Kind.TEXT)]),
    ]
    terms = _term_columns(one.decision.chosen for one in proposals)
    rows = [
        [
            one.rank,
            one.decision.verdict.value,
            one.decision.kind,
            one.decision.subject,
            one.decision.rationale.render(language),
            one.decision.chosen.action.render(language),
            *_effect_values(one.decision.chosen),
            "\n".join(need.render(language) for need in one.decision.needs) or None,
            one.decision.expires_on,
            one.status,
            one.decision.id,
            *(_plain(one.decision.chosen.terms.get(column.name)) for column in terms),
        ]
        for one in proposals
    ]
    return Table("decisions", Text("Decisions"), (*columns, *terms), rows)


def options_table(proposals: Sequence[Proposed], language: str) -> Table:
    """Every option of every decision, the chosen one first."""
    options = [option for one in proposals for option in one.decision.options]
    columns = (
        *definition(
            [
                ("rank", Text("Rank"), Kind.COUNT),
                ("subject", Text("Subject"), Kind.TEXT),
                ("option", Text("Option"), Kind.TEXT),
                ("chosen", Text("Chosen"), Kind.TEXT),
                ("action", Text("What to do"), Kind.TEXT),
            ]
        ),
        *_effect_columns(options),
        *definition([("terms", Text("Terms"), Kind.TEXT)]),
    )
    rows = [
        [
            one.rank,
            one.decision.subject,
            option.name,
            option is one.decision.chosen,
            option.action.render(language),
            *_effect_values(option),
            "; ".join(f"{name}: {_plain(value)}" for name, value in option.terms.items()) or None,
        ]
        for one in proposals
        for option in one.decision.options
    ]
    return Table("options", Text("Options"), columns, rows)


def evidence_table(proposals: Sequence[Proposed]) -> Table:
    """Every fact the decisions rest on, with its day and its source."""
    columns = definition(
        [
            ("rank", Text("Rank"), Kind.COUNT),
            ("kind", Text("Kind"), Kind.TEXT),
            ("subject", Text("Subject"), Kind.TEXT),
            ("name", Text("Fact"), Kind.TEXT),
            ("value", Text("Value"), Kind.NUMBER),
            ("as_of", Text("As of"), Kind.DATE),
            ("source", Text("Source"), Kind.TEXT),
        ]
    )
    rows = [
        [one.rank, one.decision.kind, one.decision.subject, item.name, _fact(item.value), item.as_of, item.source]
        for one in proposals
        for item in one.decision.evidence
    ]
    return Table("evidence", Text("Evidence"), columns, rows)


def decision_tables(proposals: Sequence[Proposed], language: str) -> tuple[Table, Table, Table]:
    """The decisions, their options and their evidence: the sheets of a workbook."""
    return decisions_table(proposals, language), options_table(proposals, language), evidence_table(proposals)


def heading(line: DecisionLine) -> str:
    """The first line of a decision in a list: place, verdict, subject, kind, id, state."""
    return f"{line.rank:>3}. [{line.verdict}] {line.subject}  ({line.kind}, {line.short_id}, {line.status})"


def decision_lines(proposed: Proposed, formats: Formats) -> Iterator[str]:
    """A decision as a paragraph of a list: heading, sentence, what to do with its effect; what is missing where that hinders."""
    line, language = decision_line(proposed, formats), formats.language
    yield heading(line)
    yield line.sentence
    if line.effect:
        values = {"action": line.action, "effect": line.effect, "range": line.effect_range, "cost": line.cost}
        said = (
            Text("{action} Effect: {effect} ({range}); cost {cost}", values)
            if line.cost
            else Text("{action} Effect: {effect} ({range})", values)
        )
        yield f"→ {said.render(language)}"
    if proposed.decision.verdict.value != "hold":
        for need in line.needs:
            yield Text("missing: {need}", {"need": need}).render(language)


def unsaid(proposals: Sequence[Proposed], formats: Formats) -> Text | None:
    """One line for the decisions that data is missing for: how many, and which subjects."""
    silent = [one for one in proposals if is_unsaid(one)]
    if not silent:
        return None
    subjects = ", ".join(subject_label(one.decision.subject, formats) for one in silent)
    return Text(
        "{count} cannot be said yet, for want of data: {subjects}", {"count": len(silent), "subjects": subjects}
    )


def is_unsaid(proposed: Proposed) -> bool:
    """Whether data is missing for an answer."""
    return proposed.decision.verdict.value == "not_enough_data"


def _effect_columns(options: Iterable[Option]) -> tuple[Column, ...]:
    """Point and interval; as money with its currency where all effects are in one currency, in a unit column else."""
    units = {option.effect.unit for option in options if option.effect}
    unit = next(iter(units)) if len(units) == 1 else ""
    currency = unit.partition("/")[0] if is_money(unit) else ""
    kind = Kind.MONEY if currency else Kind.SHARE if unit == "/1" else Kind.NUMBER
    return (
        Column("effect_metric", Text("Effect on")),
        Column("effect", Text("Effect"), kind, currency),
        Column("effect_low", Text("At least"), kind, currency),
        Column("effect_high", Text("At most"), kind, currency),
        Column("effect_unit", Text("Unit")),
        Column("cost", Text("Cost"), Kind.NUMBER),
        Column("cost_currency", Text("Cost in")),
    )


def _effect_values(option: Option) -> list[Value]:
    effect, cost = option.effect, option.cost
    return [
        effect.metric if effect else None,
        effect.point if effect else None,
        effect.low if effect else None,
        effect.high if effect else None,
        effect.unit if effect else None,
        cost.amount if cost else None,
        cost.currency if cost else None,
    ]


def _term_columns(options: Iterable[Option]) -> list[Column]:
    """A column per plain term; a quantity or a price is a figure, everything else text."""
    found: dict[str, Kind] = {}
    for option in options:
        for name, value in option.terms.items():
            if isinstance(value, Mapping | tuple):
                continue
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            known = found.get(name, Kind.NUMBER)
            found[name] = Kind.NUMBER if known is Kind.NUMBER and (is_number or value is None) else Kind.TEXT
    return [Column(name, Text(words.word({}, name, "en")), kind) for name, kind in found.items()]


def _plain(value: object) -> Value:
    """A term as a cell's value; lists and objects as text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case tuple():
            return ", ".join(str(_plain(item)) for item in value)
        case Mapping():
            return ", ".join(f"{name} {_plain(item)}" for name, item in value.items())
        case _:
            return str(value)


def _fact(value: object) -> Value:
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    return value if isinstance(value, Decimal) else _plain(value)
