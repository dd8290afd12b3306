"""The two languages of the page side by side: every text and figure is made in both, and the page shows one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from argosy.core.period import Period
from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.formatting import MISSING, Formats, Number, is_money
from argosy.interfaces.presentation.report.wording import TEXTS
from argosy.metrics.contract import Accumulates, Better, Metric, Unit, Value

if TYPE_CHECKING:
    from argosy.app.report.contents import Change
    from argosy.core.estimate import Estimate

LANGUAGES = ("en", "zh")
UNITS = {"en": ((1_000_000, "M"), (1_000, "k")), "zh": ((100_000_000, "亿"), (10_000, "万"))}
SHORTENED_FROM = 10_000
HUNDRED = 100
SMALLEST_SHARE = 0.001
_IDLE_ZEROS = re.compile(r"(?:\.|(\.\d*?[1-9]))0+(\D|$)")
_MONTH = re.compile(r"\d{4}-\d{2}\Z")


@dataclass(frozen=True)
class Both:
    """A text in English and in Chinese; in a template it becomes both, of which the page shows one."""

    en: str
    zh: str

    def __html__(self) -> str:
        """Escaped; once where both are the same."""
        return self._in_tags("span")

    def svg(self) -> str:
        """The same within an SVG text."""
        return self._in_tags("tspan")

    def _in_tags(self, tag: str) -> str:
        from markupsafe import escape

        if self.en == self.zh:
            return str(escape(self.en))
        return f'<{tag} class="e">{escape(self.en)}</{tag}><{tag} class="z">{escape(self.zh)}</{tag}>'

    def of(self, language: str) -> str:
        """The text in one of the two."""
        return self.zh if language == "zh" else self.en


def sentences(*parts: Both | None) -> Both:
    """Sentences one after another: with a blank between them in English, without one in Chinese.

    >>> sentences(Both("One.", "一。"), None, Both("Two.", "二。"))
    Both(en='One. Two.', zh='一。二。')
    """
    said = [part for part in parts if part is not None]
    return Both(" ".join(part.en for part in said), "".join(part.zh for part in said))


@dataclass(frozen=True)
class Delta:
    """A change as it is shown: `better`, `worse` or neither, with its sign and arrow."""

    sense: str
    text: Both


@dataclass(frozen=True)
class Voice:
    """Says texts and figures in both languages; money is in the home currency where none is named."""

    currency: str
    metrics: Mapping[str, Metric]

    def each(self, say: Callable[[Formats], str]) -> Both:
        """What `say` makes of either language."""
        return Both(say(Formats("en")), say(Formats("zh")))

    def say(self, key: str, **values: object) -> Both:
        """A text of the report by its key, places filled in."""
        return self.text(Text(TEXTS[key], values))

    def text(self, text: Text) -> Both:
        """A text in both; values that are in both languages themselves are taken in the right one."""
        return self.each(lambda formats: _rendered(text, formats.language))

    def word(self, known: Mapping[str, str], key: str) -> Both:
        """A word of the code as people read it."""
        return self.each(lambda formats: words.word(known, key, formats.language))

    def label(self, name: str) -> Both:
        """A name of the code (`share_of_net_sales`) as people read it: a metric's title, or its words."""
        if name in self.metrics:
            return self.text(Text(self.metrics[name].title))
        return self.text(Text(name.replace("_", " ").capitalize()))

    def reason(self, code: str) -> Both:
        """A reason as a sentence where the code is one, else its words: `exact_duplicate` reads as Exact duplicate."""
        is_code = code.isascii() and " " not in code
        return self.label(code.partition(":")[0]) if is_code else self.text(Text(code))

    def formula(self, metric: Metric) -> Both:
        """The definition of a metric."""
        return self.text(Text(metric.formula))

    def count(self, value: Number | None) -> Both:
        """A whole number."""
        return self.each(lambda formats: formats.count(value))

    def percent(self, share: Number | None, digits: int = 1) -> Both:
        """A fraction as a percentage."""
        return self.each(lambda formats: formats.percent(share, digits))

    def share(self, share: Number | None) -> Both:
        """A share of a whole: one that is too small for a digit is said to be below it, for it is not nothing."""
        if share is None or not 0 < abs(float(share)) < SMALLEST_SHARE / 2:
            return self.percent(share)
        least = self.percent(SMALLEST_SHARE if share > 0 else -SMALLEST_SHARE)
        sign = "<" if share > 0 else ">"
        return Both(f"{sign}{least.en}", f"{sign}{least.zh}")

    def money(self, value: Number | None, currency: str = "") -> Both:
        """An amount in full with its currency."""
        return self.each(lambda formats: formats.money(value, currency or self.currency))

    def amount(self, value: Number | None, currency: str) -> Both:
        """An amount in full without its currency, which a heading says."""
        return self.each(lambda formats: formats.amount(value, currency))

    def short(self, value: Number | None) -> Both:
        """A large number shortened as the language does it: 8.91M, 891万; small ones in full."""
        return self.each(lambda formats: shortened(value, formats))

    def tick(self, value: Number) -> Both:
        """A round number on an axis, shortened without idle zeros."""
        return self.each(lambda formats: _IDLE_ZEROS.sub(r"\1\2", shortened(value, formats)))

    def date(self, day: date | None) -> Both:
        """A day."""
        return self.each(lambda formats: formats.date(day))

    def month(self, label: str) -> Both:
        """A month by its label (2011-03) with its year."""
        return self.each(lambda formats: _skeleton(label, "yMMM", formats))

    def month_name(self, label: str) -> Both:
        """A month by its label without its year."""
        return self.each(lambda formats: _skeleton(label, "MMM", formats))

    def days(self, period: Period) -> Both:
        """First to last day; whole months by their names."""
        is_months = period.start.day == 1 and period.end.day == 1
        return self.each(lambda formats: _interval(period, "yMMM" if is_months else "yMMMd", formats))

    def place(self, code: str | None) -> Both:
        """A market with its name; what the files do not say is said so."""
        return self.each(lambda formats: formats.place(code)) if code else self.say("not_stated")

    def estimate(self, estimate: Estimate) -> Both:
        """The point of an estimate."""
        return self.each(lambda formats: formats.estimate(estimate))

    def estimate_range(self, estimate: Estimate) -> Both:
        """The interval of an estimate with its probability."""
        return self.each(lambda formats: formats.estimate_range(estimate))

    def figure(self, slug: str, value: Value) -> Both:
        """A metric's value in a table: its unit stands in the heading. Sums of money are read without cents."""
        if not isinstance(value, int | float | Decimal):
            return Both(MISSING, MISSING)
        metric = self.metrics[slug]
        if metric.unit is Unit.MONEY and metric.accumulates is Accumulates.SUM:
            return self.count(value)
        return self.full(slug, value, with_currency=False)

    def full(self, slug: str, value: Value, currency: str = "", *, with_currency: bool = True) -> Both:
        """A metric's value with all its digits and its currency."""
        if not isinstance(value, int | float | Decimal):
            return Both(MISSING, MISSING)
        match self.metrics[slug].unit:
            case Unit.MONEY if with_currency:
                return self.money(value, currency)
            case Unit.MONEY:
                return self.each(lambda formats: formats.amount(value, currency or self.currency))
            case Unit.SHARE:
                return self.percent(value)
            case Unit.COUNT:
                return self.count(value)
            case _:
                return self.each(lambda formats: _two_digits(value, formats))

    def heading(self, slug: str) -> Both:
        """A metric's title, with the currency where it is money."""
        metric = self.metrics[slug]
        title = self.label(slug)
        return (
            Both(f"{title.en}, {self.currency}", f"{title.zh}（{self.currency}）")
            if metric.unit is Unit.MONEY
            else title
        )

    def delta(self, change: Change | None, slug: str) -> Delta | None:
        """A change of a metric with sign, arrow and whether it is better; None where it cannot be said."""
        metric = self.metrics[slug]
        amount = None if change is None else change.amount(metric.unit)
        if amount is None:
            return None
        sign, arrow = ("+", "▲") if amount > 0 else ("−", "▼") if amount < 0 else ("±", "")
        if metric.unit is Unit.SHARE:
            figure = self.each(lambda formats: formats.number(abs(amount) * HUNDRED, 1))
            said = self.say("points", number=figure)
        else:
            said = self.percent(abs(amount), 1 if abs(amount) < 1 else 0)
        text = Both(f"{arrow} {sign}{said.en}".strip(), f"{arrow} {sign}{said.zh}".strip())
        return Delta(_sense(amount, metric.better), text)


def shortened(value: Number | None, formats: Formats) -> str:
    """A number from ten thousand on in the language's own thousands, with three digits.

    >>> shortened(9772003.97, Formats("en")), shortened(9772003.97, Formats("zh")), shortened(-4100, Formats("en"))
    ('9.77M', '977万', '−4,100')
    >>> shortened(5602404, Formats("en")), shortened(-23100, Formats("zh"))
    ('5.60M', '−2.31万')
    """
    size = 0.0 if value is None else abs(float(value))
    if value is None or size < SHORTENED_FROM:
        return formats.count(value)
    unit, sign = next(pair for pair in UNITS[formats.language] if size >= pair[0])
    scaled = float(value) / unit
    digits = 2 if abs(scaled) < 10 else 1 if abs(scaled) < HUNDRED else 0
    return f"{scaled:,.{digits}f}".replace("-", "−") + sign


def is_currency_unit(unit: str) -> bool:
    """Whether an estimate in that unit is money per year, so that it can stand on the scale of the list."""
    return is_money(unit) and unit.endswith("/year")


def _sense(amount: float, better: Better) -> str:
    if amount == 0 or better is Better.NEITHER:
        return "even"
    return "better" if (amount > 0) == (better is Better.UP) else "worse"


def _two_digits(value: Number, formats: Formats) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, "#,##0.00", locale=formats.locale).replace("-", "−")


def _rendered(text: Text, language: str) -> str:
    values = {name: value.of(language) if isinstance(value, Both) else value for name, value in text.values.items()}
    return Text(text.template, values).render(language)


def _skeleton(label: str, skeleton: str, formats: Formats) -> str:
    from babel.dates import format_skeleton

    if not _MONTH.match(label):
        return label
    return format_skeleton(skeleton, date.fromisoformat(f"{label}-01"), locale=formats.locale)


def _interval(period: Period, skeleton: str, formats: Formats) -> str:
    from babel.dates import format_interval

    last = period.end - timedelta(days=1)
    return format_interval(period.start, last, skeleton, locale=formats.locale)
