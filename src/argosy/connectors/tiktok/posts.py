"""TikTok Studio's content export of one's own account: videos with their figures since they appeared."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.posts import posts
from argosy.connectors.tabular import Field, Kind

POSTS = posts(
    "tiktok",
    "Content (TikTok Studio)",
    "TikTok Studio: Analytics > Content > Download data > CSV.",
    Path(__file__).parent,
    (
        Field("title", "Video title"),
        Field("url", "Video link", filled=True),
        Field("posted_at", "Post time", Kind.INSTANT, filled=True, formats=(*ISO, *SLASHED)),
        Field("likes", "Total likes", Kind.WHOLE, aliases=(("Likes", ""),)),
        Field("comments", "Total comments", Kind.WHOLE, aliases=(("Comments", ""),)),
        Field("shares", "Total shares", Kind.WHOLE, aliases=(("Shares", ""),)),
        Field("views", "Total views", Kind.WHOLE, aliases=(("Video views", ""),)),
        Field("saves", "Add to favorites", Kind.WHOLE, required=False, aliases=(("Total bookmarks", ""),)),
        Field("watched", "Total play time", Kind.AMOUNT, required=False),
        Field("reach", "Reached audience", Kind.WHOLE, required=False),
    ),
    sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    known=(
        "Average watch time",
        "Watched full video",
        "Watched full video (%)",
        "New followers",
        "Traffic sources",
        "Time",
    ),
    kind="'short_video'",
    post_id="coalesce(nullif(regexp_extract(url, '/(?:video|photo)/([0-9]+)', 1), ''), url)",
    account_id="nullif(regexp_extract(url, '/(@[^/]+)/', 1), '')",
    watch_seconds="CAST(round(watched) AS BIGINT)",
)
