"""Renders pages: words in the person's language, figures by its locale, everything escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from argosy.app.door.people import LANGUAGES, THEMES, Person
from argosy.app.door.roles import Permission
from argosy.core.text import Text
from argosy.decision.domain import domains
from argosy.interfaces.cockpit.wording import WORDS
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.decisions import subject_label
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.web.entry import asker
from argosy.interfaces.web.keeping import keep
from argosy.metrics.dimensions import DIMENSIONS

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
PLACES = (
    ("today", "/"),
    ("numbers", "/numbers"),
    ("why", "/why"),
    ("experiments", "/experiments"),
    ("data", "/data"),
    ("settings", "/settings"),
)
LANGUAGE_COOKIE = "argosy_language"


class Voice:
    """One reader's language: words, figures, days."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.formats = Formats(language)
        self._said: dict[str, str] = {}

    def say(self, key: str, **values: object) -> str:
        """A sentence of the cockpit by its key."""
        if values:
            return Text(WORDS[key], values).render(self.language)
        if key not in self._said:
            self._said[key] = Text(WORDS[key]).render(self.language)
        return self._said[key]

    def text(self, text: Text | str | None) -> str:
        """A sentence that came from elsewhere."""
        if isinstance(text, Text):
            return text.render(self.language)
        return Text(text).render(self.language) if text else ""

    def word(self, family: str, key: str) -> str:
        """A word of the code, from one of the families of `presentation.words`."""
        known = getattr(words, family)
        if family == "DIMENSIONS" and key not in known and key in DIMENSIONS:  # one nobody has named for people yet
            return Text(DIMENSIONS[key].title).render(self.language)
        return words.word(known, key, self.language)

    def subject(self, subject: str) -> str:
        """A decision's subject."""
        return subject_label(subject, self.formats)

    @cached_property
    def short(self) -> Any:
        """Large money shortened: 万 and 亿, k and M; the full figure is for the tooltip."""
        from babel.numbers import format_compact_decimal

        def shortened(value: float | None) -> str:
            if value is None:
                return "–"
            text = format_compact_decimal(round(float(value), 2), locale=self.formats.locale, fraction_digits=1)
            return str(text).replace("-", "−")

        return shortened


def language_of_browser(request: Request) -> str:
    """The reader's language before anybody is logged in: the cookie, then what the browser asks for, Chinese first of ours."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
            return "zh-Hant"
        if tag.startswith("zh"):
            return "zh-Hans"
        if tag:
            return "en"
    return "en"


def voice_of(request: Request) -> Voice:
    """The voice for who asks."""
    found = asker(request)
    return _voice(found.person.language if found else language_of_browser(request))


@cache
def _voice(language: str) -> Voice:
    return Voice(language)


def render(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    stands: bool = False,
) -> HTMLResponse:
    """A page, or the part of one that htmx asks for. One that `stands` follows from the lake, the register, the notes and jobs and from
    what the person may see: it is given again, to others too, until one of these moves.
    """
    found, voice = asker(request), voice_of(request)
    person = found.person if found else None
    slots = keep(request) if stands and status == HTTPStatus.OK else None
    context = {
        "voice": voice,
        "say": voice.say,
        "text": voice.text,
        "formats": voice.formats,
        "person": person,
        "csrf": slots.csrf if slots else found.csrf if found else "",
        "own_name": slots.name if slots else person.name if person else "",
        "language": voice.language,
        "theme": person.theme if person else "auto",
        "languages": LANGUAGES,
        "themes": THEMES,
        "places": PLACES if person else (),
        "domains": _domains(voice.language) if person else (),
        "here": request.url.path,
        "may": _may(person),
        "link": link,
        **values,
    }
    body = environment().get_template(template).render(context)
    return HTMLResponse(body, status, dict(headers or {}))


def _may(person: Person | None) -> Any:
    return lambda name: person is not None and person.may(Permission(name))


@cache
def _domains(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, one.title.render(language)) for name, one in domains().items())


def link(path: str, **values: object) -> str:
    """An address with its question; empty values are left out.

    >>> link("/numbers", metrics="orders", by="")
    '/numbers?metrics=orders'
    """
    kept = [(name.rstrip("_"), value) for name, value in values.items() if value not in (None, "", ())]
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


@cache
def environment() -> Environment:
    """The templates; a name they use and nobody gives is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    return made


@cache
def asset(name: str) -> str:
    """The address of a file of ours, with its content's hash, so that browsers keep it for good."""
    from argosy.core.ids import content_hash

    return f"/static/{name}?v={content_hash((STATIC / name).read_bytes(), length=10)}"
