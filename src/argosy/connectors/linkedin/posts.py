"""LinkedIn's page analytics, sheet 'All posts': a line of descriptions stands above the headings."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.posts import posts
from argosy.connectors.tabular import Field, Kind

POSTS = posts(
    "linkedin",
    "Page analytics: content, all posts",
    "LinkedIn page: Analytics > Content > Export; sheet All posts.",
    Path(__file__).parent,
    (
        Field("text", "Post title"),
        Field("url", "Post link", filled=True),
        Field("what", "Post type", Kind.WORD, otherwise="post"),
        Field("posted_on", "Created date", Kind.DAY, filled=True, formats=(*ISO, *SLASHED)),
        Field("impressions", "Impressions", Kind.WHOLE),
        Field("views", "Views", Kind.WHOLE, required=False, aliases=(("Views (Excluding offsite video views)", ""),)),
        Field("clicks", "Clicks", Kind.WHOLE),
        Field("likes", "Likes", Kind.WHOLE),
        Field("comments", "Comments", Kind.WHOLE),
        Field("shares", "Reposts", Kind.WHOLE),
        Field("new_followers", "Follows", Kind.WHOLE, required=False),
        Field("engagement", "Engagement rate", required=False),
    ),
    sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    known=(
        *("Campaign name", "Posted by", "Campaign start date", "Campaign end date", "Audience", "Offsite Views"),
        *("Click through rate (CTR)", "Content Type"),
    ),
    kind="CASE WHEN views > 0 THEN 'video' ELSE what END",
    post_id="coalesce(nullif(regexp_extract(url, '([0-9]{15,})', 1), ''), url)",
    title="left(text, 200)",
    is_paid="what_told = 'Sponsored'",
)
