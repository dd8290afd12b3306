"""The register: proposing, acting, reading back; on SQLite, and on PostgreSQL where its wheel is installed."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proposals import AT, proposal

from argosy.core.errors import ArgosyError, FaultError, RequestError
from argosy.decision.contract import Verdict
from argosy.loop.events import EventType
from argosy.loop.register import VERBS, Register
from argosy.loop.status import Status, status_of
from argosy.loop.storage import EVENTS, Storage
from argosy.loop.threads import Reception

LATER = AT + timedelta(days=30)


def receptions(register: Register, *decisions: object, at: datetime = AT) -> list[Reception]:
    return [one.reception for one in register.propose(decisions, "tester", at)]  # type: ignore[arg-type]  # decisions of the tests


def test_running_twice_proposes_once(register: Register) -> None:
    both = (proposal("market:DE"), proposal("market:FR"))
    assert receptions(register, *both) == [Reception.PROPOSED] * 2
    assert receptions(register, *both, at=LATER) == [Reception.UNCHANGED] * 2
    assert [thread.decision.subject for thread in register.open_decisions()] == ["market:DE", "market:FR"]
    assert all(len(thread.events) == 1 for thread in register.threads())


def test_what_is_stored_comes_back_whole(register: Register) -> None:
    made = proposal()
    register.propose([made], "tester", AT)
    thread = register.thread(made.id)
    assert thread.decision == made
    (event,) = thread.events
    assert (event.type, event.at, event.actor, event.snapshot) == (EventType.PROPOSED, AT, "tester", 3)
    assert thread.status is Status.PROPOSED


def test_an_open_decision_is_revised_and_found_under_both_ids(register: Register) -> None:
    first, second = proposal(sales=1000), proposal(sales=1100, as_of=date(2026, 3, 31))
    register.propose([first], "tester", AT)
    assert receptions(register, second, at=LATER) == [Reception.REVISED]
    thread = register.thread(second.id)
    assert thread.id == first.id
    assert thread.decision == second
    assert register.thread(first.id[:8]).decision == second
    assert [event.type for event in thread.events] == [EventType.PROPOSED, EventType.REVISED]
    assert receptions(register, first, second, at=LATER) == [Reception.UNCHANGED] * 2


def test_what_is_in_hand_is_not_revised(register: Register) -> None:
    first = proposal(sales=1000)
    register.propose([first], "tester", AT)
    for verb in ("accept", "test", "done"):
        register.act(first.id, verb, "", "owner", AT)
        assert receptions(register, proposal(sales=hash(verb) % 1000), at=LATER) == [Reception.IN_HAND]
        assert register.thread(first.id).decision == first


def test_a_declined_decision_is_quiet_until_its_facts_change_materially(register: Register) -> None:
    register.propose([proposal(point=500)], "tester", AT)
    register.act(proposal(point=500).id, "decline", "no time", "owner", AT)
    assert receptions(register, proposal(sales=1, point=501), at=LATER) == [Reception.QUIET]
    assert receptions(register, proposal(sales=2, point=1000), at=LATER) == [Reception.QUIET]
    assert receptions(register, proposal(sales=3, point=1001), at=LATER) == [Reception.PROPOSED]
    assert len(register.threads()) == 2


def test_another_choice_breaks_the_silence(register: Register) -> None:
    register.propose([proposal()], "tester", AT)
    register.act(proposal().id, "decline", "", "owner", AT)
    assert receptions(register, proposal(sales=5, verdict=Verdict.HOLD), at=LATER) == [Reception.PROPOSED]


def test_what_nobody_took_up_expires_and_may_come_again(register: Register) -> None:
    register.propose(
        [proposal(expires_on=date(2026, 3, 20)), proposal("market:FR", expires_on=date(2026, 3, 20))], "tester", AT
    )
    register.act(proposal("market:FR", expires_on=date(2026, 3, 20)).id, "accept", "", "owner", AT)
    assert receptions(register, proposal(sales=7), at=LATER) == [Reception.PROPOSED]
    status = {(thread.decision.subject, thread.status) for thread in register.threads()}
    assert status == {("market:DE", Status.EXPIRED), ("market:DE", Status.PROPOSED), ("market:FR", Status.ACCEPTED)}


def test_an_expired_decision_cannot_be_accepted_but_declined(register: Register) -> None:
    made = proposal(expires_on=date(2026, 3, 20))
    register.propose([made], "tester", AT)
    with pytest.raises(RequestError, match="expired on 2026-03-20"):
        register.act(made.id, "accept", "", "owner", LATER)
    register.act(made.id, "decline", "too late", "owner", LATER)
    assert register.thread(made.id).status is Status.DECLINED


@pytest.mark.parametrize(
    ("done", "refused", "sentence"),
    [
        ([], "done", "only proposed; accept it first"),
        ([], "undo", "only proposed"),
        (["accept"], "undo", "was accepted by owner on 2026-03-01"),
        (["decline"], "accept", "was declined by owner on 2026-03-01"),
        (["test"], "accept", "under test since 2026-03-01"),
        (["accept", "done"], "decline", "was done by owner"),
        (["accept", "done", "undo"], "done", "was undone by owner"),
    ],
)
def test_what_cannot_follow_is_refused_in_a_sentence(
    register: Register, done: list[str], refused: str, sentence: str
) -> None:
    register.propose([proposal()], "tester", AT)
    for verb in done:
        register.act(proposal().id, verb, "", "owner", AT)
    before = register.history(proposal().id)
    with pytest.raises(RequestError, match=sentence):
        register.act(proposal().id, refused, "", "owner", AT)
    assert register.history(proposal().id) == before


def test_a_hold_has_nothing_to_test_and_some_things_cannot_be_undone(register: Register) -> None:
    stay, sent = proposal(verdict=Verdict.HOLD), proposal("market:FR", reversible=False)
    register.propose([stay, sent], "tester", AT)
    with pytest.raises(RequestError, match="nothing to test"):
        register.act(stay.id, "test", "", "owner", AT)
    register.act(stay.id, "accept", "agreed", "owner", AT)
    register.act(sent.id, "accept", "", "owner", AT)
    register.act(sent.id, "done", "", "owner", AT)
    with pytest.raises(RequestError, match="cannot be undone"):
        register.act(sent.id, "undo", "", "owner", AT)


def test_ids_and_verbs_that_do_not_exist(register: Register) -> None:
    register.propose([proposal()], "tester", AT)
    for wrong, sentence in (
        ("0123456789", "There is no decision"),
        ("ab", "too short"),
        ("%%%%", "There is no decision"),
    ):
        with pytest.raises(RequestError, match=sentence):
            register.act(wrong, "accept", "", "owner", AT)
    with pytest.raises(RequestError, match="no act agree; there are accept, decline"):
        register.act(proposal().id, "agree", "", "owner", AT)


def test_a_prefix_of_several_ids_is_refused_with_those_ids(register: Register) -> None:
    found: dict[str, str] = {}
    number = 0
    while True:  # two ids with the same first four characters: there are 65,536 of them
        made = proposal(f"market:M{number}")
        if made.id[:4] in found:
            break
        found[made.id[:4]] = made.subject
        number += 1
    register.propose([proposal(found[made.id[:4]]), made], "tester", AT)
    with pytest.raises(RequestError, match=f"may be any of .*{made.id}"):
        register.thread(made.id[:4])


def test_ten_tabs_accepting_make_one_event(state_url: str) -> None:
    made = proposal()
    first = Register.open(state_url)
    first.propose([made], "tester", AT)
    events, errors, start = [], [], threading.Barrier(10)

    def tab(number: int) -> None:
        register = Register.open(state_url)
        start.wait()
        try:
            events.append(register.act(made.id, "accept", f"tab {number}", f"user {number}", AT))
        except ArgosyError as error:
            errors.append(error)
        register.close()

    tabs = [threading.Thread(target=tab, args=(number,)) for number in range(10)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert not errors
    assert len({event.actor for event in events}) == 1
    assert [event.type for event in first.history(made.id)] == [EventType.PROPOSED, EventType.ACCEPTED]
    first.close()


def test_accepting_and_declining_at_once_ends_in_one_of_both(state_url: str) -> None:
    made = proposal(verdict=Verdict.ACT)
    first = Register.open(state_url)
    first.propose([made], "tester", AT)
    register_a, register_b, start = Register.open(state_url), Register.open(state_url), threading.Barrier(2)
    refused: list[RequestError] = []

    def press(register: Register, verb: str) -> None:
        start.wait()
        try:
            register.act(made.id, verb, "", verb, AT)
        except RequestError as error:
            refused.append(error)

    both = [threading.Thread(target=press, args=pair) for pair in ((register_a, "test"), (register_b, "decline"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(refused) == 1
    assert len(first.history(made.id)) == 2
    for register in (first, register_a, register_b):
        register.close()


def test_two_runs_at_once_propose_once(state_url: str) -> None:
    Register.open(state_url).close()
    decisions = [proposal(f"market:M{number}") for number in range(20)]
    results: list[list[Reception]] = []

    def run() -> None:
        register = Register.open(state_url)
        results.append([one.reception for one in register.propose(decisions, "tester", AT)])
        register.close()

    runs = [threading.Thread(target=run) for _ in range(3)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert sum(result == [Reception.PROPOSED] * 20 for result in results) == 1
    assert sum(result == [Reception.UNCHANGED] * 20 for result in results) == 2


def test_events_can_be_neither_changed_nor_deleted(state_url: str) -> None:
    register = Register.open(state_url)
    register.propose([proposal()], "tester", AT)
    storage = Storage.open(state_url)
    for statement in (sa.update(EVENTS).values(actor="someone else"), sa.delete(EVENTS)):
        with pytest.raises(FaultError, match="never changed or deleted"), storage.writing() as connection:
            connection.execute(statement)
    assert register.history(proposal().id)[0].actor == "tester"
    storage.close()
    register.close()


def test_a_proposal_that_fails_half_way_leaves_nothing(register: Register) -> None:
    broken = proposal("market:FR")
    object.__setattr__(
        broken, "as_of", "not a day"
    )  # what no contract lets through, to fail in the middle of the writing
    with pytest.raises(Exception):  # noqa: B017 (whatever the driver raises: the point is what is left)
        register.propose([proposal("market:DE"), broken], "tester", AT)
    assert register.threads() == ()


def test_instants_without_a_zone_are_refused_and_others_kept_in_utc(register: Register) -> None:
    with pytest.raises(TypeError):
        register.propose([proposal()], "tester", AT.replace(tzinfo=None))
    zone = datetime.fromisoformat("2026-03-01T17:30:00+08:00")
    register.propose([proposal()], "tester", zone)
    assert register.history(proposal().id)[0].at == AT
    assert register.history(proposal().id)[0].at.tzinfo is UTC


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*VERBS, "propose"]), max_size=8), st.integers(0, 10**9))
def test_whatever_people_press_the_history_stays_possible(register: Register, presses: list[str], seed: int) -> None:
    subject = f"market:S{seed}"
    made = proposal(subject)
    register.propose([made], "tester", AT)
    for number, press in enumerate(presses):
        try:
            if press == "propose":
                register.propose([proposal(subject, sales=number)], "tester", LATER)
            else:
                register.act(made.id, press, "", "owner", AT)
        except RequestError:
            continue
    for thread in register.threads():
        assert thread.status is status_of(event.type for event in thread.events)
        assert [event.sequence for event in thread.events] == list(range(len(thread.events)))
