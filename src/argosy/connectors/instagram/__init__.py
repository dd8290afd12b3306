"""Instagram: posts."""

from argosy.connectors.contract import Connector
from argosy.connectors.instagram.posts import POSTS

METADATA = Connector(
    id="instagram", label="Instagram", website="https://business.facebook.com", reports=(POSTS,), systems=("Instagram",)
)
