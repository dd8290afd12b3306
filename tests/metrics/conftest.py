"""Makes the in-memory `Measures` and the small business importable by the tests of metrics."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.extend([str(Path(__file__).parent), str(Path(__file__).parents[1] / "domains")])
