"""What came in, as the page shows it: files, whether the money adds up, what is kept apart and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from argosy.app.report.contents import KeptApart, Report
from argosy.app.results import CurrencyCheck
from argosy.core.text import Text
from argosy.interfaces.presentation.report.bilingual import Both, Voice


@dataclass(frozen=True)
class ApartRow:
    """Rows kept apart for one reason."""

    reason: Both
    code: str
    rows: int
    amounts: tuple[Both, ...]
    first: Both


def context(report: Report, voice: Voice) -> Mapping[str, Any]:
    """What the templates of the head and of the section on data quality use."""
    files = report.intake.files
    return {
        "came_in": voice.say(
            "came_in",
            files=voice.count(len(files)),
            rows=voice.count(sum(file.rows_read for file in files)),
            loaded=voice.count(sum(file.rows_loaded for file in files)),
            apart=voice.count(sum(file.rows_kept_apart for file in files)),
            ignored=voice.count(sum(file.rows_ignored for file in files)),
        ),
        "money_rows": money_rows(report),
        "apart_rows": [_apart(one, voice) for one in report.intake.kept_apart],
        "ignored_rows": [(voice.reason(code), voice.count(count)) for code, count in ignored(report).items()],
        "remark_rows": [
            voice.text(Text(text, {"count": voice.count(count)})) for text, count in remarks(report).items()
        ],
    }


def money_rows(report: Report) -> list[tuple[str, CurrencyCheck]]:
    """File and currency by currency: money in, out, apart, and what nobody can explain."""
    return [(file.file, check) for file in report.intake.files for check in file.money]


def residuals(report: Report) -> Mapping[str, Decimal]:
    """The residual of all files by currency."""
    found: dict[str, Decimal] = {}
    for _, check in money_rows(report):
        found[check.currency] = found.get(check.currency, Decimal(0)) + abs(check.residual)
    return found


def adds_up(report: Report, voice: Voice) -> Both:
    """Whether the money of all files adds up, with the residual."""
    found = residuals(report)
    if not found:
        return voice.say("no_money")
    key = "does_not_add_up" if any(found.values()) else "adds_up"
    amounts = [voice.money(residual, currency) for currency, residual in found.items()]
    listed = Both(*(", ".join(amount.of(language) for amount in amounts) for language in ("en", "zh")))
    return voice.say(key, amount=listed)


def ignored(report: Report) -> Mapping[str, int]:
    """Rows left out on purpose by reason, over all files."""
    total: Counter[str] = Counter()
    for file in report.intake.files:
        total.update(file.ignored)
    return dict(total.most_common())


def remarks(report: Report) -> Mapping[str, int]:
    """What else was noticed, over all files: template to count."""
    total: Counter[str] = Counter()
    for file in report.intake.files:
        total.update(file.remarks)
    return dict(total.most_common())


def _apart(one: KeptApart, voice: Voice) -> ApartRow:
    file, line = one.first
    amounts = tuple(voice.money(amount, currency) for currency, amount in one.amounts.items() if currency)
    return ApartRow(voice.text(Text(one.reason)), one.code, one.rows, amounts, voice.say("line", file=file, line=line))
