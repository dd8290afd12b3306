"""Text that a person reads: an English template with values, translated when it is shown.

Decisions and load reports outlive the language they were made in, so they store the template and the values, never the finished
sentence. Catalogues are GNU gettext (`argosy/locale/<language>/LC_MESSAGES/argosy.mo`), compiled by Babel.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

LOCALE_DIRECTORY = Path(__file__).resolve().parent.parent / "locale"
DEFAULT_LANGUAGE = "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The message catalogue of a BCP 47 language; English (the templates themselves) where there is none."""
    candidates = [language.replace("-", "_"), language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0]]
    if language.lower().startswith("zh"):
        candidates.append("zh")
    return gettext.translation("argosy", localedir=str(LOCALE_DIRECTORY), languages=candidates, fallback=True)


def mark(template: str) -> str:
    """Mark a template for extraction without translating it now (`N_` in gettext's words).

    >>> mark("Sales fell")
    'Sales fell'
    """
    return template


@dataclass(frozen=True)
class Text:
    """A translatable sentence: `template` with `{named}` places, and the values that fill them.

    >>> str(Text("{count} rows loaded", {"count": 3}))
    '3 rows loaded'
    """

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def render(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The sentence in a BCP 47 language, values filled in; a value that is itself a `Text` is rendered too."""
        translated = catalogue(language).gettext(self.template) if self.template else ""
        filled = {
            name: value.render(language) if isinstance(value, Text) else value for name, value in self.values.items()
        }
        return translated.format_map(filled) if filled else translated

    def __str__(self) -> str:
        return self.render()

    def to_json(self) -> dict[str, object]:
        """Template and values as JSON types; values become text unless they are numbers, or texts themselves."""
        plain = {
            name: value.to_json()
            if isinstance(value, Text)
            else value
            if isinstance(value, int | float | str | None)
            else str(value)
            for name, value in self.values.items()
        }
        return {"template": self.template, "values": plain}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Text:
        """The inverse of `to_json`."""
        raw = data.get("values") or {}
        if not isinstance(raw, Mapping):
            raise TypeError(f"values must be a mapping, not {type(raw).__name__}")
        values = {name: cls.from_json(value) if isinstance(value, Mapping) else value for name, value in raw.items()}
        return cls(str(data["template"]), values)
