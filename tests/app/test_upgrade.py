"""A workspace of every released version opens with this one, and everything that was in it is there.

`fixtures/workspace-<version>.backup` is a whole workspace as that version wrote it (lake, register, people, notes); a release adds its own.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from argosy.app.backup import restore
from argosy.app.desk import notes
from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Jobs
from argosy.app.desk.live import Live
from argosy.app.door.door import Door
from argosy.app.door.schema import DOOR, NOTES, PEOPLE
from argosy.app.workspace import open_workspace
from argosy.loop.storage import REGISTER, Storage, migrate
from argosy.metrics.contract import Query

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("workspace-*.backup"))


@pytest.mark.parametrize("backup", FIXTURES, ids=lambda path: path.stem)
def test_an_older_workspace_opens_with_all_that_was_in_it(backup: Path, tmp_path: Path) -> None:
    root = restore(backup, tmp_path / "shop").folder
    live = Live(open_workspace(root))
    assert (live.door.storage.version(), live.door.storage.version(DOOR)) == (REGISTER.version, DOOR.version)
    people = {person.email: person for person in live.door.people()}
    assert people["viewer@example.com"].stores == ("main",)
    session = live.door.session(live.door.log_in("owner@example.com", "correct horse battery", "", "test"))
    assert session
    desk = Desk(live, Jobs(live.door.storage, live.door.clock, lambda *_: {}), session.person)
    assert sorted(one.status for one in desk.decisions()) == ["accepted", "proposed"]
    assert [one.why for one in desk.history(next(one.id for one in desk.decisions() if one.status == "accepted"))][
        1:
    ] == ["worth a try"]
    assert [note.text for note in notes.notes(desk, "numbers")] == ["the first <note>"]
    assert [view.name for view in notes.views(desk)] == ["mine"]
    assert [token.name for token in live.door.tokens(session.person)] == ["program"]
    rows = desk.measure(Query(("net_sales", "orders"), ("market",))).rows
    assert {row["market"]: (row["net_sales"], row["orders"]) for row in rows} == {
        "GB": (Decimal("3405.3000"), 1),
        "DE": (Decimal("12.9500"), 2),
    }
    with pytest.raises(sa.exc.DatabaseError), live.door.storage.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM audit"))
    live.close()


@pytest.mark.parametrize("revision", ["0001"])
def test_the_door_migrates_from_each_revision_with_rows_in_it(revision: str, tmp_path: Path) -> None:
    """Down to the revision, rows written there, up again; and what the newer revision added is usable."""
    storage = Storage.open(f"sqlite:///{tmp_path / 'state.db'}")
    door = Door(storage)
    door.first_link("owner@example.com", "en")
    migrate(storage.engine, revision, DOOR)
    assert storage.version(DOOR) == revision
    owner = door.people()[0]
    with storage.writing() as connection:
        row = {"subject": "numbers", "text": "kept", "person_id": owner.id, "created_at": door.now()}
        connection.execute(sa.insert(NOTES).values(**row))
    storage.bring_up(DOOR)
    with storage.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(PEOPLE)) == 1
        assert connection.scalar(sa.select(NOTES.c.text)) == "kept"
        for table in ("resolutions", "targets", "webhooks", "deliveries", "marks"):
            assert connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0
    storage.close()
