"""`argosy doctor`: is everything well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from argosy.core.errors import ConfigurationError
from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.results import Diagnosis
    from argosy.interfaces.presentation.tables import Table


def command(session: Session) -> None:
    """Check the workspace, the lake, the reference tables and the machine."""
    findings = session.argosy.doctor()
    language = session.language
    session.answer(
        machine=lambda: [
            {"subject": one.subject, "is_well": one.is_well, "finding": one.finding.render(language)}
            for one in findings
        ],
        tables=lambda: [_table(findings, language)],
        people=lambda: _print(session, findings),
    )
    unwell = [one for one in findings if not one.is_well]
    if unwell:
        listed = ", ".join(one.subject for one in unwell)
        raise ConfigurationError(
            "{count} checks found something to mend: {subjects}.", count=len(unwell), subjects=listed
        )


def _print(session: Session, findings: Sequence[Diagnosis]) -> None:
    for one in findings:
        sign, style = ("✓", "green") if one.is_well else ("✗", "bold red")
        session.say(f"{sign} {one.subject}: {one.finding.render(session.language)}", style)


def _table(findings: Sequence[Diagnosis], language: str) -> Table:
    from argosy.interfaces.presentation.tables import Column, Table, Value

    columns = (Column("subject", Text("Subject")), Column("is_well", Text("Well")), Column("finding", Text("Finding")))
    rows: list[list[Value]] = [[one.subject, one.is_well, one.finding.render(language)] for one in findings]
    return Table("doctor", Text("Doctor"), columns, rows)
