"""What a file is: every report says how sure it is from the sighting alone, by content, never by the file's name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from argosy.connectors.contract import Candidate, Connector, Report, Sighting
from argosy.core.errors import FaultError

CERTAIN = 0.95
LIKELY = 0.5
"""Below this a report is no candidate."""
MARGIN = 0.05
"""Two candidates closer than this are ambiguous: the person is asked."""


@dataclass(frozen=True)
class Sighted(Candidate):
    """A candidate and the sighting (place in the list that was recognised) it was found in."""

    sighting: int = 0


def header_key(name: str) -> str:
    """A column's name for comparison: full-width letters made plain, case and surrounding or doubled blanks gone.

    >>> header_key(" Ｏｒｄｅｒ  ID ")
    'order id'
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def signature(
    *required: str,
    any_of: Sequence[str] = (),
    forbids: Sequence[str] = (),
    aliases: Mapping[str, Sequence[str]] | None = None,
    share: float = 1.0,
) -> Callable[[Sighting], float]:
    """A recogniser by header: 0 where a required column (or one of its aliases) is missing or a forbidden one is there.

    `any_of`: at least one of these. `share`: the part of the required columns that must be there for a partly known format. The more
    of the file's own columns the signature accounts for, the surer: of two reports that fit, the more specific one wins.
    """
    wanted = [{header_key(name), *map(header_key, (aliases or {}).get(name, ()))} for name in required]
    choices, banned = set(map(header_key, any_of)), set(map(header_key, forbids))

    def confidence(sighting: Sighting) -> float:
        found = set(map(header_key, sighting.header))
        if not found or banned & found or (choices and not choices & found):
            return 0.0
        met = sum(1 for names in wanted if names & found)
        if not wanted or met < share * len(wanted):
            return 0.0
        explained = (met + len(choices & found)) / len(found)
        return round(0.8 * met / len(wanted) + 0.2 * min(1.0, explained), 4)

    return confidence


def recognise(sightings: Iterable[Sighting], connectors: Iterable[Connector]) -> list[Sighted]:
    """Candidates for a file (all its sheets), the surest first; the reason names the sheet and the columns that gave it away."""
    found: list[Sighted] = []
    reports = [(connector, report) for connector in connectors for report in connector.reports]
    for place, sighting in enumerate(sightings):
        for connector, report in reports:
            confidence = report.recognise(sighting)
            if not 0.0 <= confidence <= 1.0:
                raise FaultError(
                    "Report {connector}.{report} gives the confidence {confidence}, which is not between 0 and 1.",
                    connector=connector.id,
                    report=report.id,
                    confidence=confidence,
                )
            if confidence >= LIKELY:
                found.append(Sighted(connector.id, report.id, confidence, _reason(sighting, report), place))
    return sorted(found, key=lambda one: (-one.confidence, one.connector, one.report))


def is_ambiguous(candidates: Sequence[Candidate]) -> bool:
    """True where the two surest candidates are different reports and too close to decide."""
    if len(candidates) < 2:
        return False
    first, second = candidates[0], next((one for one in candidates if _name(one) != _name(candidates[0])), None)
    return second is not None and first.confidence - second.confidence < MARGIN


def sheet_for(report: Report, sightings: Sequence[Sighting]) -> list[Sighting]:
    """The sheets of a workbook that a report is for, the surest first."""
    scored = [(report.recognise(sighting), sighting) for sighting in sightings]
    return [sighting for score, sighting in sorted(scored, key=lambda pair: -pair[0]) if score >= LIKELY]


def _name(candidate: Candidate) -> tuple[str, str]:
    return candidate.connector, candidate.report


def _reason(sighting: Sighting, report: Report) -> str:
    known = {header_key(column.name) for column in report.columns}
    known |= {header_key(alias) for column in report.columns for alias, _ in column.aliases}
    shared = [name for name in sighting.header if header_key(name) in known]
    shown = ", ".join(shared[:6]) + (" ..." if len(shared) > 6 else "")
    place = f"sheet {sighting.sheet}: " if sighting.sheet else ""
    return f"{place}{len(shared)} of {len(sighting.header)} columns ({shown})"
