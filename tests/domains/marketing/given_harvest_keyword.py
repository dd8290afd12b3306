"""Advertisers for the cases of `marketing.harvest_keyword`: those of `marketing.add_negative`."""

from __future__ import annotations

import runpy
from pathlib import Path

measures = runpy.run_path(str(Path(__file__).with_name("given_add_negative.py")))["measures"]
