"""Pinterest: posts."""

from argosy.connectors.contract import Connector
from argosy.connectors.pinterest.posts import POSTS

METADATA = Connector(
    id="pinterest",
    label="Pinterest",
    website="https://analytics.pinterest.com",
    reports=(POSTS,),
    systems=("Pinterest",),
)
