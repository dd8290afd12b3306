"""X's content analytics (account_analytics_content), and the tweet activity of the years before."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.posts import posts
from argosy.connectors.tabular import Field, Kind

DAYS = ("%a, %b %d, %Y", *ISO, "%Y-%m-%d %H:%M %z")
POSTS = posts(
    "x",
    "Content (account analytics)",
    "X: Analytics > Content > Download CSV.",
    Path(__file__).parent,
    (
        Field("post_id", "Post id", Kind.ID, filled=True, aliases=(("Tweet id", "until 2024"),)),
        Field("posted_at", "Date", Kind.INSTANT, filled=True, formats=DAYS, aliases=(("time", "until 2024"),)),
        Field("text", "Post text", aliases=(("Tweet text", "until 2024"),)),
        Field("url", "Post Link", aliases=(("Tweet permalink", "until 2024"),)),
        Field("impressions", "Impressions", Kind.WHOLE),
        Field("likes", "Likes", Kind.WHOLE, aliases=(("favorites", "until 2024"),), required=False),
        Field("engagements", "Engagements", Kind.WHOLE),
        Field("saves", "Bookmarks", Kind.WHOLE, required=False),
        Field("passed_on", "Shares", Kind.WHOLE, required=False),
        Field("reposts", "Reposts", Kind.WHOLE, required=False, aliases=(("retweets", "until 2024"),)),
        Field("new_followers", "New follows", Kind.WHOLE, required=False, aliases=(("follows", "until 2024"),)),
        Field("comments", "Replies", Kind.WHOLE, required=False),
        Field("clicks", "URL Clicks", Kind.WHOLE, required=False),
        Field("views", "media views", Kind.WHOLE, required=False),
    ),
    sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    known=(
        *(
            "Profile visits",
            "Detail Expands",
            "Hashtag Clicks",
            "Permalink Clicks",
            "engagement rate",
            "user profile clicks",
            "app opens",
        ),
        *(
            "app installs",
            "email tweet",
            "dial phone",
            "media engagements",
            "promoted impressions",
            "promoted engagements",
        ),
    ),
    kind="'post'",
    title="left(text, 200)",
    shares="coalesce(passed_on, 0) + coalesce(reposts, 0)",
)
