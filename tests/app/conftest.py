"""Makes the in-memory `Measures` and the small business importable by the tests of the app."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.extend([str(TESTS / "metrics"), str(TESTS / "domains")])
