"""What kind of thing a product is in the eyes of the rules: by what the seller said of it, else by its customs code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "category",
    "hs_code",
    "battery_kind",
    "is_electric",
    "has_radio",
    "is_for_children",
    "touches_food",
    "touches_skin",
)
FLAGS = {
    "is_electric": "electrical",
    "has_radio": "radio",
    "is_for_children": "child",
    "touches_food": "food_contact",
}
BY_CODE = (
    ("33", "cosmetic"),
    ("3401", "cosmetic"),
    *((str(chapter), "textile") for chapter in range(50, 64)),
    ("7113", "jewellery"),
    ("7116", "jewellery"),
    ("7117", "jewellery"),
    ("9003", "eyewear"),
    ("9004", "eyewear"),
    ("9503", "toy"),
    ("9405", "lighting"),
    ("85395", "lighting"),
    ("9018", "medical"),
    ("9019", "medical"),
    ("9021", "medical"),
    ("902519", "medical"),
    ("3005", "medical"),
    ("8506", "battery"),
    ("8507", "battery"),
    ("3924", "food_contact"),
    ("7323", "food_contact"),
    ("6911", "food_contact"),
    ("6912", "food_contact"),
    ("8509", "electrical"),
    ("8516", "electrical"),
    ("8517", "radio"),
    ("8518", "electrical"),
    ("8525", "electrical"),
    ("85044", "electrical"),
)
LITHIUM = ("lithium_ion", "lithium_metal")


def categories(product: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """The categories of a product, sorted, and whether the seller told them all; nothing known gives none.

    A code tells the kind of thing, which is a guess where the seller has not said so by a flag.

    >>> categories({"is_electric": True, "battery_kind": "lithium_ion"})
    (('any', 'battery', 'electrical'), True)
    >>> categories({"hs_code": "950300"})
    (('any', 'child', 'toy'), False)
    >>> categories({"hs_code": None})
    ((), False)
    """
    told = {name for flag, name in FLAGS.items() if product.get(flag)}
    if product.get("battery_kind") in LITHIUM:
        told.add("battery")
    code = (product.get("hs_code") or "").replace(".", "")
    guessed = {name for start, name in BY_CODE if code.startswith(start)}
    if "toy" in guessed or ("child" in told and "toy" in (product.get("category") or "").lower()):
        guessed |= {"toy", "child"}
    is_known = bool(told or code or any(product.get(flag) is False for flag in FLAGS))
    if not is_known:
        return (), False
    return tuple(sorted({"any"} | told | guessed)), not guessed - told
