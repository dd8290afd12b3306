"""Judge.me: product reviews."""

from argosy.connectors.contract import Connector
from argosy.connectors.judgeme.reviews import REVIEWS

METADATA = Connector(
    id="judgeme", label="Judge.me", website="https://judge.me", reports=(REVIEWS,), systems=("Judge.me",)
)
