"""Makes the in-memory `Measures` importable by the tests of domains."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
