"""The scoreboard: what `argosy decide` says of simulated sellers, held against what was planted in them.

    python -m benchmarks.decisions [--seeds 111,112] [--plain 211] [--lines 30000] [--keep DIR]

The kinds are developed on other seeds. Of each kind: found (planted causes with an `act` or `test` on their subject), precision (of its
`act`, how many stand on a planted cause; beside it the same of `act` and `test`), the median rank of what was found, the median error of
the money (of the effect stated for the step that mends the cause against the planted one, relative), and how often the stated 80 %
interval holds the planted effect.
A seller with nothing planted shows what is proposed all the same. Prints markdown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argosy.app.decide import Proposal
from argosy.app.demo import SIMULATED, TRUTH, take_in_simulated
from argosy.app.facade import Argosy
from argosy.core.estimate import Estimate
from argosy.decision.contract import Decision, Verdict

ASKS = (Verdict.ACT, Verdict.TEST)
OF_ACT_PER_MONTH = 2


@dataclass
class Score:
    """Counts of one kind over all sellers with causes planted."""

    planted: int = 0
    found: int = 0
    acts: int = 0
    right_acts: int = 0
    asks: int = 0
    right_asks: int = 0
    unknown: int = 0
    ranks: list[int] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)


def matches(subject: str, cause: Mapping[str, Any]) -> bool:
    """A decision's subject is a planted one, or names it among others (`provider:stripe/issuer_country:DE`)."""
    wanted = set(cause["subjects"])
    return (
        subject in wanted
        or bool(wanted & set(subject.split("/")))
        or any(subject.endswith(f"/{one}") for one in wanted)
    )


def amount_of(cause: Mapping[str, Any], subject: str) -> float:
    """What the cause is worth a year: on this subject where it is told apart by subject, else in all; 0 where the world cannot know."""
    told: Mapping[str, float] = cause["facts"].get("effect_by_subject", {})
    return float(told.get(subject, cause["effect"]["amount"]))


def effect_of(decision: Decision, cause: Mapping[str, Any]) -> Estimate | None:
    """What the decision states for the step that mends the cause, where the truth names it and it is offered; else for the chosen one."""
    wanted = cause["facts"].get("option")
    return next((one.effect for one in decision.options if one.name == wanted), decision.chosen.effect)


def score_seller(scores: dict[str, Score], proposals: Iterable[Proposal], causes: Iterable[Mapping[str, Any]]) -> None:
    """Add one seller's proposals and truth to the scores."""
    listed = list(proposals)
    asked = [cause for cause in causes if cause["kind"]]
    for cause in asked:
        score = scores.setdefault(cause["kind"], Score())
        score.planted += 1
        of_kind = [one for one in listed if one.decision.kind == cause["kind"] and one.decision.verdict in ASKS]
        hit = next((one for one in of_kind if matches(one.decision.subject, cause)), None)
        if hit is None:
            continue
        score.found += 1
        score.ranks.append(hit.rank)
        effect, truth = effect_of(hit.decision, cause), amount_of(cause, hit.decision.subject)
        if effect is not None and truth > 0:
            score.errors.append(abs(effect.point - truth) / truth)
            score.covered.append(effect.low <= truth <= effect.high)
    for one in listed:
        score = scores.setdefault(one.decision.kind, Score())
        right = any(matches(one.decision.subject, cause) for cause in asked if cause["kind"] == one.decision.kind)
        is_act, is_ask = one.decision.verdict is Verdict.ACT, one.decision.verdict in ASKS
        score.acts += is_act
        score.right_acts += is_act and right
        score.asks += is_ask
        score.right_asks += is_ask and right
        score.unknown += one.decision.verdict is Verdict.NOT_ENOUGH_DATA


def decide(folder: Path, seed: int, lines: int, planted: bool) -> tuple[list[Proposal], list[dict[str, Any]], str]:
    """Proposals on one simulated seller, its truth, and a line on how long it took."""
    started = time.perf_counter()
    _, files = take_in_simulated(folder, seed, lines, planted)
    taken = time.perf_counter()
    residual = sum(abs(check.residual) for one in files for check in one.money)
    proposals = list(Argosy.open(folder).decide().proposals)
    truth = json.loads((folder / SIMULATED / TRUTH).read_text(encoding="utf-8"))["causes"]
    refused = sum(one.is_rejected for one in files)
    note = (
        f"seed {seed}{'' if planted else ' (nothing planted)'}: {len(files)} files, {refused} refused, residual {residual:.2f},"
        f" {taken - started:.0f} s to write and take in, {time.perf_counter() - taken:.0f} s to decide, {len(proposals)} proposals"
    )
    return proposals, truth, note


def share(part: int, whole: int) -> str:
    """A part of a whole with both counts; a dash where there is nothing."""
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def table(scores: Mapping[str, Score]) -> list[str]:
    """One row per kind, planted ones first."""
    rows = [
        "| kind | found | precision of `act` | of `act` and `test` | not enough data | median rank | money error | intervals hold |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind, one in sorted(scores.items(), key=lambda pair: (not pair[1].planted, pair[0])):
        rank = f"{statistics.median(one.ranks):.0f}" if one.ranks else "-"
        error = f"{statistics.median(one.errors):.2f}" if one.errors else "-"
        cells = (
            kind,
            share(one.found, one.planted),
            share(one.right_acts, one.acts),
            share(one.right_asks, one.asks),
            str(one.unknown),
            rank,
            error,
            share(sum(one.covered), len(one.covered)),
        )
        rows.append("| " + " | ".join(cells) + " |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="111")
    parser.add_argument("--plain", default="211")
    parser.add_argument("--lines", type=int, default=30_000)
    parser.add_argument("--keep", type=Path, help="Leave the workspaces here, and use those that are there.")
    given = parser.parse_args()
    scores: dict[str, Score] = {}
    notes, false_acts = [], []
    with tempfile.TemporaryDirectory() as scratch:
        home = given.keep or Path(scratch)
        for seed in filter(None, given.seeds.split(",")):
            proposals, causes, note = decide(home / f"planted-{seed}", int(seed), given.lines, True)
            score_seller(scores, proposals, causes)
            notes.append(note)
        for seed in filter(None, given.plain.split(",")):
            proposals, _, note = decide(home / f"plain-{seed}", int(seed), given.lines, False)
            notes.append(note)
            false_acts += [one.decision for one in proposals if one.decision.verdict is Verdict.ACT]
    print("## Decisions against what was planted\n")
    print(f"Simulated sellers of {given.lines:,} order lines in two years, on seeds no kind was developed on.\n")
    print("\n".join(table(scores)))
    named = ", ".join(sorted({f"{one.kind} on {one.subject}" for one in false_acts})) or "none"
    print(f"\nWith nothing planted: {len(false_acts)} `act` (asked: at most {OF_ACT_PER_MONTH} a month): {named}.\n")
    print("\n".join(f"* {note}" for note in notes))


if __name__ == "__main__":
    main()
