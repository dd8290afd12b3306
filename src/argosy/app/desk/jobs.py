"""Long work in the background: who asked, how far it is, what came of it. Kept in the database, so that it can be left and come back to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from argosy.app.desk.work import Errand, Progress
from argosy.app.door.clock import Clock, in_utc
from argosy.app.door.schema import JOBS
from argosy.app.door.secrets import new_id
from argosy.core.errors import ArgosyError, FaultError, RequestError
from argosy.core.text import Text
from argosy.loop.storage import Storage

DEAD_AFTER = timedelta(minutes=5)  # a worker says something at least every few seconds
BEAT_SECONDS = 5.0
SAY_SECONDS = 0.5  # progress is not written more often than anybody looks
ASIDE = "explain"
ASIDES = (ASIDE, "warm")  # what nobody asked for as such: it is not among the jobs people see
FINISHED = frozenset({"done", "failed"})

Perform = Callable[[Errand, Progress], Mapping[str, object]]


@dataclass(frozen=True)
class Job:
    """A piece of work: `kind` ingest, decide, learn or explain; `state` waiting, running, done or failed."""

    id: str
    kind: str
    person_id: str
    state: str
    step: str
    done: int
    total: int
    result: Mapping[str, Any] | None
    error: Text | None
    created_at: datetime

    @property
    def is_finished(self) -> bool:
        """Whether nothing more comes."""
        return self.state in FINISHED

    def to_json(self, language: str) -> dict[str, object]:
        """As JSON types."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "step": self.step,
            "done": self.done,
            "total": self.total,
            "result": self.result,
            "error": self.error.render(language) if self.error else None,
            "created_at": self.created_at.isoformat(),
        }


class Jobs:
    """One piece of work at a time per process, and one explanation beside it; what waits is done in order."""

    def __init__(self, storage: Storage, clock: Clock, perform: Perform) -> None:
        self._storage, self._clock, self._perform = storage, clock, perform
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="argosy-job")
        self._asides = ThreadPoolExecutor(max_workers=1, thread_name_prefix="argosy-aside")

    def begin(self, errand: Errand, person_id: str) -> Job:
        """File the work and let it wait for its turn."""
        now = self._clock.now()
        row = {"id": new_id(), "kind": errand.kind, "person_id": person_id, "state": "waiting", "step": ""}
        with self._storage.writing() as connection:
            connection.execute(sa.insert(JOBS).values(**row, done=0, total=0, created_at=now, beat_at=now))
        pool = self._asides if errand.kind in ASIDES else self._pool
        pool.submit(self._run, row["id"], errand)
        return self.find(row["id"])

    def find(self, job_id: str) -> Job:
        """The job of that id; `RequestError` where there is none. One whose worker is silent for long is shown as failed."""
        with self._storage.reading() as connection:
            row = connection.execute(sa.select(JOBS).where(JOBS.c.id == job_id)).mappings().first()
        if row is None:
            raise RequestError("There is no job {id}.", id=job_id)
        return self._job({**row})

    def newest(self, limit: int = 20) -> tuple[Job, ...]:
        """The newest jobs, the newest first; what was not asked for as such is left out."""
        asked = (
            sa.select(JOBS).where(JOBS.c.kind.not_in(ASIDES)).order_by(JOBS.c.created_at.desc(), JOBS.c.id).limit(limit)
        )
        with self._storage.reading() as connection:
            return tuple(self._job({**row}) for row in connection.execute(asked).mappings())

    def close(self) -> None:
        """Begin nothing more, and wait for what runs."""
        for pool in (self._asides, self._pool):
            pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str, errand: Errand) -> None:
        said_at = [0.0]

        def progress(step: str, done: int, total: int) -> None:
            if time.monotonic() - said_at[0] < SAY_SECONDS and done not in (0, total):
                return
            said_at[0] = time.monotonic()
            self._say(job_id, {"state": "running", "step": step[:300], "done": done, "total": total})

        stop = threading.Event()
        beating = threading.Thread(target=self._beat, args=(job_id, stop), daemon=True)
        beating.start()
        try:
            progress("", 0, 0)
            self._say(job_id, {"state": "done", "step": "", "result": dict(self._perform(errand, progress))})
        except ArgosyError as error:
            self._say(job_id, {"state": "failed", "error": error.text.to_json()})
        except Exception as error:  # the border of a thread: whoever waits for the job must learn that it ended
            fault = FaultError("This is a fault of Argosy, not yours: {what}", what=type(error).__name__)
            self._say(job_id, {"state": "failed", "error": fault.text.to_json()})
            raise
        finally:
            stop.set()

    def _beat(self, job_id: str, stop: threading.Event) -> None:
        while not stop.wait(BEAT_SECONDS):
            self._say(job_id, {})

    def _say(self, job_id: str, values: Mapping[str, object]) -> None:
        said = sa.update(JOBS).where(JOBS.c.id == job_id, JOBS.c.state.not_in(FINISHED))
        with self._storage.writing() as connection:
            connection.execute(said.values(**values, beat_at=self._clock.now()))

    def _job(self, row: Mapping[str, Any]) -> Job:
        state, error = row["state"], row["error"]
        text = Text.from_json(error) if error else None
        if state not in FINISHED and self._clock.now() - in_utc(row["beat_at"]) > DEAD_AFTER:
            state, text = "failed", Text("The process that worked on it has ended; begin again, nothing is lost.")
        return Job(
            row["id"],
            row["kind"],
            row["person_id"],
            state,
            row["step"],
            row["done"],
            row["total"],
            row["result"],
            text,
            in_utc(row["created_at"]),
        )
