"""Facebook: posts."""

from argosy.connectors.contract import Connector
from argosy.connectors.facebook.posts import POSTS

METADATA = Connector(
    id="facebook", label="Facebook", website="https://business.facebook.com", reports=(POSTS,), systems=("Facebook",)
)
