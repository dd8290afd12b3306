"""Instagram's posts from Meta Business Suite: figures since the post appeared (the day says Lifetime)."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.posts import posts
from argosy.connectors.tabular import Field, Kind

POSTS = posts(
    "instagram",
    "Content (Meta Business Suite, posts of an account)",
    "Meta Business Suite: Insights > Content > Export data > Instagram, published posts.",
    Path(__file__).parent,
    (
        Field("post_id", "Post ID", Kind.ID, filled=True),
        Field("account_id", "Account ID", Kind.ID),
        Field("account", "Account username"),
        Field("text", "Description"),
        Field("posted_at", "Publish time", Kind.INSTANT, filled=True, formats=(*ISO, *SLASHED)),
        Field("url", "Permalink", required=False),
        Field("what", "Post type", Kind.WORD, required=False, otherwise="post"),
        Field("impressions", "Impressions", Kind.WHOLE, required=False),
        Field("views", "Views", Kind.WHOLE, required=False, aliases=(("Plays", ""),)),
        Field("reach", "Reach", Kind.WHOLE),
        Field("likes", "Likes", Kind.WHOLE),
        Field("shares", "Shares", Kind.WHOLE),
        Field("new_followers", "Follows", Kind.WHOLE, required=False),
        Field("comments", "Comments", Kind.WHOLE),
        Field("saves", "Saves", Kind.WHOLE),
    ),
    sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    known=("Account name", "Duration (sec)", "Data comment", "Date"),
    kind="what",
    title="left(text, 200)",
)
