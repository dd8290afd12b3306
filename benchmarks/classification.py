"""Customs codes measured on real marketplace products with an expert's code: accuracy by depth, calibration, what abstaining buys.

    python -m benchmarks.classification

The titles (HSCodeComp, 316 products here) are told apart by their place in the file: even places were read while trade terms were
written; of the odd ones every second was read afterwards, the others never. Only the last are a fair test. Prints markdown.
"""

from __future__ import annotations

import itertools
import json
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from argosy.app import customs_classification as customs
from argosy.methods.classification import Example, LabelIndex, probabilities

PRODUCTS = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "hscodecomp" / "dev_half.jsonl"
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)

Texts = NDArray[np.str_]


def main() -> None:
    """Measure and print."""
    rows = [json.loads(line) for line in PRODUCTS.read_text(encoding="utf-8").splitlines()]
    unread = rows[1::2][1::2]
    started = time.perf_counter()
    index = customs.index()
    built = time.perf_counter() - started
    started = time.perf_counter()
    scores = index.scores([customs.parts(row["product_name"], row["product_attributes"]) for row in rows * 5])
    each = 1000 * (time.perf_counter() - started) / len(scores)
    print(f"\nIndex of {len(index.labels):,} subheadings in {built:.1f} s; {each:.1f} ms a title.\n")
    print("| titles | n | HS2 | HS4 | HS6 | HS6 among five |\n|---|---|---|---|---|---|")
    scores = scores[: len(rows)]
    print(line("never read, words of the nomenclature alone", unread, plain_scores(unread, index), index))
    print(line("never read", unread, scores[1::2][1::2], index))
    print(line("read after the first measure", rows[1::2][0::2], scores[1::2][0::2], index))
    print(line("read while writing terms", rows[0::2], scores[0::2], index))
    calibration(unread, scores[1::2][1::2], index)


def truth(rows: list[dict[str, object]]) -> Texts:
    """The experts' subheadings."""
    return np.array([str(row["hs_code"]).zfill(10)[:6] for row in rows])


def plain_scores(rows: list[dict[str, object]], like: LabelIndex) -> NDArray[np.float64]:
    """What the nomenclature's own wording alone finds."""
    kept = LabelIndex(
        Example(one.label, one.text) for one in customs.examples() if one.weight == customs.WORDING_WEIGHT
    )
    assert kept.labels == like.labels
    return kept.scores([customs.parts(str(row["product_name"]), str(row["product_attributes"])) for row in rows])


def line(name: str, rows: list[dict[str, object]], scores: NDArray[np.float64], index: LabelIndex) -> str:
    """One row of the table of accuracy."""
    labels, true = np.array(index.labels), truth(rows)
    best = labels[scores.argmax(axis=1)]
    depths = [np.mean(best.astype(f"U{depth}") == true.astype(f"U{depth}")) for depth in (2, 4, 6)]
    five = np.mean([code in labels[np.argsort(-row)[:5]] for code, row in zip(true, scores, strict=True)])
    return f"| {name} | {len(rows)} | " + " | ".join(f"{share:.1%}" for share in (*depths, five)) + " |"


def calibration(rows: list[dict[str, object]], scores: NDArray[np.float64], index: LabelIndex) -> None:
    """How far the confidence can be believed, and what abstaining buys, on titles never read."""
    chances = probabilities(scores, customs.CONFIDENCE)
    sure, right = chances.max(axis=1), np.array(index.labels)[scores.argmax(axis=1)] == truth(rows)
    edges = (0, 0.2, 0.35, 0.5, 0.7, 1.01)
    print("\nNever read:\n\n| confidence | n | said | right |\n|---|---|---|---|")
    gaps = 0.0
    for low, high in itertools.pairwise(edges):
        here = (sure >= low) & (sure < high)
        if here.any():
            gaps += here.sum() * abs(sure[here].mean() - right[here].mean())
            print(
                f"| {low:.0%} to {min(high, 1):.0%} | {here.sum()} | {sure[here].mean():.0%} | {right[here].mean():.0%} |"
            )
    order = np.argsort(-sure, kind="stable")
    print(
        f"\nExpected calibration error {gaps / len(rows):.3f}.\n\n| answered, surest first | right at HS6 |\n|---|---|"
    )
    for share in SHARES:
        some = order[: max(1, round(share * len(order)))]
        print(f"| {share:.0%} ({len(some)}) | {right[some].mean():.0%} |")
    answers = sure >= customs.LEAST_SURE
    print(
        f"\nBy default a code is given for {answers.mean():.0%} of the titles; {right[answers].mean():.0%} of those are right."
    )


if __name__ == "__main__":
    main()
