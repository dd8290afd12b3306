"""Where a figure broke: multi-dimensional root-cause localisation, for amounts and for ratios.

`localise` takes a long table (a time, a value, perhaps a denominator, attributes) and a moment, and answers with the smallest set of slices
(conjunctions of attribute values) in which the figure left its own past. One pass of DuckDB sums the table; then a Bayesian scan over all
slices, each module a step: `cube` (sums by leaf and stamp), `screening` (very many members), `expectation` (the quiet past), `evidence`
(usual or broken, per leaf), `lattice` (all slices), `search` (the best set), `result`.

No constant was fitted to data: grids are discretisations, limits bound memory, and the one level (1 %) is the customary one.
"""

from argosy.methods.slices.evidence import LEVEL
from argosy.methods.slices.localisation import localise
from argosy.methods.slices.result import Localisation, Slice

__all__ = ["LEVEL", "Localisation", "Slice", "localise"]
