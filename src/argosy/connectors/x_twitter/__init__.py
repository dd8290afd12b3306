"""X (Twitter): posts."""

from argosy.connectors.contract import Connector
from argosy.connectors.x_twitter.posts import POSTS

METADATA = Connector(
    id="x_twitter", label="X (Twitter)", website="https://analytics.x.com", reports=(POSTS,), systems=("X (Twitter)",)
)
