"""Makes the files of a new connector, kind, domain or reference table: `python -m update.scaffold WHAT NAME`.

What is made is wired by discovery alone and fails its conformance suite with sentences that say what is still to be written.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "argosy"
TEMPLATES = Path(__file__).with_name("templates")
USAGE = {
    "connector": "make new-connector NAME=vendor (lower-case words joined by underscores)",
    "kind": "make new-kind NAME=domain.verb_object",
    "domain": "make new-domain NAME=domain (one lower-case word)",
    "reference": "make new-reference NAME=topic/PLACE (such as vat/DE)",
}
SHAPES = {
    "connector": r"[a-z][a-z0-9_]*",
    "kind": r"[a-z]+\.[a-z]+(_[a-z]+)*",
    "domain": r"[a-z]+",
    "reference": r"[a-z_]+/[A-Z]{2}(-[A-Z0-9]{1,3})?",
}


def plan(what: str, name: str) -> dict[Path, str]:
    """The files to make, with their text."""
    today = datetime.now(UTC).date().isoformat()
    first, _, second = re.sub(r"[./]", " ", name).partition(" ")
    words = {
        "name": name,
        "first": first,
        "second": second,
        "title": (second or first).replace("_", " ").capitalize(),
        "today": today,
    }
    places = {
        "connector": {
            f"src/argosy/connectors/{first}/__init__.py": "connector_init.py.txt",
            f"src/argosy/connectors/{first}/reports.py": "connector_reports.py.txt",
            f"src/argosy/connectors/{first}/parse.py": "connector_parse.py.txt",
            f"src/argosy/connectors/{first}/map.py": "connector_map.py.txt",
            f"src/argosy/connectors/{first}/vocabulary.csv": "connector_vocabulary.csv.txt",
            f"tests/connectors/{first}/orders/sample.csv": "connector_sample.csv.txt",
            f"tests/connectors/{first}/orders/sample.csv.expected.json": "connector_expected.json.txt",
        },
        "kind": {
            f"src/argosy/domains/{first}/{second}.py": "kind.py.txt",
            f"tests/domains/{first}/cases/{second}.yaml": "kind_cases.yaml.txt",
        },
        "domain": {
            f"src/argosy/domains/{first}/__init__.py": "domain_init.py.txt",
            f"src/argosy/domains/{first}/facts.py": "domain_facts.py.txt",
            f"src/argosy/domains/{first}/model.py": "domain_model.py.txt",
            f"src/argosy/domains/{first}/parameters.yaml": "domain_parameters.yaml.txt",
            f"tests/domains/{first}/test_{first}_model.py": "domain_test_model.py.txt",
        },
        "reference": {f"src/argosy/reference/{first}/{second}.yaml": "reference.yaml.txt"},
    }
    found = {
        ROOT / path: Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)
        for path, template in places[what].items()
    }
    if what == "reference" and not (SOURCE / "reference" / first).is_dir():
        found[SOURCE / "reference" / first / "_topic.yaml"] = Template(
            (TEMPLATES / "reference_topic.yaml.txt").read_text(encoding="utf-8")
        ).substitute(words)
    return found


def main(arguments: list[str]) -> int:
    """Make the files; nothing that is there is touched."""
    what, name = [*arguments, "", ""][:2]
    if what not in USAGE or not re.fullmatch(SHAPES[what], name):
        print(f"usage: {USAGE.get(what, ' | '.join(USAGE.values()))}", file=sys.stderr)
        return 2
    files = plan(what, name)
    if what == "kind" and not (SOURCE / "domains" / name.partition(".")[0] / "facts.py").exists():
        print(
            f"domain {name.partition('.')[0]} has no facts.py yet; make it first: it is what a kind decides on",
            file=sys.stderr,
        )
        return 1
    if there := [path for path in files if path.exists()]:
        print(f"{there[0].relative_to(ROOT)} exists already; choose another name", file=sys.stderr)
        return 1
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"made {path.relative_to(ROOT)}")
    print("next: read CONTRIBUTING.md, fill them in, run make check")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
