"""Causes planted in simulated sellers, and whether `explain` names them beside the leaf that moved.

    python -m benchmarks.explanations [--seeds 401,402] [--lines 30000] [--keep DIR]

Every cause whose traces lie in the seller's own files is asked for as an owner would: net sales (or orders) of the part of the shop it
was planted in, the weeks after against as many before. It is found where a hypothesis names what was done: the listing change, the
rival's price, the refused payments, the slow carrier, the bad reviews, the prices of the store. `whole` says whether it is also found
without being told where to look. Prints markdown.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from argosy.app.demo import SIMULATED, TRUTH, take_in_simulated
from argosy.app.facade import Argosy
from argosy.core.errors import DataError

SPAN_DAYS = 28


@dataclass(frozen=True)
class Question:
    """How an owner asks about a planted cause, and the kinds of happening that name it."""

    metric: str
    where: Mapping[str, tuple[str, ...]]
    named: frozenset[str]
    in_whole: bool = False
    later_days: int = 0  # after the cause began, until it moves sales


def question(cause: Mapping[str, Any]) -> Question | None:
    """The question whose answer the cause is; None for a cause that leaves no trace in sales."""
    facts = cause["facts"]
    place = {name: (str(facts[name]),) for name in ("market", "channel", "sku") if name in facts}
    match cause["name"]:
        case "listing change broke conversion":
            part = {name: place[name] for name in ("market", "channel")}
            return Question("net_sales", part, frozenset({"title", "main_image", "images"}), in_whole=True)
        case "competitor cut the price":
            return Question("net_sales", place, frozenset({"competitor_price"}))
        case "banks decline":
            part = {"market": (str(facts["issuer_country"]),), "channel": ("shopify",)}
            return Question("orders", part, frozenset({"payment"}))
        case "carrier loses parcels":
            part = {"market": (str(facts["country"]),), "channel": ("shopify",)}
            return Question("refunds", part, frozenset({"delivery"}))
        case "complaints on one defect":
            return Question("net_sales", {"sku": place["sku"]}, frozenset({"review"}), later_days=30)
        case "store loses money":
            return Question("average_unit_price", {"store": (str(facts["store"]),)}, frozenset({"price"}))
    return None


def found_in(argosy: Argosy, asked: Question, since: date, last_on: date, where: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a hypothesis names the cause."""
    days = min(SPAN_DAYS, (last_on - since).days + 1)
    end, before = since + timedelta(days=days), since - timedelta(days=days)
    try:
        told = argosy.explain(asked.metric, since, end, f"{before}:{since}", where=where)
    except DataError:
        return False
    return any(one.happening is not None and one.happening.kind in asked.named for one in told.hypotheses)


def judged(folder: Path) -> Iterator[tuple[str, bool, bool | None]]:
    """(cause, found in its part, found in the whole or None where that is not asked) of one seller."""
    truth = json.loads((folder / SIMULATED / TRUTH).read_text(encoding="utf-8"))
    argosy, last_on = Argosy.open(folder), date.fromisoformat(truth["last_on"])
    for cause in truth["causes"]:
        asked = question(cause)
        if asked is None:
            continue
        since = date.fromisoformat(cause["from"]) + timedelta(days=asked.later_days)
        whole = found_in(argosy, asked, since, last_on, {}) if asked.in_whole else None
        yield cause["name"], found_in(argosy, asked, since, last_on, asked.where), whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="401,402")
    parser.add_argument("--lines", type=int, default=30_000)
    parser.add_argument("--keep", type=Path, help="Leave the workspaces here, and use those that are there.")
    given = parser.parse_args()
    scores: dict[str, list[tuple[bool, bool | None]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        for seed in given.seeds.split(","):
            folder = (given.keep or Path(scratch)) / f"s{seed}-{given.lines}"
            take_in_simulated(folder, int(seed), given.lines)
            started = time.perf_counter()
            for name, part, whole in judged(folder):
                scores[name].append((part, whole))
                print(
                    f"<!-- seed {seed}: {name}: {part}, whole {whole}, {time.perf_counter() - started:.0f} s -->",
                    flush=True,
                )
    print(f"\nSimulated sellers of {given.lines:,} order lines, seeds {given.seeds}.\n")
    print("| planted | named where it was planted | named when the whole was asked |\n|---|---|---|")
    for name, answers in scores.items():
        wholes = [whole for _, whole in answers if whole is not None]
        told = f"{sum(wholes)} of {len(wholes)}" if wholes else "-"
        print(f"| {name} | {sum(part for part, _ in answers)} of {len(answers)} | {told} |")
    every = [part for answers in scores.values() for part, _ in answers]
    print(f"\nRecall {sum(every)} of {len(every)}.")


if __name__ == "__main__":
    main()
