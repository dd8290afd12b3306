"""Places by ISO 3166: a country (`DE`) or a subdivision of one (`US-CA`).

Only the shape is checked here; whether a country exists is for `argosy.reference.countries` to say. `EU`, which
ISO 3166-1 reserves for the European Union, has the shape of a country and may carry rules that hold in the whole Union.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from argosy.core.errors import RequestError

_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}\Z")


def is_country_code(text: str) -> bool:
    """Whether the text has the shape of ISO 3166-1 alpha-2.

    >>> is_country_code("DE"), is_country_code("de"), is_country_code("DEU")
    (True, False, False)
    """
    return _COUNTRY.match(text) is not None


def is_subdivision_code(text: str) -> bool:
    """Whether the text has the shape of ISO 3166-2: country, hyphen, one to three letters or digits.

    >>> is_subdivision_code("US-CA"), is_subdivision_code("FR-2A"), is_subdivision_code("US")
    (True, True, False)
    """
    return _SUBDIVISION.match(text) is not None


@dataclass(frozen=True, order=True)
class Place:
    """A country or a subdivision, by its ISO 3166 code in capitals.

    >>> Place("US-CA").country, Place("US-CA").subdivision, Place("DE").subdivision
    ('US', 'CA', None)
    """

    code: str

    def __post_init__(self) -> None:
        if not (is_country_code(self.code) or is_subdivision_code(self.code)):
            raise RequestError("{code!r} is not a place; give an ISO 3166 code such as DE or US-CA.", code=self.code)

    @classmethod
    def parse(cls, text: str) -> Place:
        """A place from text in any case, with blanks around it or an underscore in it.

        >>> Place.parse(" us_ca ")
        Place(code='US-CA')
        """
        return cls(text.strip().upper().replace("_", "-"))

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 code of the country."""
        return self.code[:2]

    @property
    def subdivision(self) -> str | None:
        """The part after the hyphen; None for a country."""
        return self.code[3:] or None

    def contains(self, other: Place) -> bool:
        """Whether the other place is this one or a part of it.

        >>> Place("US").contains(Place("US-CA")), Place("US-CA").contains(Place("US"))
        (True, False)
        """
        return self == other or (self.subdivision is None and self.country == other.country)

    def __str__(self) -> str:
        return self.code
