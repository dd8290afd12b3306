"""What a file is: as the caller says, or by its content; a draft of a mapping where nobody knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from argosy.app.results import FileResult, Outcome
from argosy.app.workspace import Workspace
from argosy.connectors.contract import Candidate, Connector, Report, Sighting
from argosy.connectors.discovery import connectors, find_report
from argosy.connectors.recognition import Sighted, is_ambiguous, recognise
from argosy.connectors.sighting import look
from argosy.connectors.spreadsheet import CONNECTOR_ID, MAPPINGS
from argosy.connectors.spreadsheet.compile import compile_mapping
from argosy.connectors.spreadsheet.mapping import Mapping, mappings_in
from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.warehouse.raw import RawFile


@dataclass(frozen=True)
class Choice:
    """What a file, or a sheet of it, was taken for; `unread` names sheets nobody knows."""

    sighting: Sighting
    connector: str
    report: Report
    mapping: Mapping | None = None
    unread: tuple[str, ...] = ()


class Chooser:
    """Chooses for one run: the workspace's mappings are read and compiled once, however many files there are."""

    def __init__(self, workspace: Workspace, report: str | None = None, mapping: Mapping | None = None) -> None:
        self._workspace = workspace
        self._report = find_report(report) if report else None
        self._mapping = mapping
        self._compiled = compile_mapping(mapping) if mapping else None

    def choose(self, path: Path, raw: RawFile) -> list[Choice] | FileResult:
        """The choices for a file (one per sheet that is a report), or what a person has to settle first."""
        sightings = look(raw.path, raw.name)
        if self._mapping is not None and self._compiled is not None:
            return [
                Choice(_sheet(sightings, self._mapping, self._compiled), CONNECTOR_ID, self._compiled, self._mapping)
            ]
        if self._report:
            connector, report = self._report
            return [Choice(max(sightings, key=report.recognise), connector.id, report)]
        return self._by_content(path, sightings)

    def _by_content(self, path: Path, sightings: Sequence[Sighting]) -> list[Choice] | FileResult:
        candidates = recognise(sightings, self._connectors)
        if not candidates:
            return _unknown(self._workspace, path, sightings)
        known = {one.sighting for one in candidates}
        unread = tuple(one.sheet or "" for place, one in enumerate(sightings) if place not in known and one.sample)
        chosen = []
        for place in sorted(known):
            own = [one for one in candidates if one.sighting == place]
            if is_ambiguous(own):
                return _ambiguous(path, own)
            chosen.append(replace(self._choice(own[0], sightings[place]), unread=unread))
            unread = ()
        return chosen

    def _choice(self, best: Sighted, sighting: Sighting) -> Choice:
        if best.connector == CONNECTOR_ID:
            return Choice(sighting, CONNECTOR_ID, self._own[best.report][1], self._own[best.report][0])
        return Choice(sighting, best.connector, find_report(f"{best.connector}.{best.report}")[1])

    @cached_property
    def _own(self) -> dict[str, tuple[Mapping, Report]]:
        """The mappings that ship and, over them, those of the workspace, each with its report."""
        mappings = [one for folder in (MAPPINGS, self._workspace.mappings) for one in mappings_in(folder)]
        return {one.name: (one, compile_mapping(one)) for one in mappings}

    @cached_property
    def _connectors(self) -> list[Connector]:
        """All connectors; the one for any spreadsheet knows the workspace's own mappings as its reports."""
        own = tuple(report for _, report in self._own.values())
        return [replace(one, reports=own) if one.id == CONNECTOR_ID else one for one in connectors().values()]


def _sheet(sightings: Sequence[Sighting], mapping: Mapping, report: Report) -> Sighting:
    """The sheet a mapping names, or the one whose header fits it best."""
    if mapping.file.sheet:
        for sighting in sightings:
            if sighting.sheet == mapping.file.sheet:
                return sighting
        sheets = ", ".join(str(sighting.sheet) for sighting in sightings)
        raise DataError(
            "The workbook has no sheet {sheet}; its sheets are: {sheets}.", sheet=mapping.file.sheet, sheets=sheets
        )
    return max(sightings, key=report.recognise)


def _unknown(workspace: Workspace, path: Path, sightings: Sequence[Sighting]) -> FileResult:
    """Nobody knows the file: write a guessed mapping for the seller to confirm, unless one is being worked on already."""
    from argosy.connectors.spreadsheet.draft import draft_yaml

    drafts = workspace.mappings / "drafts"
    drafts.mkdir(parents=True, exist_ok=True)
    target = drafts / f"{path.stem}.yaml"
    if not target.exists():
        target.write_text(draft_yaml(sightings[0]), encoding="utf-8")
    said = Text(
        "Nobody knows this file yet; a mapping was drafted in {draft}: check it, then run: argosy ingest {file} --map {draft}",
        {"draft": str(target), "file": str(path)},
    )
    return FileResult(path.name, Outcome.UNKNOWN, said, draft=str(target))


def _ambiguous(path: Path, candidates: Sequence[Candidate]) -> FileResult:
    listed = "; ".join(f"{one.connector}.{one.report} ({one.reason})" for one in candidates[:4])
    said = Text(
        "This file can be several things: {candidates}; say which with --as CONNECTOR.REPORT", {"candidates": listed}
    )
    return FileResult(path.name, Outcome.AMBIGUOUS, said)
