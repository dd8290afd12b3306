"""Arrays that cannot be written to: what the facts of a domain hold, so that no model changes what another one reads."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Values = TypeVar("Values", bound=npt.NDArray[Any])


def frozen(values: npt.ArrayLike, dtype: npt.DTypeLike = np.float64) -> npt.NDArray[Any]:
    """A copy of the values as an array of that type that cannot be written to.

    >>> frozen([1, 2]).flags.writeable
    False
    """
    return fixed(np.array(values, dtype=dtype))


def fixed(values: Values) -> Values:
    """The array itself, closed to writing."""
    values.setflags(write=False)
    return values
