from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from argosy.app.customs_classification import CONFIDENCE, classify, distinguishing, index, parts
from argosy.core.errors import RequestError
from argosy.methods.classification import probabilities
from argosy.reference.hs import described, nomenclature, trade_terms


@pytest.mark.parametrize(
    ("title", "attributes", "code"),
    [
        ("925 Sterling Silver Stud Earrings for Women", None, "711311"),
        ("手机壳 硅胶 防摔", None, "392690"),
        ("蓝牙耳机 降噪 头戴式", None, "851830"),
        ("Building blocks toy set 500 pcs", None, "950300"),
        ("Stainless steel vacuum flask 500 ml", None, "961700"),
    ],
)
def test_plain_titles_find_their_code(title: str, attributes: str | None, code: str) -> None:
    (found,) = classify([title], [attributes])
    assert found.hs_code == code
    assert found.question is None
    assert found.candidates[0].label == code


def test_what_follows_for_is_another_product() -> None:
    (found,) = classify(["USB charging cable for bluetooth headphones and cameras"])
    assert found.candidates[0].label == "854442"


@pytest.mark.parametrize("title", ["", "   ", "xyzzy qwerty plugh", "!!! ???"])
def test_a_title_that_says_nothing_is_asked_about(title: str) -> None:
    (found,) = classify([title])
    assert found.hs_code is None
    assert found.question is not None
    assert "too little" in found.question.render("en")


def test_a_question_separates_the_two_likeliest_in_the_nomenclature_s_words() -> None:
    (found,) = classify(["Pendant necklace gift"], least=0.849999)
    first, second = found.candidates[:2]
    assert found.question is not None
    said = found.question.render("en")
    assert first.label in said
    assert second.label in said
    assert distinguishing(nomenclature()[first.label], nomenclature()[second.label]) in said


def test_confidence_is_bounded_and_ordered() -> None:
    chances = probabilities(index().scores([parts("silver ring", None), parts("", None)]), CONFIDENCE)
    assert chances.max() <= CONFIDENCE.ceiling
    assert (chances.sum(axis=1) <= 1 + 1e-9).all()
    assert chances[1].max() == 0


def test_the_answer_does_not_depend_on_the_company_a_title_keeps() -> None:
    alone = classify(["Women summer dress"])[0]
    among = classify(["Fishing reel handle", "Women summer dress", "", "LED strip light"])[1]
    assert [one.label for one in alone.candidates] == [one.label for one in among.candidates]
    np.testing.assert_allclose(alone.confidence, among.confidence)


def test_attributes_may_be_words_or_broken_json() -> None:
    assert parts("ring", "of silver")[1].text == "of silver"
    assert parts("ring", "{broken")[1].text == "{broken"
    assert parts("ring", "[1, 2]")[1].text == "[1, 2]"
    assert len(parts("ring", None)) == 1


def test_every_trade_term_is_of_a_subheading_there_is() -> None:
    assert {code for code, _ in trade_terms()} <= {code for code in nomenclature() if len(code) == 6}
    with pytest.raises(RequestError):
        described("000000")


def test_titles_nobody_wrote_terms_from_are_answered_as_measured(shared_data: Path) -> None:
    rows = [
        json.loads(line) for line in (shared_data / "hscodecomp" / "dev_half.jsonl").read_text("utf-8").splitlines()
    ]
    unread = rows[1::2][1::2]
    answers = classify([row["product_name"] for row in unread], [row["product_attributes"] for row in unread])
    true = [str(row["hs_code"]).zfill(10)[:6] for row in unread]
    best = [answer.candidates[0].label for answer in answers]
    assert np.mean([a == b for a, b in zip(best, true, strict=True)]) > 0.38
    assert np.mean([a[:4] == b[:4] for a, b in zip(best, true, strict=True)]) > 0.5
    given = [(answer.hs_code, code) for answer, code in zip(answers, true, strict=True) if answer.hs_code]
    assert len(given) > 15
    assert np.mean([a == b for a, b in given]) > 0.65
