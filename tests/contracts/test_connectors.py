"""Every report of every connector keeps the contract, on every sample file in its vendor's folder of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from argosy.connectors.conformance import Sample, problems, samples
from argosy.connectors.discovery import connectors

TESTS = Path(__file__).resolve().parents[1] / "connectors"
SHARED = (
    "argosy.connectors.tabular_report",
    "argosy.connectors.amazon.plain_report",
    "argosy.connectors.amazon.advertising",
)
"""Modules that read many reports by one engine: the accidents are tried fast on one report of each."""
SAMPLES = [sample for connector in connectors().values() for sample in samples(TESTS / connector.id, connector)]


def engine(sample: Sample) -> str:
    """The module that reads the sample's report."""
    parse = sample.report.parse
    return str(getattr(getattr(parse, "func", parse), "__module__", ""))


def is_declared(sample: Sample) -> bool:
    """True where the sample's report is read by an engine that reads many."""
    return engine(sample) in SHARED


FIRST_DECLARED = [next(one for one in SAMPLES if engine(one) == name) for name in SHARED]


def speed(sample: Sample) -> tuple[pytest.MarkDecorator, ...]:
    """The quick run tries one sample of each engine and of each connector that reads its reports itself; the whole run tries all."""
    is_first = sample is next(one for one in SAMPLES if one.connector is sample.connector)
    if any(sample is one for one in FIRST_DECLARED) or (is_first and not is_declared(sample)):
        return ()
    return (pytest.mark.slow,)


@pytest.mark.parametrize(
    "sample",
    [pytest.param(one, marks=speed(one)) for one in SAMPLES],
    ids=[f"{one.connector.id}-{one.report.id}-{one.path.name}" for one in SAMPLES],
)
def test_a_sample_keeps_the_contract(sample: Sample, tmp_path: Path) -> None:
    is_first = sample is next(one for one in SAMPLES if one.report is sample.report)
    changed = is_first and (not is_declared(sample) or any(sample is one for one in FIRST_DECLARED))
    assert problems(sample, list(connectors().values()), tmp_path, changed=changed) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "sample",
    [one for one in SAMPLES if is_declared(one) and not any(one is first for first in FIRST_DECLARED)],
    ids=lambda sample: f"{sample.connector.id}-{sample.report.id}-{sample.path.name}",
)
def test_a_sample_of_a_declared_table_survives_the_accidents_of_exporting(sample: Sample, tmp_path: Path) -> None:
    assert problems(sample, list(connectors().values()), tmp_path) == []


def test_every_report_has_a_sample() -> None:
    shown = {(sample.connector.id, sample.report.id) for sample in SAMPLES}
    every = {(connector.id, report.id) for connector in connectors().values() for report in connector.reports}
    assert every - shown == set()


def test_ids_are_unique_and_names_filled() -> None:
    for connector in connectors().values():
        ids = [report.id for report in connector.reports]
        assert len(set(ids)) == len(ids)
        assert connector.label
        for report in connector.reports:
            assert report.label, report.id
            assert report.grain, report.id
            assert report.tables, report.id
            assert report.columns, report.id
