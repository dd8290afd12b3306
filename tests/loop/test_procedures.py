"""What shipped twice is a procedure with its evidence; what failed names what is tried next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from proposals import AT, proposal

from argosy.core.estimate import Estimate
from argosy.decision.evaluation import Ruling
from argosy.loop.outcomes import Outcome
from argosy.loop.procedures import next_tries, procedures
from argosy.loop.register import Register


def close(register: Register, subject: str, ruling: Ruling, at: datetime = AT, **changes: int) -> str:
    (filed,) = register.propose([proposal(subject, window_days=28, **changes)], "argosy", at)
    assert filed.thread_id is not None
    register.act(filed.thread_id, "accept", "", "owner", at)
    register.act(filed.thread_id, "done", "", "owner", at)
    measured = Estimate("net_sales", 300.0, 100.0, 500.0, "EUR/year")
    outcome = Outcome(
        filed.thread_id, "market.focus", subject, at.date(), 28, True, measured, measured, {}, "a rule", ruling, 3
    )  # fmt: skip
    assert register.record(outcome, "argosy", at + timedelta(days=28))
    return filed.thread_id


def test_what_shipped_once_is_no_procedure_yet(register: Register) -> None:
    close(register, "market:DE", Ruling.SHIP)
    assert procedures(register.threads()) == ()


def test_what_shipped_twice_is_one_with_its_evidence(register: Register) -> None:
    ids = [close(register, f"market:{code}", Ruling.SHIP) for code in ("DE", "FR")]
    (found,) = procedures(register.threads())
    assert (found.kind, found.option, found.shipped, found.failed) == ("market.focus", "deepen", 2, 0)
    assert found.since == (AT + timedelta(days=28)).date()
    assert {proof.decision_id for proof in found.proofs} == set(ids)
    assert all(proof.outcome is not None and proof.outcome.measured is not None for proof in found.proofs)
    assert found.to_json()["decisions"] == [proof.decision_id for proof in found.proofs]


def test_what_fails_as_often_as_it_ships_is_none(register: Register) -> None:
    for code, ruling in (("DE", Ruling.SHIP), ("FR", Ruling.SHIP), ("IT", Ruling.ROLLBACK), ("ES", Ruling.ROLLBACK)):
        close(register, f"market:{code}", ruling)
    assert procedures(register.threads()) == ()


def test_what_was_taken_back_names_what_is_tried_next(register: Register) -> None:
    failed = close(register, "market:DE", Ruling.ROLLBACK)
    close(register, "market:FR", Ruling.SHIP)
    (found,) = next_tries(register.threads())
    assert (found.decision_id, found.failed, found.option.name) == (failed, "deepen", "hold")


def test_taken_up_anew_it_is_quiet(register: Register) -> None:
    close(register, "market:DE", Ruling.ROLLBACK)
    register.propose([proposal("market:DE", as_of=date(2026, 5, 1), sales=2000)], "argosy", AT + timedelta(days=60))
    assert next_tries(register.threads()) == ()
