"""What the search found, as values that can be shown."""

from __future__ import annotations

from dataclasses import dataclass

from argosy.core.text import Text


@dataclass(frozen=True)
class Slice:
    """A part of the table that broke: every row whose columns hold these members.

    `observed` and `expected` are the slice's own figure (the ratio inside it, or its amount), `change` their difference.
    `contribution` is what that does to the whole figure, `share` its part of the whole change (None where the whole did not change).
    `score` is the log odds that the slice is needed beside the others; `p_value` bounds, as an e-value's inverse (Vovk and Wang,
    "E-values: calibration, combination and applications", Annals of Statistics 49, 2021), how often noise alone scores as much.
    """

    conditions: tuple[tuple[str, str | None], ...]
    observed: float
    expected: float
    change: float
    contribution: float
    share: float | None
    score: float
    p_value: float
    groups: int

    def __str__(self) -> str:
        return ", ".join(f"{column} = {member}" for column, member in self.conditions)


@dataclass(frozen=True)
class Localisation:
    """Where a figure broke at a moment.

    `observed` is the whole figure at that moment, `expected` what the leaves' own past makes of the same mix of leaves, `change` their
    difference: the slices' contributions and `unexplained` sum to it. `everywhere` says that the whole moved alike, so that no slice
    stands out. `past` are the stamps looked at, `quiet` those the expectation rests on. `notes` say what bounded the search.
    """

    slices: tuple[Slice, ...]
    observed: float
    expected: float
    change: float
    unexplained: float
    everywhere: bool
    at: str
    past: tuple[str, ...]
    quiet: tuple[str, ...]
    model: str
    notes: tuple[Text, ...]

    def as_json(self) -> dict[str, object]:
        """The bare-table answer: slices as objects of column and member, the change, and per slice its figures."""
        return {
            "slices": [dict(slice_.conditions) for slice_ in self.slices],
            "change": self.change,
            "observed": self.observed,
            "expected": self.expected,
            "everywhere": self.everywhere,
            "figures": [
                {
                    "observed": slice_.observed,
                    "expected": slice_.expected,
                    "change": slice_.change,
                    "contribution": slice_.contribution,
                    "share": slice_.share,
                    "p": slice_.p_value,
                }
                for slice_ in self.slices
            ],
            "notes": [str(note) for note in self.notes],
        }
