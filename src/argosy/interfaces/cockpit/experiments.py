"""Experiments: what is under test, what was measured, and how far each kind can be believed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from argosy.decision.domain import kinds
from argosy.interfaces.cockpit.rendering import render, voice_of
from argosy.interfaces.cockpit.today import Reader, rows

router = APIRouter()


@router.get("/experiments")
def experiments(request: Request, desk: Reader) -> Response:
    """The page."""
    voice = voice_of(request)
    values = {
        "under_test": rows(desk.under_test(), voice),
        "outcomes": [
            {
                "target": f"/decisions/{one.decision_id}",
                "subject": voice.subject(one.subject),
                "days": one.days,
                "measured": voice.formats.estimate(one.measured) if one.measured else "–",
                "range": voice.formats.estimate_range(one.measured) if one.measured else "",
                "expected": voice.formats.estimate(one.expected) if one.expected else "–",
                "ruling": one.ruling.value,
                "word": voice.word("RULINGS", one.ruling.value),
            }
            for one in desk.outcomes()[:200]
        ],
        "calibrations": [
            {
                "kind": kinds()[one.kind].title.render(voice.language) if one.kind in kinds() else one.kind,
                "outcomes": one.outcomes,
                "coverage": voice.formats.percent(one.coverage, 0),
                "hit_rate": voice.formats.percent(one.hit_rate, 0),
                "shrink": voice.formats.percent(one.shrink, 0),
            }
            for one in desk.calibrations()
        ],
    }
    return render(request, "experiments.html", values, stands=True)
