"""Sellers for the cases of `analytics.test`: those of `analytics.explain`."""

from __future__ import annotations

import runpy
from pathlib import Path

measures = runpy.run_path(str(Path(__file__).with_name("given_explain.py")))["measures"]
