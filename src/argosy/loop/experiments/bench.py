"""The store of experiments: started once, never two on one part of the shop, stopped or judged once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from argosy.core.errors import RequestError
from argosy.loop.experiments.experiment import Experiment
from argosy.loop.storage import EXPERIMENT_EVENTS, EXPERIMENTS, Storage

JUDGED, STOPPED = "judged", "stopped"


@dataclass(frozen=True)
class Kept:
    """An experiment and what happened to it: the judgement, where it was judged; whether it was stopped."""

    experiment: Experiment
    judgement: Mapping[str, object] | None
    is_stopped: bool

    @property
    def is_running(self) -> bool:
        """Whether its units are still spoken for."""
        return self.judgement is None and not self.is_stopped


class Bench:
    """Experiments in the state database, beside the register whose decisions they test."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def start(self, experiment: Experiment) -> Experiment:
        """Keep it; the one kept before where it was started already. `RequestError` where another runs on the same part of the shop."""
        with self._storage.writing() as connection:
            known = {kept.experiment.id: kept for kept in _kept(connection)}
            if experiment.id in known:
                return known[experiment.id].experiment
            _refuse_overlap(experiment, known)
            row = {"id": experiment.id, "decision_id": experiment.decision_id, "start_on": experiment.start_on}
            connection.execute(sa.insert(EXPERIMENTS).values(**row, document=experiment.to_json()))
        return experiment

    def check(self, experiment: Experiment) -> None:
        """`RequestError` where it could not be started now."""
        with self._storage.reading() as connection:
            known = {kept.experiment.id: kept for kept in _kept(connection)}
        if experiment.id not in known:
            _refuse_overlap(experiment, known)

    def experiments(self) -> tuple[Kept, ...]:
        """All there ever were, the oldest first."""
        with self._storage.reading() as connection:
            return _kept(connection)

    def of_decision(self, decision_id: str) -> Kept | None:
        """The newest experiment of a decision; None where it has none."""
        own = [kept for kept in self.experiments() if kept.experiment.decision_id == decision_id]
        return own[-1] if own else None

    def record(self, experiment_id: str, judgement: Mapping[str, object], actor: str, at: datetime) -> bool:
        """Keep what was found; False where it was judged before."""
        return self._append(experiment_id, JUDGED, judgement, actor, at)

    def stop(self, experiment_id: str, why: str, actor: str, at: datetime) -> bool:
        """End it without judging, so that its units are free; False where it was over."""
        return self._append(experiment_id, STOPPED, {"why": why}, actor, at)

    def _append(self, experiment_id: str, kind: str, payload: Mapping[str, object], actor: str, at: datetime) -> bool:
        with self._storage.writing() as connection:
            kept = next((one for one in _kept(connection) if one.experiment.id == experiment_id), None)
            if kept is None:
                raise RequestError("There is no experiment {id}.", id=experiment_id)
            if not kept.is_running:
                return False
            row = {"experiment_id": experiment_id, "type": kind, "at": at.astimezone(UTC), "actor": actor}
            connection.execute(sa.insert(EXPERIMENT_EVENTS).values(**row, payload=dict(payload)))
        return True


def _refuse_overlap(experiment: Experiment, known: Mapping[str, Kept]) -> None:
    for kept in known.values():
        if kept.is_running and kept.experiment.overlaps(experiment):
            raise RequestError(
                "Experiment {other} (decision {decision}) runs on the same part of the shop until {day}; wait, or undo that one.",
                other=kept.experiment.id[:8],
                decision=kept.experiment.decision_id[:8],
                day=kept.experiment.period.last_day.isoformat(),
            )


def _kept(connection: sa.Connection) -> tuple[Kept, ...]:
    events: dict[str, dict[str, Mapping[str, object]]] = {}
    for row in connection.execute(sa.select(EXPERIMENT_EVENTS).order_by(EXPERIMENT_EVENTS.c.id)).mappings():
        events.setdefault(str(row["experiment_id"]), {})[str(row["type"])] = row["payload"]
    rows = connection.execute(sa.select(EXPERIMENTS).order_by(EXPERIMENTS.c.start_on, EXPERIMENTS.c.id)).mappings()
    return tuple(
        Kept(Experiment.from_json(row["document"]), own.get(JUDGED), STOPPED in own)
        for row in rows
        for own in (events.get(str(row["id"]), {}),)
    )
