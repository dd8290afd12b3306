"""The customs code of a product from its title and attributes: a subheading of the Harmonized System with its probability, or silence.

What names the thing counts most: the title before "for" or "compatible with" (what follows names another product), then the attributes
that say material and kind, then the rest. Where no subheading is sure enough the answer is a question in the nomenclature's own words,
which separates the two likeliest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from argosy.core.text import Text
from argosy.methods.classification import Candidate, Confidence, Example, LabelIndex, Part, decide, probabilities
from argosy.reference.hs import national_lines, nomenclature, trade_terms

LEAST_SURE = 0.5  # below it another code is as likely as not, and a wrong code costs duty, a fine or the parcel
LEVELS = (2, 4, 6)
NOT_GOODS = "99"  # the nomenclature's own drawer for what statistics cannot name

# Fitted by benchmarks/classification.py on titles with an expert's code that no trade term was written from.
# 2026-11-22, 158 titles; of the surest tenth of them 81 % were right, so nothing is called surer than 85 %.
CONFIDENCE = Confidence(slope=18.23, floor=0.4713, shift=-0.5602, stretch=0.3752, ceiling=0.85)
SOMETHING = 0.1  # below it the title says too little to name two codes in a question

TERM_WEIGHT, WORDING_WEIGHT, LINE_WEIGHT = 1.0, 0.6, 0.5
OTHER_PRODUCT_WEIGHT, ATTRIBUTE_WEIGHT = 0.4, 0.5
_OTHER_PRODUCT = re.compile(r"\b(?:for|compatible with|fits?|suitable for)\b|适用于?|兼容", re.IGNORECASE)
_FIRST_PLACE = 12  # "For iPhone case": a title that begins with the other product still names its own after it
_TELLING = re.compile(
    r"material|metal|type|category|fabric|upper|gender|fine or|材质|材料|面料|类型|种类|性别", re.IGNORECASE
)
_SILENT = {"none", "other", "others", "null", "no", "yes", "n/a", "无", "其他", ""}


@dataclass(frozen=True)
class Classified:
    """The answer for one title: `hs_code` is None where it abstains; `sure_of` is the chapter or heading that is sure, or "".

    `question` is what to find out: None where the code is sure.
    """

    text: str
    hs_code: str | None
    confidence: float
    sure_of: str
    candidates: tuple[Candidate, ...]
    question: Text | None


def classify(
    titles: Sequence[str], attributes: Sequence[str | None] | None = None, least: float = LEAST_SURE
) -> list[Classified]:
    """Subheadings for titles; `attributes` are JSON objects as marketplaces export them, or any text."""
    given = attributes if attributes is not None else [None] * len(titles)
    texts = [parts(title, one) for title, one in zip(titles, given, strict=True)]
    labels = index().labels
    answers: list[Classified] = []
    for at in range(0, len(texts), 512):
        some = texts[at : at + 512]
        chances = probabilities(index().scores(some), CONFIDENCE)
        verdicts = decide(labels, chances, levels=LEVELS, least=least)
        for title, verdict in zip(titles[at : at + 512], verdicts, strict=True):
            asked = None if verdict.label else question(verdict.candidates)
            answers.append(
                Classified(title, verdict.label, verdict.confidence, verdict.branch, verdict.candidates, asked)
            )
    return answers


def parts(title: str, attributes: str | None) -> list[Part]:
    """The parts of a title and its attributes, with what each counts.

    >>> parts("Silicone case for phone", '{"Material": "TPU", "Origin": "CN"}')
    [Part(text='Silicone case ', weight=1.0), Part(text=' phone', weight=0.4), Part(text='TPU', weight=0.5)]
    """
    other = _OTHER_PRODUCT.search(title, _FIRST_PLACE)
    own, rest = (title[: other.start()], title[other.end() :]) if other else (title, "")
    found = [Part(own), Part(rest, OTHER_PRODUCT_WEIGHT), Part(" ".join(telling(attributes)), ATTRIBUTE_WEIGHT)]
    return [part for part in found if part.text.strip()] or [Part("")]


def telling(attributes: str | None) -> list[str]:
    """The values of attributes that say what a thing is or is made of.

    >>> telling('{"Material": "Brass", "Package weight": "0.03", "Gender": "None"}')
    ['Brass']
    """
    if not attributes:
        return []
    try:
        read = json.loads(attributes)
    except ValueError:
        return [attributes]  # not JSON: a sentence about the product, taken as it is
    if not isinstance(read, dict):
        return [str(read)]
    values = (str(value).strip() for name, value in read.items() if _TELLING.search(str(name)))
    return [value for value in values if value.lower() not in _SILENT]


def question(candidates: Sequence[Candidate]) -> Text:
    """What separates the two likeliest subheadings, in the nomenclature's own words."""
    wording = nomenclature()
    if not candidates or candidates[0].confidence < SOMETHING:
        return Text("What is it, what is it made of, and what is it for? The title says too little to name a code.")
    if len(candidates) == 1:
        one = candidates[0].label
        return Text("Is it {wording} ({code})?", {"wording": wording[one], "code": one})
    first, second = (candidate.label for candidate in candidates[:2])
    return Text(
        "Is it rather {first_wording} ({first}), or {second_wording} ({second})?",
        {
            "first_wording": distinguishing(wording[first], wording[second]),
            "first": first,
            "second_wording": distinguishing(wording[second], wording[first]),
            "second": second,
        },
    )


def distinguishing(wording: str, other: str) -> str:
    """A wording without the clauses the other one has too; all of it where nothing remains.

    >>> distinguishing("Jewellery; of silver, whether or not plated", "Jewellery; of other metal, whether or not plated")
    'of silver'
    """
    shared = {clause.strip().lower() for clause in re.split(r"[;,]", other)}
    own = [clause.strip() for clause in re.split(r"[;,]", wording)]
    left = [clause for clause in own if clause and clause.lower() not in shared]
    return ", ".join(left) or wording


@cache
def index() -> LabelIndex:
    """The subheadings and their examples: trade terms, the nomenclature's wording, the lines of a national tariff."""
    return LabelIndex(examples())


def examples() -> Iterable[Example]:
    """Every text a subheading is known by."""
    wording = nomenclature()
    yield from (Example(code, term, TERM_WEIGHT) for code, term in trade_terms())
    yield from (
        Example(code, f"{text} {wording[code[:4]]}", WORDING_WEIGHT, False)
        for code, text in wording.items()
        if len(code) == 6 and not code.startswith(NOT_GOODS)
    )
    yield from (Example(code, text, LINE_WEIGHT, False) for code, text in national_lines())
