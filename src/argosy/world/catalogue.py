"""What the simulated seller sells: products, and their listings on every site with title, price and rank."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from argosy.reference.fx import rate
from argosy.world.seller import Seller
from argosy.world.sites import DESTINATIONS, OWN_SHOP, SITES, Site

DATA = Path(__file__).with_name("products.yaml")
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@cache
def assortment() -> dict[str, Any]:
    """The types of products, their words and colours."""
    read: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True)
class Products:
    """One entry per product (SKU); money in CNY cents, weight in grams, sizes in millimetres."""

    sku: list[str]
    kind: Ints  # index into the assortment's products
    colour: Ints
    cost: Ints  # purchase price per unit, CNY cents
    freight: Ints  # first-leg freight and duty per unit, CNY cents
    weight_g: Ints
    popularity: Floats
    return_rate: Floats
    supplier: Ints

    def __len__(self) -> int:
        return len(self.sku)


@dataclass(frozen=True)
class Listings:
    """One entry per product on a site; `price` in hundredths of the site's currency."""

    product: Ints
    site: Ints
    price: Ints
    weight: Floats  # part of the site's demand
    conversion: Floats
    code: list[str]  # ASIN, or handle in the own shop
    title: list[str]
    since: Ints  # day of the world it went on sale

    def __len__(self) -> int:
        return len(self.code)


def make_products(seller: Seller) -> Products:
    """The range: types by turns in colours and series, popularity falling like a power law in an order drawn by chance."""
    dice, kinds = seller.dice("products"), assortment()["products"]
    colours, count = assortment()["colours"], seller.product_count
    kind = np.arange(count) % len(kinds)
    colour = (np.arange(count) // len(kinds)) % len(colours)
    series = np.arange(count) // (len(kinds) * len(colours)) + 1
    grade = 1 + 0.25 * (series - 1) % 0.75 + dice.normal(0, 0.05, count)
    cost = np.array([kinds[k]["cost_cny"] for k in kind]) * grade
    weight = np.array([kinds[k]["weight_g"] for k in kind])
    rank = dice.permutation(count)
    skus = [f"{kinds[k]['key']}-{colours[c]['key']}-{s:02d}" for k, c, s in zip(kind, colour, series, strict=True)]
    return Products(
        sku=skus,
        kind=kind,
        colour=colour,
        cost=np.round(cost * 100).astype(np.int64),
        freight=np.round((weight / 1000 * 16 + cost * 0.03) * 100).astype(np.int64),
        weight_g=weight,
        popularity=np.power(rank + 2.0, -0.75, dtype=np.float64),
        return_rate=np.array([kinds[k]["return_rate"] for k in kind]) * dice.uniform(0.8, 1.2, count),
        supplier=kind % 6,
    )


def make_listings(seller: Seller, products: Products) -> Listings:
    """Which product is on which site: the popular ones everywhere, the rest where the site's range reaches."""
    dice, rows = seller.dice("listings"), []
    order = np.argsort(-products.popularity)
    for number, one in enumerate(SITES):
        listed = np.sort(order[: max(6, round(len(products) * one.range_share))])
        rows += [(int(each), number) for each in listed]
    product, site = (np.array(column) for column in zip(*rows, strict=True))
    taste = dice.lognormal(0, 0.35, len(rows))
    weight = products.popularity[product] * taste
    for number in range(len(SITES)):
        weight[site == number] /= weight[site == number].sum()
    late = dice.random(len(rows)) < 0.2
    return Listings(
        product=product,
        site=site,
        price=np.array([_price(seller, products, p, SITES[s]) for p, s in rows]),
        weight=weight,
        conversion=np.array([SITES[s].conversion for s in site]) * dice.uniform(0.85, 1.15, len(rows)),
        code=[_code(SITES[s], products, p) for p, s in rows],
        title=[title(products, p, SITES[s].language) for p, s in rows],
        since=np.where(late, dice.integers(20, 300, len(rows)), 0),
    )


def title(products: Products, product: int, language: str) -> str:
    """Brand, what it is, and its colour, in the language of the buyers."""
    words = assortment()
    noun = words["products"][products.kind[product]]["noun"][language]
    colour = words["colours"][products.colour[product]][language]
    return f"{words['brand']} {noun}, {colour}, {products.sku[product][-2:]}"


def _price(seller: Seller, products: Products, product: int, site: Site) -> int:
    """What the site asks, ending as prices do there: .99, or on ten yen."""
    base = float(assortment()["products"][products.kind[product]]["price_usd"])
    series = int(products.sku[product][-2:])
    dollars = base * (1 + 0.2 * ((series - 1) % 4)) * site.price_level
    local = dollars * float(rate("USD", site.currency, seller.first_on).number)
    return round(local / 10) * 1000 - 2000 if site.currency == "JPY" else max(round(local), 1) * 100 - 1


def _code(site: Site, products: Products, product: int) -> str:
    """An ASIN, the same on every Amazon site, or the handle of a page in the own shop."""
    if site.key == OWN_SHOP:
        return products.sku[product].lower()
    letters = "0123456789BCDFGHJKLMNPQRSTVWXYZ"
    left, code = (product + 1) * 7_368_787 % len(letters) ** 5, ""  # a prime and a prime power: no two products meet
    for _ in range(5):
        left, digit = divmod(left, len(letters))
        code = letters[digit] + code
    return "B0QM" + code + letters[product % len(letters)]


PAIR = {"en": "set of 2", "de": "2er set", "fr": "lot de 2", "ja": "2個セット", "es": "juego de 2"}


def search_terms(kind: int, language: str) -> list[str]:
    """What buyers of a type of product type; the last two are terms nobody bids on.

    >>> search_terms(0, "en")[-1]
    'portable blender set of 2'
    """
    words = [str(word) for word in assortment()["products"][kind]["terms"][language]]
    return [*words, f"{words[0]} {PAIR[language]}"]


def countries() -> tuple[str, ...]:
    """Countries orders may go to: those of the sites and of the own shop."""
    seen = dict.fromkeys([*(site.market for site in SITES), *(one.country for one in DESTINATIONS)])
    return tuple(seen)
