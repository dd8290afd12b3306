"""The container files, as far as they can be checked without a container: never built here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


def _instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_image_copies_what_is_there_runs_as_nobody_special_and_serves() -> None:

    found = _instructions()
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {name for name, _ in found} <= known
    for name, told in found:
        if name == "COPY" and "--from" not in told:
            assert all((ROOT / one).exists() for one in told.split()[:-1]), told
    stages = [told for name, told in found if name == "FROM"]
    assert all(re.fullmatch(r"python:3\.1[123]-slim( AS \w+)?", one) for one in stages)
    assert [told for name, told in found if name == "USER"] == ["argosy"]
    assert json.loads(next(told for name, told in found if name == "ENTRYPOINT")) == ["argosy"]
    command = json.loads([told for name, told in found if name == "CMD"][-1])
    health = next(told for name, told in found if name == "HEALTHCHECK")
    port = command[command.index("--port") + 1]
    assert f":{port}/readyz" in health
    assert next(told for name, told in found if name == "EXPOSE") == port


def test_the_services_fit_together_and_no_secret_is_written_down() -> None:
    told: Any = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = told["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert set(service.get("secrets", [])) <= set(told["secrets"]), name
        volumes = [one.partition(":")[0] for one in service.get("volumes", [])]
        assert set(volumes) <= set(told["volumes"]), name
        assert not any("PASSWORD" in key and not key.endswith("_FILE") for key in service.get("environment", {}))
    cockpit = services["cockpit"]
    assert cockpit["read_only"] is True
    assert cockpit["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in cockpit["ports"])
    assert int(cockpit["command"][cockpit["command"].index("--workers") + 1]) > 1
