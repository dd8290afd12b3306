"""The whole description, fuzzed by Schemathesis: no answer of 5xx, none that is not documented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.slow
EXAMPLES = 4


def test_no_route_breaks_or_answers_what_it_does_not_say(site: Any, token: Callable[[str], str]) -> None:
    schemathesis = pytest.importorskip(
        "schemathesis", reason="schemathesis is not installed, so the API cannot be fuzzed"
    )
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    schema = schemathesis.openapi.from_asgi("/api/openapi.json", site)
    headers = {"authorization": f"Bearer {token('owner')}"}
    checks = [
        schemathesis.checks.not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    quick = settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    called = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.endswith("/events") or operation.method.upper() == "DELETE":
            continue

        @quick
        @given(case=operation.as_strategy())
        def one(case: Any) -> None:
            nonlocal called
            called += 1
            case.call_and_validate(headers=headers, checks=checks)

        one()
    assert called > 100
