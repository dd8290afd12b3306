"""Google Ads: search terms, keywords, products of shopping campaigns, campaigns and ad groups.

Headings are known in English, German, French and Portuguese.

Before the header stand the report's name and the days it covers, after the rows the sums of the account and of its parts ("Total: ...").
The comma may part thousands or decimals, by the language of the interface; the file shows which.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.ad_tables import DAYS, advertising, day_fields
from argosy.connectors.contract import Report, Status
from argosy.connectors.tabular import Field, Kind

FOLDER = Path(__file__).parent
WHERE = "Google Ads: the table wanted (Segment: Time, Day) > Download > .csv; or Insights and reports > Report editor."
SOURCES = (
    "Header rows and sample rows of downloads in public parsers and their tests (English, German, French, Portuguese), 2026-11-22",
    "https://support.google.com/google-ads/answer/2404176",
)
TERM, KEYWORD, ITEM = "Search term", "Keyword", "Item ID"
TERM_NAMES = (("Termo de pesquisa", "pt"), ("Suchbegriff", "de"), ("Terme de recherche", "fr"))
KEYWORD_NAMES = (("Search keyword", ""), ("Palavra-chave", "pt"))
SHARED = (
    *day_fields("Day", ("Tag", "de"), ("Jour", "fr"), ("Dia", "pt")),
    Field("week", "Week", Kind.DAY, required=False, formats=DAYS),
    Field("month", "Month", Kind.DAY, required=False, formats=(*DAYS, "%B %Y", "%Y-%m")),
    Field("account", "Customer ID", Kind.ID, required=False, aliases=(("Account ID", ""),)),
    Field("campaign", "Campaign", aliases=(("Kampagne", "de"), ("Campagne", "fr"), ("Campanha", "pt"))),
    Field("campaign_id", "Campaign ID", Kind.ID, required=False),
    Field("kind", "Campaign type", Kind.WORD, required=False, otherwise="other"),
    Field("state", "Campaign status", Kind.WORD, required=False, otherwise="other"),
    Field("budget", "Budget", Kind.AMOUNT, required=False),
    Field("ad_group", "Ad group", required=False, aliases=(("Grupo de anúncios", "pt"),)),
    Field("ad_group_id", "Ad group ID", Kind.ID, required=False),
    Field("match_type", "Match type", Kind.WORD, required=False, otherwise="*", aliases=(("Tipo de corresp.", "pt"),)),
    Field("device", "Device", Kind.WORD, required=False, otherwise="other"),
    Field(
        "currency",
        "Currency code",
        Kind.CURRENCY,
        required=False,
        aliases=(("Währungscode", "de"), ("Code de la devise", "fr"), ("Código da moeda", "pt")),
    ),
    Field("impressions", "Impr.", Kind.WHOLE, aliases=(("Impressions", ""),)),
    Field("clicks", "Clicks", Kind.WHOLE, aliases=(("Klicks", "de"), ("Clics", "fr"), ("Cliques", "pt"))),
    Field("spend", "Cost", Kind.AMOUNT, aliases=(("Kosten", "de"), ("Coût", "fr"), ("Custo", "pt")), in_currency=True),
    Field("orders", "Conversions", Kind.AMOUNT, required=False, aliases=(("Conversões", "pt"),)),
    Field("sales", "Conv. value", Kind.AMOUNT, required=False),
    Field("view_orders", "View-through conv.", Kind.AMOUNT, required=False),
    Field("impression_share", "Search impr. share", Kind.SHARE, required=False),
    Field("top_share", "Search abs. top IS", Kind.SHARE, required=False),
)
KNOWN = (
    *("CTR", "Avg. CPC", "Avg. cost", "Avg. CPM", "Cost / conv.", "Conv. rate", "Conv. value / cost", "Interactions"),
    *(
        "Interaction rate",
        "Added/Excluded",
        "Adicionada/excluída",
        "Budget name",
        "Budget type",
        "Status",
        "Status reasons",
    ),
    *(
        "Optimization score",
        "Bid strategy type",
        "Avg. target ROAS",
        "TrueView views",
        "TrueView avg. CPV",
        "Unique users",
    ),
    *("Conv. (Platform Comparable)", "Cost / Conv. (Platform Comparable)", "Conv. value / Cost (Platform Comparable)"),
    *("Viewable CTR", "Avg. viewable CPM", "Viewable impr.", "Likes", "Comments", "Shares", "Goals", "Keyword status"),
    *("Quality Score", "Account name", "Ad group status", "Title", "Brand", "Merchant ID", "Price", "Network"),
)
KIND = "CASE WHEN kind_heading <> '' THEN nullif(kind, 'other') END"
STATE = "CASE WHEN state_heading <> '' THEN nullif(state, 'other') END"


def _report(
    id: str,  # noqa: A002 - the name the declaration of every report has
    label: str,
    own: tuple[Field, ...],
    levels: tuple[tuple[str, str], ...],
    *forbids: str,
    status: Status = Status.PARTIAL,
) -> Report:
    return advertising(
        "google_ads",
        id=id,
        label=label,
        where=WHERE,
        folder=FOLDER,
        fields=(*own, *SHARED),
        levels=(*levels, ("ad_group", "ad_group"), ("campaign", "campaign")),
        values={"format": KIND, "campaign_status": STATE},
        forbids=(*forbids, "Campaign name", "Amount spent", "Spend"),
        known=KNOWN,
        share=0.75,
        status=status,
        sources=SOURCES,
    )


def _names(field: Field) -> tuple[str, ...]:
    return field.heading, *(alias for alias, _ in field.aliases)


TERM_FIELD = Field("search_term", TERM, aliases=TERM_NAMES)
KEYWORD_FIELD = Field("target", KEYWORD, aliases=KEYWORD_NAMES)
ITEM_FIELD = Field("sku", ITEM, aliases=(("Product ID", ""), ("Product item ID", "")))
SEARCH_TERMS = _report(
    "search_terms",
    "Search terms report",
    (TERM_FIELD, Field("target", KEYWORD, required=False, aliases=KEYWORD_NAMES)),
    (("search_term", "search_term"),),
    *_names(ITEM_FIELD),
)
KEYWORDS = _report(
    "keywords",
    "Search keyword report",
    (KEYWORD_FIELD,),
    (("target", "target"),),
    *_names(TERM_FIELD),
    *_names(ITEM_FIELD),
)
PRODUCTS = _report(
    "products",
    "Products of shopping and Performance Max campaigns",
    (ITEM_FIELD,),
    (("sku", "product"),),
    *_names(TERM_FIELD),
    *_names(KEYWORD_FIELD),
    status=Status.INFERRED,
)
CAMPAIGNS = _report(
    "campaigns",
    "Campaign report, ad group report",
    (),
    (),
    *_names(TERM_FIELD),
    *_names(KEYWORD_FIELD),
    *_names(ITEM_FIELD),
)
