"""Makes the catalogues: `python -m update.messages`, or `--check` to fail where one is stale or a text is not translated.

Texts come from the source (`update.message_sources`), translations from `locale/<language>/parts/*.po`, which people write; a text that no
part translates keeps its translation in the catalogue. Names of countries come from CLDR.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from update.message_sources import PLACES, ROOT, Broken, Found, place_names, sources
from update.traditional import traditional

LOCALES = ROOT / "src" / "argosy" / "locale"
LANGUAGES = ("zh",)
TRADITIONAL = "zh_Hant"  # made from zh by `update.traditional`; nobody writes it
STILL = datetime(2026, 1, 1, tzinfo=UTC)  # a date that never changes, so that equal texts give equal files
WIDTH = 120


def template(found: Iterable[Found]) -> Catalog:
    """Every text once, with the files it stands in."""
    catalog = Catalog(
        project="argosy", version="1", copyright_holder="Argosy contributors", creation_date=STILL, charset="utf-8"
    )
    for one in found:
        catalog.add(one.text, locations=[(one.file, 0)])
    return catalog


def merged(texts: Catalog, language: str, folder: Path) -> tuple[Catalog, list[str]]:
    """The catalogue of a language, and what two parts say differently: parts first, then the catalogue as it is, then CLDR."""
    known, conflicts = _translations(folder)
    own = place_names(language)
    places = {name: own[code] for code, name in place_names("en").items() if code in own}
    catalog = Catalog(
        locale=language, project="argosy", version="1", creation_date=STILL, revision_date=STILL, charset="utf-8"
    )
    for message in _messages(texts):
        text = str(message.id)
        translated = known.get(text) or (places.get(text) if (PLACES, 0) in message.locations else None)
        catalog.add(text, translated or "", locations=message.locations)
    return catalog, conflicts


def in_traditional(simplified: Catalog) -> Catalog:
    """The same catalogue in traditional Chinese."""
    catalog = Catalog(
        locale=TRADITIONAL, project="argosy", version="1", creation_date=STILL, revision_date=STILL, charset="utf-8"
    )
    for message in _messages(simplified):
        catalog.add(str(message.id), traditional(str(message.string or "")))
    return catalog


def _translations(folder: Path) -> tuple[dict[str, str], list[str]]:
    """English to the translation, parts over the catalogue; and where two parts disagree."""
    known: dict[str, str] = {}
    said_by: dict[str, str] = {}
    conflicts = []
    for path in sorted((folder / "parts").glob("*.po")):
        for text, translated in _pairs(path):
            if text in said_by and known[text] != translated:
                conflicts.append(f"{path.name} and {said_by[text]} translate differently: {text}")
                continue
            known[text], said_by[text] = translated, path.name
    for text, translated in _pairs(folder / "LC_MESSAGES" / "argosy.po"):
        known.setdefault(text, translated)
    return known, conflicts


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The finished translations of a file: not the empty ones, not the fuzzy ones."""
    if path.exists():
        with path.open("rb") as file:
            for message in _messages(read_po(file, charset="utf-8")):
                if message.string and not message.fuzzy:
                    yield str(message.id), str(message.string)


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def faults(catalog: Catalog) -> list[str]:
    """What is wrong with a catalogue: a text without translation, or places that differ from the English ones."""
    found = []
    for message in _messages(catalog):
        if not message.string:
            found.append(f"not translated: {message.id}")
        elif fields(str(message.id)) != fields(str(message.string)):
            found.append(f"places differ: {message.id} / {message.string}")
    return found


def fields(text: str) -> set[str]:
    """The named places of a template, with what is done to them; a text that is no template has none.

    >>> sorted(fields("{rows} rows of {table!r}")), fields("a lone { brace")
    (['rows', 'table'], set())
    """
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def main(arguments: list[str]) -> int:
    """Write the catalogues, or with `--check` name what is stale or missing; 1 where anything is."""
    is_check = "--check" in arguments
    everything = list(sources())
    problems = [
        f"put together before it is marked: {one.file}:{one.line}" for one in everything if isinstance(one, Broken)
    ]
    texts = template(one for one in everything if isinstance(one, Found))
    stale = _write(LOCALES / "argosy.pot", _po(texts), texts, is_check)
    for language in LANGUAGES:
        folder = LOCALES / language
        catalog, conflicts = merged(texts, language, folder)
        problems += conflicts + faults(catalog)
        stale += _write(folder / "LC_MESSAGES" / "argosy.po", _po(catalog), catalog, is_check)
        stale += _write(folder / "LC_MESSAGES" / "argosy.mo", _mo(catalog), catalog, is_check)
        if language == "zh":
            folder, catalog = LOCALES / TRADITIONAL, in_traditional(catalog)
            stale += _write(folder / "LC_MESSAGES" / "argosy.mo", _mo(catalog), catalog, is_check)
    for line in problems:
        print(line)
    for path in stale:
        print(("stale, run make messages: " if is_check else "wrote ") + path.relative_to(ROOT).as_posix())
    return 1 if problems or (stale and is_check) else 0


def _write(path: Path, content: bytes, catalog: Catalog, is_check: bool) -> list[Path]:
    """Write where the file says something else; the path where it did."""
    if path.exists() and _says(path) == _content(catalog, has_places=path.suffix != ".mo"):
        return []
    if not is_check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [path]


def _says(path: Path) -> Mapping[str, object]:
    with path.open("rb") as file:
        catalog = read_mo(file) if path.suffix == ".mo" else read_po(file, charset="utf-8")
    return _content(catalog, has_places=path.suffix != ".mo")


def _content(catalog: Catalog, has_places: bool) -> Mapping[str, object]:
    """What a catalogue says, without its header, which names the version of the tool."""
    said = {}
    for message in _messages(catalog):
        if has_places:
            said[str(message.id)] = (str(message.string or ""), sorted({file for file, _ in message.locations}))
        elif message.string:
            said[str(message.id)] = (str(message.string), [])
    return said


def _po(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=WIDTH, sort_by_file=True, include_lineno=False)
    return buffer.getvalue()


def _mo(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
