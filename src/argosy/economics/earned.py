"""What is left of a sale: shares of net revenue by product and by market, as a value that facts carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Earned:
    """Shares of net revenue: `of_product` and `overall` before advertising, `of_market` after it; empty and None where not known."""

    overall: float | None = None
    of_product: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    of_market: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def share(self, product: str, otherwise: float) -> float:
        """The share of a product, else of everything, else what is given.

        >>> Earned(0.3, {"LAMP": 0.5}).share("LAMP", 0.25), Earned(0.3).share("LAMP", 0.25), Earned().share("LAMP", 0.25)
        (0.5, 0.3, 0.25)
        """
        return self.of_product.get(product, otherwise if self.overall is None else self.overall)
