"""Places have the shape of ISO 3166."""

import pytest

from argosy.core.errors import RequestError
from argosy.core.place import Place, is_country_code, is_subdivision_code


@pytest.mark.parametrize("text", ["DE", "de", " us-ca ", "us_ca", "FR-2A", "GB-ENG", "EU"])
def test_places_are_read(text: str) -> None:
    place = Place.parse(text)
    assert is_country_code(place.code) or is_subdivision_code(place.code)
    assert Place(str(place)) == place


@pytest.mark.parametrize("text", ["", "D", "DEU", "Germany", "US-", "US-CALI", "U1", "ÄÖ", "DE\n"])
def test_what_is_not_a_place_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RequestError, match="is not a place; give an ISO 3166 code"):
        Place(text)


def test_a_country_contains_its_parts() -> None:
    assert Place("US").contains(Place("US-CA"))
    assert Place("US-CA").contains(Place("US-CA"))
    assert not Place("US-CA").contains(Place("US-NY"))
    assert not Place("DE").contains(Place("US-CA"))
    assert sorted([Place("US"), Place("DE")]) == [Place("DE"), Place("US")]
