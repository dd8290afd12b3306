"""LinkedIn: posts."""

from argosy.connectors.contract import Connector
from argosy.connectors.linkedin.posts import POSTS

METADATA = Connector(
    id="linkedin", label="LinkedIn", website="https://www.linkedin.com", reports=(POSTS,), systems=("LinkedIn",)
)
