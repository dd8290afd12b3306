"""TikTok: posts."""

from argosy.connectors.contract import Connector
from argosy.connectors.tiktok.posts import POSTS

METADATA = Connector(
    id="tiktok", label="TikTok", website="https://www.tiktok.com", reports=(POSTS,), systems=("TikTok",)
)
