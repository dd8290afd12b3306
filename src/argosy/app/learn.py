"""Learn: what was done is measured when it is due, judged by what was fixed before, and teaches how far a kind is to be believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from argosy.app.decide import books_day
from argosy.core.text import Text
from argosy.loop.calibration import Calibration
from argosy.loop.learning import Waiting
from argosy.loop.learning import learn as measure_due
from argosy.loop.outcomes import Outcome
from argosy.loop.procedures import NextTry, Procedure, next_tries, procedures
from argosy.loop.register import Register
from argosy.metrics.contract import Measures


@dataclass(frozen=True)
class Learned:
    """What one run of learning brought: outcomes measured now, what waits for data, and the calibration of every kind."""

    on: date
    outcomes: tuple[Outcome, ...]
    waiting: tuple[Waiting, ...]
    calibrations: tuple[Calibration, ...]
    notes: tuple[Text, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    next_tries: tuple[NextTry, ...] = ()


def learn(measures: Measures, register: Register, on: date | None) -> Learned:
    """Measure what is due on that day (by default the last one with orders)."""
    day = on or books_day(measures)
    lesson = measure_due(register, measures, day)
    notes = (
        ()
        if lesson.outcomes or lesson.waiting
        else (Text("Nothing is due to be measured on {day}.", {"day": day.isoformat()}),)
    )
    threads = register.threads()
    calibrations = tuple(lesson.calibrations.values())
    return Learned(day, lesson.outcomes, lesson.waiting, calibrations, notes, procedures(threads), next_tries(threads))
