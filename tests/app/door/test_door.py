"""The door: links that work once, passwords, guessing, second factor, sessions, tokens, the clock set back; on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa

from argosy.app.door import entrance
from argosy.app.door.clock import Clock
from argosy.app.door.door import Door
from argosy.app.door.entrance import EntryRefusedError
from argosy.app.door.people import Person
from argosy.app.door.roles import ROLES, Permission
from argosy.app.door.schema import AUDIT, METADATA
from argosy.core.errors import FaultError, RequestError
from argosy.loop.storage import Storage

PASSWORD = "correct horse battery"


class Machine:
    """A machine's clock that a test turns."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def door(url: str, machine: Machine) -> Door:
    return Door(Storage.open(url), Clock(read=machine))


@pytest.fixture
def owner(door: Door) -> Person:
    link = door.first_link("owner@example.com", "en")
    assert link
    door.use_link(link, PASSWORD, "test")
    return door.people()[0]


def test_the_whole_life_of_an_account(door: Door, owner: Person, machine: Machine) -> None:
    assert door.first_link("second@example.com", "en") is None  # once somebody can come in, no link is printed any more
    person, link = door.invite(owner, "Li@Example.com", "Li", "viewer", ["de_shop"])
    assert (person.email, person.stores) == ("li@example.com", ("de_shop",))
    with pytest.raises(RequestError, match=r"easily guessed|characters"):
        door.use_link(link, "password123", "test")
    session = door.use_link(link, "a sentence of mine", "test")
    with pytest.raises(EntryRefusedError, match="used, or has expired"):
        door.use_link(link, "a sentence of mine", "test")
    found = door.session(session)
    assert found
    assert found.person.role.name == "viewer"
    machine.at += timedelta(hours=13)
    assert door.session(session) is None
    door.remove(owner, person.id)
    with pytest.raises(EntryRefusedError):
        door.log_in("li@example.com", "a sentence of mine", "", "test")


def test_a_link_expires_and_a_clock_set_back_brings_it_not_to_life(door: Door, owner: Person, machine: Machine) -> None:
    _, link = door.invite(owner, "late@example.com", "", "viewer", None)
    machine.at += timedelta(hours=25)
    with pytest.raises(EntryRefusedError):
        door.linked(link)
    machine.at -= timedelta(days=3)
    with pytest.raises(EntryRefusedError):
        door.linked(link)
    assert door.now() == datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_who_guesses_is_kept_out_for_a_while_even_with_the_right_password(
    door: Door, owner: Person, machine: Machine
) -> None:
    for _ in range(entrance.MOST_FAILURES):
        with pytest.raises(EntryRefusedError, match="do not belong together"):
            door.log_in(owner.email, "wrong wrong wrong", "", "test")
    with pytest.raises(EntryRefusedError, match="Too many tries"):
        door.log_in(owner.email, PASSWORD, "", "test")
    machine.at += timedelta(minutes=16)
    assert door.session(door.log_in(owner.email, PASSWORD, "", "test"))


def test_an_unknown_address_and_a_wrong_password_sound_alike(door: Door, owner: Person) -> None:
    said = []
    for email in (owner.email, "nobody@example.com"):
        with pytest.raises(EntryRefusedError) as refused:
            door.log_in(email, "wrong wrong wrong", "", "test")
        said.append(str(refused.value))
    assert len(set(said)) == 1


def test_a_code_of_the_second_factor_counts_once(door: Door, owner: Person, machine: Machine) -> None:
    secret, address = entrance.new_totp(owner)
    assert address.startswith("otpauth://totp/Argosy")
    with pytest.raises(RequestError, match="do not fit"):
        door.set_totp(owner, secret, "000000")
    door.set_totp(owner, secret, pyotp.TOTP(secret).at(machine.at))
    machine.at += timedelta(seconds=60)
    code = pyotp.TOTP(secret).at(machine.at)
    assert door.log_in(owner.email, PASSWORD, code, "test")
    with pytest.raises(EntryRefusedError, match="six digits"):
        door.log_in(owner.email, PASSWORD, code, "test")


def test_a_token_has_a_scope_an_end_and_an_off_switch(door: Door, owner: Person, machine: Machine) -> None:
    secret, token = door.make_token(owner, "bot", frozenset({Permission.READ}), 30)
    holder = door.token_holder(secret)
    assert holder
    assert holder.permissions() == {Permission.READ}
    with pytest.raises(RequestError):
        door.make_token(holder, "wider", frozenset({Permission.MANAGE}), 30)
    door.revoke_token(owner, token.id)
    assert door.token_holder(secret) is None
    again, _ = door.make_token(owner, "bot", frozenset({Permission.READ}), 1)
    machine.at += timedelta(days=2)
    assert door.token_holder(again) is None


def test_who_was_removed_can_be_invited_again_and_has_nothing_of_before(door: Door, owner: Person) -> None:
    ann, link = door.invite(owner, "ann@example.com", "Ann", "finance", None)
    door.use_link(link, "correct horse battery", "")
    secret, _ = door.make_token(
        next(one for one in door.people() if one.id == ann.id), "t", frozenset({Permission.READ}), 9
    )
    door.remove(owner, ann.id)
    again, _ = door.invite(owner, "ann@example.com", "Ann", "viewer", ["main"])
    assert (again.id, again.role.name, again.stores, again.has_password, again.is_removed) == (
        ann.id,
        "viewer",
        ("main",),
        False,
        False,
    )
    assert door.token_holder(secret) is None
    with pytest.raises(EntryRefusedError):
        door.log_in("ann@example.com", "correct horse battery", "", "")
    with pytest.raises(RequestError):
        door.invite(owner, "ann@example.com", "", "viewer", None)


def test_the_last_owner_stays(door: Door, owner: Person) -> None:
    for change in (lambda: door.remove(owner, owner.id), lambda: door.change(owner, owner.id, "viewer", None)):
        with pytest.raises(RequestError, match="last owner"):
            change()


def test_the_book_of_acts_is_never_changed(door: Door, owner: Person) -> None:
    assert [entry.action for entry in door.entries()] == ["session.begin", "password.set", "link.make"]
    for statement in (sa.update(AUDIT).values(actor="nobody"), sa.delete(AUDIT)):
        with pytest.raises(FaultError, match="never changed"), door.storage.writing() as connection:
            connection.execute(statement)


def test_the_migration_makes_the_tables_as_they_are_declared(door: Door) -> None:
    found = sa.inspect(door.storage.engine)
    for table in METADATA.sorted_tables:
        made = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert made == {column.name: column.nullable for column in table.columns}, table.name


def test_nothing_that_lets_somebody_in_is_kept_as_it_is(door: Door, owner: Person) -> None:
    secret, _ = door.make_token(owner, "bot", frozenset({Permission.READ}), 30)
    session = door.log_in(owner.email, PASSWORD, "", "test")
    with door.storage.reading() as connection:
        kept = "".join(str(row) for table in METADATA.sorted_tables for row in connection.execute(sa.select(table)))
    assert not [one for one in (PASSWORD, secret, session) if one in kept]
    assert "$argon2id$" in kept


def test_a_role_is_a_set_of_permissions_and_only_the_owner_has_all() -> None:
    assert [name for name, role in ROLES.items() if role.permissions == frozenset(Permission)] == ["owner"]
    assert [name for name, role in ROLES.items() if role.may(Permission.SEE_PERSONAL)] == ["owner", "support"]
