"""Which indicators there are: name, labels, unit, source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from argosy.reference.formats import SIDECAR, read_mapping
from argosy.reference.model import Status

INDICATORS_FILE = Path(__file__).resolve().parent / "indicators.parquet"


@dataclass(frozen=True)
class Indicator:
    """One indicator; `column` is what its source calls it (empty where it is derived) and `scale` turns that into `unit`."""

    name: str
    label: str
    label_zh: str
    unit: str
    description: str
    source: str
    href: str
    column: str
    scale: Decimal
    status: Status

    def label_in(self, language: str) -> str:
        """The label to show: Chinese for any BCP 47 tag that begins with zh, else English."""
        return self.label_zh if language.lower().startswith("zh") else self.label


@cache
def catalogue() -> dict[str, Indicator]:
    """The indicators by name, in the order of their table."""
    described = read_mapping(INDICATORS_FILE.parent / SIDECAR)["indicators"]
    return {
        name: Indicator(
            name=name,
            label=each["label"],
            label_zh=each["label_zh"],
            unit=each["unit"],
            description=each["description"],
            source=each["source"],
            href=each["href"],
            column=each.get("from", ""),
            scale=each.get("scale", Decimal(1)),
            status=Status(each.get("status", Status.VERIFIED)),
        )
        for name, each in described.items()
    }
