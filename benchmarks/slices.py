"""Root-cause localisation measured: F1 on real failures and on planted ones, beside two published methods; seconds; ten million rows.

    python -m benchmarks.slices [--rows 10000000] [--only real]

Scored as published for the real set: exact match of the slice, true and false positives summed over all cases. Reference methods
are written here from their papers. Prints markdown.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import yaml
from numpy.typing import NDArray
from scipy.special import xlogy

from argosy.methods.slices import localise
from argosy.methods.slices.cube import Cube, read_cube
from benchmarks._planted import PAST, SIZES, plant

REAL = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "root_cause_rs"
SPLITS = 500
SEEDS = 20

Conditions = frozenset[tuple[str, str]]
Score = tuple[int, int, int]


@dataclass(frozen=True)
class Case:
    table: pa.Table
    value: str
    per: str | None
    time: str
    at: int
    by: tuple[str, ...]
    truth: frozenset[Conditions]


Method = Callable[[Case], frozenset[Conditions]]


def real_cases() -> list[Case]:
    cases = []
    for entry in yaml.safe_load((REAL / "anomaly.yaml").read_text(encoding="utf-8")):
        table = duckdb.read_csv(str(REAL / f"{entry['data']}.csv")).to_arrow_table()
        by = tuple(name for name in table.column_names if name not in ("min", "value", "cnt"))
        causes = entry["cause"] if isinstance(entry["cause"], list) else [entry["cause"]]
        truth = frozenset(frozenset((column, str(member)) for column, member in cause.items()) for cause in causes)
        cases.append(Case(table, "value", "cnt", "min", int(entry["timestamp"]), by, truth))
    return cases


def planted_cases(kind: str, causes: int) -> list[Case]:
    made = [plant(kind, causes, 1000 * causes + seed) for seed in range(SEEDS)]
    per = "weight" if kind == "ratio" else None
    return [Case(one.table, "value", per, "stamp", one.at, tuple(SIZES), one.causes) for one in made]


# ---------------------------------------------------------------- the methods


def ours(case: Case) -> frozenset[Conditions]:
    found = localise(case.table, value=case.value, per=case.per, time=case.time, at=case.at, by=case.by)
    return frozenset(
        frozenset((column, str(member)) for column, member in slice_.conditions) for slice_ in found.slices
    )


def cube_of(case: Case) -> Cube:
    return read_cube(case.table, value=case.value, per=case.per, time=case.time, at=case.at, by=case.by)


def likelihood_scan(case: Case) -> frozenset[Conditions]:
    """The slice with the largest likelihood ratio against the mean of the past (Kulldorff 1997), binomial or Poisson, all slices."""
    cube = cube_of(case)
    best: tuple[float, int, Conditions] = (0.0, 0, frozenset())
    for size in range(1, len(cube.dimensions) + 1):
        for chosen in combinations(range(len(cube.dimensions)), size):
            members, group = np.unique(cube.leaves[:, chosen], axis=0, return_inverse=True)
            ratio = _likelihood_ratio(cube, group.reshape(-1), len(members))
            top = int(np.argmax(ratio))
            if (float(ratio[top]), -size) > best[:2]:
                conditions = frozenset(
                    (cube.dimensions[d], str(cube.members[d][m])) for d, m in zip(chosen, members[top], strict=True)
                )
                best = (float(ratio[top]), -size, conditions)
    return frozenset({best[2]}) if best[2] else frozenset()


def _likelihood_ratio(cube: Cube, group: NDArray[np.int64], groups: int) -> NDArray[np.float64]:
    def total(amount: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(group, amount, groups)

    past, seen = total(cube.value[:, :-1].sum(axis=1)), total(cube.value[:, -1])
    if cube.weight is None:
        expected = np.maximum(past / (cube.value.shape[1] - 1), 1e-9)
        return np.asarray(xlogy(seen, seen / expected) - (seen - expected))
    weight, past_weight = total(cube.weight[:, -1]), total(cube.weight[:, :-1].sum(axis=1))
    usual = (past + 0.5) / (past_weight + 1.0)
    share = np.divide(seen, weight, out=usual.copy(), where=weight > 0)
    return np.asarray(xlogy(seen, share / usual) + xlogy(weight - seen, (1 - share) / (1 - usual)))


def adtributor(case: Case) -> frozenset[Conditions]:
    """Bhagwan et al., "Adtributor: revenue debugging in advertising systems", NSDI 2014, with its thresholds (10 % per element, 67 % in
    all); the forecast is the mean of the past; the first candidate set is the answer."""
    cube = cube_of(case)
    stamps = cube.value.shape[1] - 1
    candidates = []
    for place, dimension in enumerate(cube.dimensions):
        members = len(cube.members[place])

        def margin(amount: NDArray[np.float64], place: int = place, members: int = members) -> NDArray[np.float64]:
            return np.bincount(cube.leaves[:, place], amount, members)

        real, forecast = margin(cube.value[:, -1]), margin(cube.value[:, :-1].sum(axis=1)) / stamps
        surprise, power = _surprise(real, forecast), real - forecast
        if cube.weight is not None:
            weight, usual = margin(cube.weight[:, -1]), margin(cube.weight[:, :-1].sum(axis=1)) / stamps
            surprise = surprise + _surprise(weight, usual)
            power = (power * usual.sum() - (weight - usual) * forecast.sum()) / (
                usual.sum() * (usual.sum() + weight - usual)
            )
        power = power / power.sum() if power.sum() else power
        chosen, explained, told = [], 0.0, 0.0
        for member in np.argsort(-surprise, kind="stable"):
            if power[member] > 0.10:
                chosen.append(int(member))
                explained, told = explained + float(power[member]), told + float(surprise[member])
            if explained > 0.67:
                candidates.append((told, [frozenset({(dimension, str(cube.members[place][m]))}) for m in chosen]))
                break
    return frozenset(max(candidates, key=lambda candidate: candidate[0])[1]) if candidates else frozenset()


def _surprise(real: NDArray[np.float64], forecast: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each element's part of the Jensen-Shannon divergence between forecast and real shares."""
    p, q = forecast / max(forecast.sum(), 1e-9), real / max(real.sum(), 1e-9)
    middle = np.maximum((p + q) / 2, 1e-300)
    return np.asarray(0.5 * (xlogy(p, p / middle) + xlogy(q, q / middle)))


METHODS: dict[str, Method] = {"Argosy": ours, "likelihood-ratio scan": likelihood_scan, "Adtributor": adtributor}

# ---------------------------------------------------------------- scores


def scored(cases: Iterable[Case], method: Method) -> tuple[list[Score], list[float]]:
    scores, seconds = [], []
    for case in cases:
        began = time.perf_counter()
        found = method(case)
        seconds.append(time.perf_counter() - began)
        scores.append((len(found & case.truth), len(found - case.truth), len(case.truth - found)))
    return scores, seconds


def summed(scores: Iterable[Score]) -> Score:
    right, false, missed = (sum(column) for column in zip(*scores, strict=True))
    return right, false, missed


def f1(scores: Iterable[Score]) -> float:
    right, false, missed = summed(scores)
    return 2 * right / max(2 * right + false + missed, 1)


@contextmanager
def changed(module: str, **constants: object) -> Iterator[None]:
    """One of the method's constants at another value, for the sensitivity table."""
    target = import_module(f"argosy.methods.slices.{module}")
    before = {name: getattr(target, name) for name in constants}
    for name, constant in constants.items():
        setattr(target, name, constant)
    try:
        yield
    finally:
        for name, constant in before.items():
            setattr(target, name, constant)


def every_stamp(profile: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.int64]:
    del weight
    return np.arange(profile.shape[1])


VARIANTS: dict[str, tuple[str, dict[str, object]]] = {
    "as it is": ("search", {}),
    "level 5 %": ("search", {"LEVEL": 0.05}),
    "level 0.1 %": ("search", {"LEVEL": 0.001}),
    "one slice at most": ("search", {"MOST_SLICES": 1}),
    "severity may vanish (a from 1)": (
        "evidence",
        {"SHAPES": tuple((a, b) for a in (1.0, 4.0, 16.0) for b in (1.0, 4.0, 16.0, 64.0))},
    ),
    "severity bounded away (a from 4)": (
        "evidence",
        {"SHAPES": tuple((a, b) for a in (4.0, 16.0, 64.0) for b in (1.0, 4.0, 16.0, 64.0))},
    ),
    "noise in whole decades": ("evidence", {"OVERDISPERSION": (1e-7, *(10.0**e for e in range(-5, 0)))}),
    "32 effects": ("evidence", {"EFFECTS": 32}),
    "all stamps of the past": ("expectation", {"quiet_stamps": every_stamp}),
}


def print_real() -> None:
    cases = real_cases()
    ours(cases[0])  # imports
    print(f"### {len(cases)} real failures of ratios (root_cause_rs)\n")
    print("| method | F1 | found | false | missed | seconds per case, median | max |\n|---|---|---|---|---|---|---|")
    for name, method in METHODS.items():
        scores, seconds = scored(cases, method)
        right, false, missed = summed(scores)
        print(
            f"| {name} | {f1(scores):.3f} | {right} | {false} | {missed} | {statistics.median(seconds):.2f} | {max(seconds):.2f} |"
        )
    print(
        "\nPublished on all 135 cases: RobustSpot 0.414, Adtributor 0.274, AutoRoot 0.261, Squeeze 0.041, RiskLoc 0.025.\n"
    )
    variants = {}
    for name, (module, constants) in VARIANTS.items():
        with changed(module, **constants):
            variants[name] = scored(cases, ours)[0]
    print("No constant is fitted to these cases. What another choice of each would have given:\n")
    print("| choice | F1 |\n|---|---|")
    for name, scores in variants.items():
        print(f"| {name} | {f1(scores):.3f} |")
    print_halves(variants, len(cases))


def print_halves(variants: dict[str, list[Score]], cases: int) -> None:
    """F1 on the half that was not looked at, as it is and with the choice that was best on the other half."""
    random = np.random.default_rng(0)
    plain, picked = [], []
    for _ in range(SPLITS):
        order = random.permutation(cases)
        first, second = order[: cases // 2], order[cases // 2 :]
        best = max(variants, key=lambda name: f1([variants[name][index] for index in first]))
        plain.append(f1([variants["as it is"][index] for index in second]))
        picked.append(f1([variants[best][index] for index in second]))
    print(f"\n| cross-validated, {SPLITS} random halves | mean F1 | 5 % | 95 % |\n|---|---|---|---|")
    for name, found in (("as it is", plain), ("choice made on the other half", picked)):
        low, high = np.quantile(found, [0.05, 0.95])
        print(f"| {name} | {np.mean(found):.3f} | {low:.3f} | {high:.3f} |")
    print()


def print_planted(figures: Sequence[str]) -> None:
    print(f"### Planted slices ({SEEDS} tables each, about 800 leaves, {PAST} stamps of past)\n")
    print("| figure | slices planted | " + " | ".join(f"{name}: F1 (false)" for name in METHODS) + " |")
    print("|---|---|" + "---|" * len(METHODS))
    for kind in figures:
        for causes in (0, 1, 2, 3):
            cases = planted_cases(kind, causes)
            cells = []
            for method in METHODS.values():
                scores = scored(cases, method)[0]
                cells.append(f"{f1(scores):.2f} ({summed(scores)[1]})" if causes else f"- ({summed(scores)[1]})")
            print(f"| {kind} | {causes} | " + " | ".join(cells) + " |")
    print()


def print_speed(rows: int, several: tuple[int, ...] = (365, 30)) -> None:
    by = ("market", "channel", "sku", "device", "payment", "campaign")
    print(f"### {rows:,} rows, {len(by)} dimensions, in memory\n")
    print(
        "One scan is DuckDB reading every column once (sums and maxima); one sum is its own sum by time and all dimensions.\n"
    )
    print("| stamps | one scan, s | one sum, s | localise, s | times a scan | times a sum |\n|---|---|---|---|---|---|")
    for stamps in several:
        facts = _many_rows(rows, stamps)
        scan, total, spent = _speeds(facts, by, stamps - 1)
        print(f"| {stamps} | {scan:.2f} | {total:.2f} | {spent:.2f} | {spent / scan:.1f} | {spent / total:.1f} |")


def _many_rows(rows: int, stamps: int) -> duckdb.DuckDBPyRelation:
    """A table in memory, by day; on the last day one slice of two conditions lost four tenths of its value."""
    day = f"(i * {stamps} // {rows})"
    broken = f"{day} = {stamps - 1} AND hash(i * 16 + 1) % 8 = 3 AND hash(i * 16 + 5) % 4 = 2"
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute(
        f"CREATE TABLE facts AS SELECT {day}::INT AS day, 'm' || (hash(i * 16 + 1) % 8) AS market, "
        "'c' || (hash(i * 16 + 2) % 5) AS channel, 's' || (hash(i * 16 + 3) % 20 * (hash(i * 16 + 4) % 20)) AS sku, "
        "'d' || (hash(i * 16 + 5) % 4) AS device, 'p' || (hash(i * 16 + 6) % 6) AS payment, "
        "'k' || (hash(i * 16 + 7) % 10) AS campaign, "
        f"CASE WHEN {broken} THEN 4 ELSE 10 END + (hash(i * 16 + 8) % 10) AS value FROM range({rows}) AS numbers(i)"
    )
    return connection.table("facts")


def _speeds(facts: duckdb.DuckDBPyRelation, by: tuple[str, ...], at: int) -> tuple[float, float, float]:
    maxima, members = ", ".join(f"max({column})" for column in by), ", ".join(by)
    scan = f"SELECT sum(value), max(day), {maxima} FROM f"
    total = f"SELECT count(*) FROM (SELECT day, {members}, sum(value) FROM f GROUP BY ALL)"
    found = localise(facts, value="value", time="day", at=at, by=by)
    if [dict(slice_.conditions) for slice_ in found.slices] != [{"market": "m3", "device": "d2"}]:
        raise SystemExit(f"The planted slice was not found among {facts.shape} rows: {found.slices}")
    return (
        _best(lambda: facts.query("f", scan).fetchall()),
        _best(lambda: facts.query("f", total).fetchall()),
        _best(lambda: localise(facts, value="value", time="day", at=at, by=by)),
    )


def _best(work: Callable[[], object], repetitions: int = 3) -> float:
    took = []
    for _ in range(repetitions):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument(
        "--stamps", type=int, nargs="+", default=(365, 30), help="stamps of the table of the speed part"
    )
    figures = ("ratio", "count", "money")
    parser.add_argument("--figures", nargs="+", choices=figures, default=figures, help="figures of the planted part")
    parser.add_argument("--only", choices=("real", "planted", "speed"), help="one part, for a machine that is shared")
    asked = parser.parse_args()
    if asked.only in (None, "real") and REAL.is_dir():
        print_real()
    elif asked.only in (None, "real"):
        print("The real cases (shared data, not shipped) are not on this machine.\n")
    if asked.only in (None, "planted"):
        print_planted(asked.figures)
    if asked.only in (None, "speed"):
        print_speed(asked.rows, asked.stamps)


if __name__ == "__main__":
    main()
