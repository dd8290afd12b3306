"""Pinterest's analytics of Pins: names of the figures as the page shows them; the headings of its file are unverified."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.posts import posts
from argosy.connectors.tabular import Field, Kind

POSTS = posts(
    "pinterest",
    "Analytics: top Pins",
    "Pinterest: Analytics > Overview > Export > top Pins.",
    Path(__file__).parent,
    (
        Field("post_id", "Pin ID", Kind.ID, filled=True, aliases=(("Pin Id", ""),)),
        Field("title", "Pin title", aliases=(("Title", ""),), required=False),
        Field("url", "Pin URL", required=False, aliases=(("Pin link", ""),)),
        Field(
            "posted_on",
            "Created date",
            Kind.DAY,
            filled=True,
            formats=(*ISO, *SLASHED),
            aliases=(("Publish date", ""),),
        ),
        Field("impressions", "Impressions", Kind.WHOLE),
        Field("engagements", "Engagements", Kind.WHOLE, required=False),
        Field("clicks", "Outbound clicks", Kind.WHOLE),
        Field("opened", "Pin clicks", Kind.WHOLE),
        Field("saves", "Saves", Kind.WHOLE),
        Field("views", "Video views", Kind.WHOLE, required=False),
    ),
    sources=(
        "Names of the figures on the page of analytics; headings of the file from general knowledge (unverified)",
    ),
    status=Status.INFERRED,
    kind="'pin'",
)
