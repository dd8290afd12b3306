"""Answers of the methods for a bare table as tables people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from argosy.core.text import Text
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.presentation.tables import Column, Kind, Table, definition

Answer = Mapping[str, Any]


def slices_table(answer: Answer, language: str) -> Table:
    """Where a figure broke: one row per slice, with its own figure and what it does to the whole."""
    columns = definition(
        [
            ("slice", Text("Where"), Kind.TEXT),
            ("observed", Text("Seen"), Kind.NUMBER),
            ("expected", Text("Expected"), Kind.NUMBER),
            ("change", Text("Change there"), Kind.NUMBER),
            ("contribution", Text("Change of the whole"), Kind.NUMBER),
            ("share", Text("Share of it"), Kind.SHARE),
        ]
    )
    rows = [
        [_conditions(where, language), *(figures.get(column.name) for column in columns[1:])]
        for where, figures in zip(answer["slices"], answer["figures"], strict=True)
    ]
    return Table("slices", Text("Slices"), columns, rows, _slice_notes(answer))


def _conditions(where: Mapping[str, str | None], language: str) -> str:
    joined = Text(" and ").render(language)
    return joined.join(f"{column} = {member}" for column, member in where.items())


def _slice_notes(answer: Answer) -> tuple[Text, ...]:
    formats = Formats()
    values = {name: formats.number(answer[name], 4) for name in ("observed", "expected", "change")}
    notes = [Text("The whole: {observed} seen, {expected} expected, change {change}.", values)]
    if answer["everywhere"]:
        notes.append(Text("It moved everywhere alike: no slice stands out."))
    elif not answer["slices"]:
        notes.append(Text("Nothing broke: what moved is within what moves anyway."))
    return (*notes, *answer["notes"])


def judgement_table(answer: Answer) -> Table:
    """An experiment: one row per metric and arm, its effect with interval and p-value."""
    columns = (
        Column("metric", Text("Metric")),
        Column("arm", Text("Arm")),
        Column("versus", Text("Against")),
        Column("effect", Text("Effect"), Kind.FIGURE),
        Column("low", Text("At least"), Kind.FIGURE),
        Column("high", Text("At most"), Kind.FIGURE),
        Column("p", Text("p-value"), Kind.FIGURE),
    )
    rows = [[result[column.name] for column in columns] for result in answer["results"]]
    return Table("results", Text("Results"), columns, rows, _judgement_notes(answer))


def _judgement_notes(answer: Answer) -> tuple[Text, ...]:
    ratio = answer["sample_ratio"]
    probability = {"p": Formats().significant(ratio["p"])}
    first = (
        Text("The arms are not of the sizes planned (p = {p}): find out why before trusting any result.", probability)
        if ratio["mismatch"]
        else Text("The arms are of the sizes planned (p = {p}).", probability)
    )
    refused = [Text("{metric} of arm {arm} cannot be judged: {reason}", dict(one)) for one in answer.get("refused", ())]
    return (first, *answer.get("notices", ()), *refused)


def forecast_table(answer: Sequence[Answer], notes: tuple[Text, ...] = ()) -> Table:
    """A forecast: one row per series and time, one column per quantile."""
    levels = list(dict.fromkeys(level for row in answer for level in row["quantiles"]))
    columns = (
        Column("id", Text("Series")),
        Column("time", Text("Time")),
        *(Column(level, Text("Quantile {level}", {"level": level}), Kind.NUMBER) for level in levels),
    )
    rows = [[row["id"], row["time"], *(row["quantiles"].get(level) for level in levels)] for row in answer]
    return Table("forecast", Text("Forecast"), columns, rows, notes)


def classification_table(answer: Sequence[Answer]) -> Table:
    """HS codes: one row per text, its code or what has to be asked, and the candidates."""
    columns = (
        Column("text", Text("Text")),
        Column("hs_code", Text("HS code")),
        Column("confidence", Text("Confidence"), Kind.SHARE),
        Column("candidates", Text("Candidates")),
        Column("question", Text("Question")),
    )
    percent = Formats().percent
    rows = [
        [
            row["text"],
            row["hs_code"],
            row["confidence"],
            ", ".join(f"{one['hs_code']} ({percent(one['confidence'], 0)})" for one in row["candidates"]) or None,
            row["question"],
        ]
        for row in answer
    ]
    return Table("classification", Text("HS codes"), columns, rows)
