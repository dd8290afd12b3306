"""Makes the generated documents: `python -m update.documents`, or `--check` to fail where one is stale."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- generated: {name} -->", "<!-- end: {name} -->"


def documents() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text."""
    from argosy.canonical import documentation as canonical
    from argosy.connectors import documentation as connectors
    from argosy.decision import documentation as decisions
    from argosy.decision.domain import kinds
    from argosy.metrics import documentation as metrics
    from argosy.reference import documentation as reference

    docs = ROOT / "docs"
    yield docs / "canonical.md", canonical.markdown()
    yield docs / "connectors.md", connectors.markdown()
    yield docs / "metrics.md", metrics.markdown()
    yield docs / "reference.md", reference.markdown()
    for kind in kinds().values():
        yield docs / "domains" / kind.domain.name / f"{kind.slug.partition('.')[2]}.md", decisions.markdown(kind)
    for file, language in (("README.md", "en"), ("README.zh.md", "zh")):
        yield ROOT / file, _with_block(ROOT / file, "domains", decisions.table(language))


def _with_block(path: Path, name: str, text: str) -> str:
    """The file's text with the block between its two comments replaced."""
    begin, end = BEGIN.format(name=name), END.format(name=name)
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{path.name} lacks the comments {begin} and {end}")
    return f"{before}{begin}\n{text.strip()}\n{end}{after}"


def main(arguments: list[str]) -> int:
    """Write what has changed, or name it with `--check`."""
    stale = []
    for path, text in documents():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT))
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in stale:
        print(("stale: run make docs: " if "--check" in arguments else "wrote ") + str(path))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
