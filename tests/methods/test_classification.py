from __future__ import annotations

import numpy as np
import pytest

from argosy.core.errors import FaultError
from argosy.methods.classification import (
    Example,
    LabelIndex,
    Part,
    decide,
    fit_confidence,
    probabilities,
)


def small() -> LabelIndex:
    return LabelIndex(
        [
            Example("11", "red apple"),
            Example("12", "green pear"),
            Example("12", "yellow pear"),
            Example("21", "blue stone"),
        ]
    )


def test_the_likest_label_wins_and_nothing_is_like_the_unknown() -> None:
    scores = small().scores([[Part("a yellow pear")], [Part("zzz qqq")], []])
    assert scores[0].argmax() == 1
    assert scores[1].max() == 0
    assert scores[2].max() == 0


def test_a_light_part_counts_less() -> None:
    scores = small().scores([[Part("red apple"), Part("blue stone", 0.3)]])[0]
    assert scores[0] > scores[2] > 0


def test_no_examples_and_no_truth_are_faults() -> None:
    with pytest.raises(FaultError):
        LabelIndex([])
    with pytest.raises(FaultError):
        fit_confidence(np.zeros((0, 3)), [])


def test_the_fitted_confidence_is_as_often_right_as_it_says() -> None:
    draw = np.random.default_rng(5)
    truth = draw.integers(0, 10, 4000)
    scores = draw.normal(0.3, 0.1, (4000, 10)).clip(0.01)
    scores[np.arange(4000), truth] += draw.uniform(0.0, 0.4, 4000)
    fitted = fit_confidence(scores, truth.tolist())
    chances = probabilities(scores, fitted)
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == truth
    for low, high in ((0.3, 0.6), (0.6, 0.8), (0.8, 1.01)):
        here = (sure >= low) & (sure < high)
        assert here.sum() > 100
        assert abs(sure[here].mean() - right[here].mean()) < 0.07


def test_it_abstains_below_the_limit_but_says_which_branch_is_sure() -> None:
    chances = np.array([[0.45, 0.4, 0.05], [0.9, 0.02, 0.02], [0.3, 0.0, 0.3]])
    unsure, sure, lost = decide(("11", "12", "21"), chances, levels=(1, 2), least=0.5, count=2)
    assert (unsure.label, unsure.branch) == (None, "1")
    assert (sure.label, sure.branch) == ("11", "11")
    assert (lost.label, lost.branch) == (None, "")
    assert [one.label for one in unsure.candidates] == ["11", "12"]
