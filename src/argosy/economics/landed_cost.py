"""What a unit costs on the shelf abroad: purchase, first leg, duty, import VAT, spread over a consignment by a rule one can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from argosy.core.errors import RequestError
from argosy.economics.allocation import spread_by_rule

SHARED_COSTS = {"first_leg": "by_weight", "insurance": "by_value", "clearance": "by_value", "handling": "by_units"}
"""Rule by which each cost of a consignment is spread, unless the caller names another: freight follows weight, papers follow value."""


@dataclass(frozen=True)
class Lot:
    """One product within a consignment: units, weight and volume of all of them together, price per unit, its own duty rate."""

    units: int
    unit_price: Decimal
    weight_g: int = 0
    volume_cm3: int = 0
    duty_rate: Decimal = Decimal(0)

    def measures(self) -> dict[str, Decimal]:
        """What a rule may spread by."""
        return {
            "units": Decimal(self.units),
            "weight": Decimal(self.weight_g),
            "volume": Decimal(self.volume_cm3),
            "value": self.unit_price * self.units,
        }


@dataclass(frozen=True)
class LandedCost:
    """Cost of one unit by component, in the consignment's currency; `import_vat` is no cost where it is recoverable."""

    purchase: Decimal
    shared: Mapping[str, Decimal]
    duty: Decimal
    import_vat: Decimal
    vat_is_recoverable: bool

    @property
    def unit_cost(self) -> Decimal:
        """What one unit costs in all."""
        vat = Decimal(0) if self.vat_is_recoverable else self.import_vat
        return self.purchase + sum(self.shared.values(), Decimal(0)) + self.duty + vat


def customs_value(price: Decimal, freight: Decimal, insurance: Decimal, *, includes_carriage: bool = True) -> Decimal:
    """The value duty is reckoned on: with carriage to the border (CIF: EU, GB, CN, BR ...) or without it (FOB: US, CA, AU ...).

    >>> str(customs_value(Decimal(10), Decimal(2), Decimal("0.1")))
    '12.1'
    """
    return price + freight + insurance if includes_carriage else price


def landed_cost(
    lots: Mapping[str, Lot],
    shared_costs: Mapping[str, Decimal],
    *,
    import_vat_rate: Decimal = Decimal(0),
    vat_is_recoverable: bool = True,
    rules: Mapping[str, str] | None = None,
    duty_on_carriage: bool = True,
) -> dict[str, LandedCost]:
    """Unit cost of every lot of one consignment, exact to the fourth decimal per lot.

    Duty is the lot's rate on its customs value; import VAT its rate on customs value plus duty.

    >>> lots = {"mug": Lot(100, Decimal(3), 40_000, duty_rate=Decimal("0.12")), "lamp": Lot(50, Decimal(20), 60_000)}
    >>> found = landed_cost(lots, {"first_leg": Decimal(500)}, import_vat_rate=Decimal("0.19"))
    >>> str(found["mug"].unit_cost), str(found["lamp"].unit_cost), str(found["lamp"].import_vat)
    ('5.6000', '26.0000', '4.9400')
    """
    if not lots or any(lot.units <= 0 for lot in lots.values()):
        raise RequestError("A consignment needs lots with at least one unit each.")
    chosen = {**SHARED_COSTS, **(rules or {})}
    measures = {name: lot.measures() for name, lot in lots.items()}
    shares = {
        cost: spread_by_rule(amount, chosen.get(cost, "by_value"), measures) for cost, amount in shared_costs.items()
    }
    found = {}
    for name, lot in lots.items():
        shared = {cost: parts[name] / lot.units for cost, parts in shares.items()}
        carriage = shared.get("first_leg", Decimal(0)), shared.get("insurance", Decimal(0))
        base = customs_value(lot.unit_price, *carriage, includes_carriage=duty_on_carriage)
        duty = _rounded(base * lot.duty_rate)
        vat = _rounded((base + duty) * import_vat_rate)
        rounded = {cost: _rounded(part) for cost, part in shared.items()}
        found[name] = LandedCost(lot.unit_price, rounded, duty, vat, vat_is_recoverable)
    return found


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)
