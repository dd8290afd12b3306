"""Pinterest: advertising and conversions, the catalogue a shop uploads, posts."""

from argosy.connectors.contract import Connector
from argosy.connectors.pinterest.ads import ADS
from argosy.connectors.pinterest.catalogue import CATALOGUE
from argosy.connectors.pinterest.posts import POSTS

METADATA = Connector(
    id="pinterest",
    label="Pinterest",
    website="https://business.pinterest.com",
    reports=(ADS, CATALOGUE, POSTS),
    systems=("Pinterest",),
)
