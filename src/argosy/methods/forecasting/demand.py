"""Kinds of series by how often something happens and how much the sizes vary (Syntetos, Boylan and Croston 2005).

The borders are those of Journal of the Operational Research Society 56: mean interval 1.32, squared variation 0.49.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from argosy.methods.forecasting.backtest import F64

DemandClass = Literal["smooth", "erratic", "intermittent", "lumpy"]

INTERVAL_BORDER = 1.32
VARIATION_BORDER = 0.49


def demand_class(values: F64) -> DemandClass:
    """The class of one series (1-D, NaN ignored); a series of zeros alone is intermittent.

    >>> demand_class(np.array([0.0, 0.0, 3.0, 0.0, 3.0])), demand_class(np.array([5.0, 6.0, 5.0]))
    ('intermittent', 'smooth')
    """
    known = values[~np.isnan(values)]
    sizes = known[known != 0]
    if len(sizes) == 0:
        return "intermittent"
    interval = len(known) / len(sizes)
    mean = float(np.abs(sizes).mean())
    variation = float(sizes.std() / mean) ** 2
    if interval >= INTERVAL_BORDER:
        return "lumpy" if variation >= VARIATION_BORDER else "intermittent"
    return "erratic" if variation >= VARIATION_BORDER else "smooth"
