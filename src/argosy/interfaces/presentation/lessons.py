"""What was learned: outcomes beside what was predicted, what waits for data, and how far each kind of decision can be believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.decisions import SHORT_ID, subject_label
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.presentation.tables import Column, Kind, Table, Value

if TYPE_CHECKING:
    from argosy.app.learn import Learned
    from argosy.core.estimate import Estimate


def learned_json(learned: Learned, language: str) -> dict[str, object]:
    """What `argosy learn --json` prints."""
    return {
        "on": learned.on,
        "outcomes": [outcome.to_json() for outcome in learned.outcomes],
        "waiting": [
            {
                "decision_id": one.due.thread.id,
                "kind": one.due.thread.decision.kind,
                "subject": one.due.thread.decision.subject,
                "due_on": one.due.due_on,
                "days": one.due.days,
                "reason": one.reason.render(language),
            }
            for one in learned.waiting
        ],
        "calibrations": [asdict(one) for one in learned.calibrations],
        "procedures": [one.to_json(language) for one in learned.procedures],
        "next": [
            {
                "decision_id": one.decision_id,
                "kind": one.kind,
                "subject": one.subject,
                "failed": one.failed,
                "option": one.option.name,
                "action": one.option.action.render(language),
            }
            for one in learned.next_tries
        ],
        "notes": [note.render(language) for note in learned.notes],
    }


def procedure_lines(learned: Learned, formats: Formats) -> Iterator[str]:
    """What became a standard procedure, and what is tried next where something failed."""
    for one in learned.procedures:
        values = {
            "kind": one.kind,
            "action": one.action,
            "shipped": one.shipped,
            "failed": one.failed,
            "day": one.since,
        }
        said = Text(
            "Standard procedure since {day} ({kind}): {action} Kept {shipped} times, taken back {failed}.", values
        )
        yield said.render(formats.language)
    for again in learned.next_tries:
        values = {"subject": subject_label(again.subject, formats), "kind": again.kind, "action": again.option.action}
        yield Text("{subject} ({kind}) was taken back; next: {action}", values).render(formats.language)


def outcome_paragraphs(learned: Learned, formats: Formats) -> Iterator[tuple[str, list[str]]]:
    """Per outcome its ruling, and its lines: what it was about, what was measured and predicted, what follows by which rule."""
    language = formats.language
    for outcome in learned.outcomes:
        ruling = words.word(words.RULINGS, outcome.ruling.value, language)
        subject = subject_label(outcome.subject, formats)
        values = {
            "days": outcome.days,
            "measured": _shown(outcome.measured, formats),
            "expected": _shown(outcome.expected, formats),
        }
        yield (
            outcome.ruling.value,
            [
                f"{subject}  ({outcome.kind}, {outcome.decision_id[:SHORT_ID]}): {ruling}",
                Text("After {days} days: measured {measured}; predicted {expected}.", values).render(language),
                Text("Decided by the rule: {rule}.", {"rule": Text(outcome.rule)}).render(language),
            ],
        )


def _shown(estimate: Estimate | None, formats: Formats) -> str:
    if estimate is None:
        return Text("nothing that can be said").render(formats.language)
    return f"{formats.estimate(estimate)} ({formats.estimate_range(estimate)})"


def outcomes_table(learned: Learned) -> Table:
    """One row per outcome."""
    columns = (
        Column("decision_id", Text("Id")),
        Column("kind", Text("Kind")),
        Column("subject", Text("Subject")),
        Column("started_on", Text("Since"), Kind.DATE),
        Column("days", Text("Days"), Kind.COUNT),
        Column("measured", Text("Measured"), Kind.NUMBER),
        Column("measured_low", Text("At least"), Kind.NUMBER),
        Column("measured_high", Text("At most"), Kind.NUMBER),
        Column("expected", Text("Predicted"), Kind.NUMBER),
        Column("unit", Text("Unit")),
        Column("ruling", Text("Ruling"), Kind.WORD, words=words.RULINGS),
        Column("rule", Text("Rule")),
    )
    rows: list[list[Value]] = [
        [
            one.decision_id,
            one.kind,
            one.subject,
            one.started_on,
            one.days,
            one.measured.point if one.measured else None,
            one.measured.low if one.measured else None,
            one.measured.high if one.measured else None,
            one.expected.point if one.expected else None,
            one.measured.unit if one.measured else None,
            one.ruling.value,
            one.rule,
        ]
        for one in learned.outcomes
    ]
    return Table("outcomes", Text("Outcomes"), columns, rows)


def calibrations_table(learned: Learned) -> Table:
    """One row per kind: how right it has been, and what its claims are multiplied by."""
    columns = (
        Column("kind", Text("Kind")),
        Column("outcomes", Text("Outcomes"), Kind.COUNT),
        Column("coverage", Text("Interval right"), Kind.SHARE),
        Column("hit_rate", Text("Sign right"), Kind.SHARE),
        Column("bias", Text("Promised too much by"), Kind.FIGURE),
        Column("shrink", Text("Believed at"), Kind.SHARE),
    )
    rows = [[one.kind, one.outcomes, one.coverage, one.hit_rate, one.bias, one.shrink] for one in learned.calibrations]
    return Table("calibrations", Text("Calibration"), columns, rows)
