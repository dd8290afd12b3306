"""Pages about the domains and kinds, made from what the code says of itself: a docstring, the domain's texts, the parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

from argosy.core.errors import FaultError
from argosy.core.text import DEFAULT_LANGUAGE, Text
from argosy.decision.domain import PACKAGE, Domain, Kind, domains, kinds
from argosy.decision.parameters import Parameter

HEADINGS = ("Question", "Why it pays", "Evidence", "Options", "Holds when", "Not enough data when", "Method", "Limits")
_HEADING = re.compile(r"^([A-Z][a-z]+(?: [a-z]+)*):$")

THERE = Text("there")
NOT_YET = Text("not yet")


def sections(kind: Kind) -> Mapping[str, str]:
    """The parts of a kind's docstring by heading, in the fixed order; `FaultError` names what is missing, empty or not known."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in inspect.cleandoc(kind.documentation).splitlines():
        if match := _HEADING.match(line):
            current = found.setdefault(match[1], [])
        else:
            current.append(line)
    texts = {name: inspect.cleandoc("\n".join(lines)).strip() for name, lines in found.items()}
    wrong = [name for name in HEADINGS if not texts.get(name)] + [name for name in texts if name not in HEADINGS]
    if wrong:
        raise FaultError(
            "The docstring of {kind} lacks or does not know the headings: {wrong}.",
            kind=kind.slug,
            wrong=", ".join(wrong),
        )
    return {name: texts[name] for name in HEADINGS}


def markdown(kind: Kind) -> str:
    """The page of a kind in Markdown: its docstring by headings, then the choices it uses, each with reason and day."""
    parts = [f"# {kind.title} (`{kind.slug}`)", f"Chapter {kind.domain.chapter}, {kind.domain.title}."]
    parts += [f"## {heading}\n\n{text}" for heading, text in sections(kind).items()]
    rows = [_parameter_row(parameter) for _, parameter in sorted(kind.parameters.items())]
    if rows:
        head = "| parameter | value | unit | reason | dated |\n|---|---|---|---|---|"
        parts.append("\n".join(["## Our own choices\n", head, *rows]))
    return "\n\n".join(parts) + "\n"


def table(language: str = DEFAULT_LANGUAGE, package: str = PACKAGE) -> str:
    """The thirteen domains in Markdown: chapter, name, question, and which kinds are there and which are not yet."""
    titles = ("#", Text("domain"), Text("question"), Text("decisions"))
    head = " | ".join(title if isinstance(title, str) else title.render(language) for title in titles)
    rows = [f"| {head} |", "|---|---|---|---|"]
    for domain in domains(package).values():
        cells = (
            str(domain.chapter),
            f"**{domain.title.render(language)}** (`{domain.name}`)",
            domain.question.render(language),
            "<br>".join(_kind_lines(domain, language, package)),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _kind_lines(domain: Domain, language: str, package: str) -> list[str]:
    there = {kind.slug.partition(".")[2]: kind.title for kind in kinds(package).values() if kind.domain == domain}
    lines = [
        f"`{domain.name}.{name}` {title.render(language)} ({THERE.render(language)})" for name, title in there.items()
    ]
    lines += [
        f"`{domain.name}.{name}` {title.render(language)} ({NOT_YET.render(language)})"
        for name, title in domain.planned.items()
        if name not in there
    ]
    return lines


def _parameter_row(parameter: Parameter) -> str:
    value = parameter.value
    shown = (
        ", ".join(f"{name} {number:g}" for name, number in value.items()) if isinstance(value, Mapping) else str(value)
    )
    reason = " ".join(parameter.reason.split()) + (" (Assumed, not measured.)" if parameter.assumed else "")
    return f"| `{parameter.name}` | {shown} | {parameter.unit} | {reason} | {parameter.dated.isoformat()} |"
