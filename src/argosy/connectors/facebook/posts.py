"""Facebook's posts from Meta Business Suite, in English, German and Swedish; the day 'Lifetime' marks the sum since the post appeared.

Rows of single days, which the same export can give, are added to none: they are passed over where a row of the lifetime stands.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.posts import posts
from argosy.connectors.tabular import Field, Kind

POSTS = posts(
    "facebook",
    "Content (Meta Business Suite, posts of a page)",
    "Meta Business Suite: Insights > Content > Export data > Facebook, published posts.",
    Path(__file__).parent,
    (
        Field("post_id", "Post ID", Kind.ID, filled=True, aliases=(("Publicerings-id", "sv"), ("Inläggs-ID", "sv"))),
        Field("account_id", "Page ID", Kind.ID, aliases=(("Sid-id", "sv"), ("Sidans ID", "sv"))),
        Field("account", "Page name", aliases=(("Sidnamn", "sv"), ("Sidans namn", "sv"))),
        Field("headline", "Title", required=False),
        Field("text", "Description", required=False),
        Field("posted_at", "Publish time", Kind.INSTANT, filled=True, formats=(*ISO, *SLASHED)),
        Field("url", "Permalink", required=False),
        Field("what", "Post type", Kind.WORD, required=False, otherwise="post"),
        Field("language", "Languages", required=False),
        Field("impressions", "Impressions", Kind.WHOLE, required=False, aliases=(("Views", "2025"),)),
        Field("reach", "Reach", Kind.WHOLE),
        Field("likes", "Reactions", Kind.WHOLE),
        Field("comments", "Comments", Kind.WHOLE),
        Field("shares", "Shares", Kind.WHOLE),
        Field("clicks", "Total clicks", Kind.WHOLE, required=False),
        Field("views", "3-second video views", Kind.WHOLE, required=False),
        Field("watched", "Seconds viewed", Kind.AMOUNT, required=False),
    ),
    sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    known=(
        *(
            "Duration (sec)",
            "Caption type",
            "Is crosspost",
            "Is share",
            "Custom labels",
            "Funded content status",
            "Data comment",
        ),
        *(
            "Date",
            "Reactions, Comments and Shares",
            "Link Clicks",
            "Other Clicks",
            "Matched Audience Targeting Consumption",
        ),
        *(
            "Negative feedback from users: Hide all",
            "Average Seconds viewed",
            "Estimated earnings (USD)",
            "Ad CPM (USD)",
        ),
    ),
    kind="what",
    title="coalesce(headline, left(text, 200))",
    watch_seconds="CAST(round(watched) AS BIGINT)",
    language="NULL",
)
