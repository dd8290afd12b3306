"""Naver search advertising: 다차원 보고서 (multidimensional report) by day, campaign, ad group, keyword, search term or product.

The first line names the report and its days, such as `"보고서(2026.07.01.~2026.08.23.)"`. A cost that says it includes VAT (VAT포함) is
brought to what it is without, at the Korean rate of the day. Purchases (구매완료) are orders; 총 전환수 counts other goals too.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.ad_tables import DAYS, advertising
from argosy.connectors.contract import Report, Status
from argosy.connectors.tabular import Field, Kind

VAT_RATE = "0.10"
"""Standard rate of value added tax in the Republic of Korea since 1977-07-01 (VAT Act, article 30); see the reference facts of KR."""


def _also(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


SHARED = (
    Field("day", "일별", Kind.DAY, required=False, formats=DAYS, aliases=_also("날짜", "일자")),
    Field("kind", "캠페인유형", Kind.WORD, required=False, otherwise="other", aliases=_also("캠페인 유형")),
    Field("ad_group", "광고그룹", required=False),
    Field("device", "PC/모바일 매체", Kind.WORD, required=False, otherwise="other", aliases=_also("PC/모바일", "매체")),
    Field("impressions", "노출수", Kind.WHOLE),
    Field("clicks", "클릭수", Kind.WHOLE),
    Field(
        "spend",
        "총비용",
        Kind.AMOUNT,
        aliases=_also("총비용(VAT포함,원)", "총비용(VAT포함, 원)", "총비용(원)", "광고비"),
    ),
    Field("orders", "구매완료 전환수", Kind.AMOUNT, required=False, aliases=_also("전환수")),
    Field("sales", "구매완료 전환매출액(원)", Kind.AMOUNT, required=False, aliases=_also("전환매출액(원)", "매출액")),
)
CAMPAIGN = Field("campaign", "캠페인")
ANY_CAMPAIGN = Field("campaign", "캠페인", required=False)
KEYWORD = Field("target", "키워드", required=False)
TERM = Field("search_term", "검색어", required=False)
PRODUCT = Field("sku", "상품ID", Kind.ID, required=False, aliases=_also("상품 ID", "상품명"))
WITH_TAX = "contains(upper(spend_heading), 'VAT포함')"

KNOWN = (
    *("클릭률(%)", "클릭률", "평균 CPC", "평균클릭비용(VAT포함,원)", "평균노출순위", "총 전환수", "총 전환매출액(원)"),
    *(
        "전환율(%)",
        "총 전환율(%)",
        "전환당비용(원)",
        "총 전환당비용(원)",
        "광고수익률(%)",
        "총 광고수익률(%)",
        "시간대별",
        "주별",
    ),
    *("구매완료 전환율(%)", "직접전환수", "간접전환수"),
)


def _report(
    id: str,  # noqa: A002 - the name the declaration of every report has
    label: str,
    own: tuple[Field, ...],
    levels: tuple[tuple[str, str], ...],
    any_of: tuple[str, ...],
    forbids: tuple[str, ...],
) -> Report:
    return advertising(
        "naver_ads",
        id=id,
        label=label,
        where="네이버 검색광고: 보고서 > 다차원 보고서 (일별) > 다운로드.",
        folder=Path(__file__).parent,
        fields=(*own, *SHARED),
        levels=(*levels, ("ad_group", "ad_group"), ("campaign", "campaign")),
        values={"format": "CASE WHEN kind_heading <> '' THEN nullif(kind, 'other') END"},
        derived={"told_currency": "'KRW'"},
        any_of=any_of,
        forbids=forbids,
        known=KNOWN,
        share=0.75,
        spend=f"CASE WHEN {WITH_TAX} THEN round(spend / (1 + {VAT_RATE}), 4) ELSE spend END",
        status=Status.PARTIAL,
        sources=(
            "Headings and first lines of downloads in public parsers, 2026-11-22; headings with (VAT포함,원) unverified",
        ),
    )


CAMPAIGNS = _report(
    "campaigns",
    "캠페인 · 광고그룹 보고서 (campaigns, ad groups)",
    (CAMPAIGN,),
    (),
    ("캠페인",),
    ("키워드", "검색어", "상품ID", "상품명"),
)
KEYWORDS = _report(
    "keywords",
    "키워드 · 검색어 보고서 (keywords, search terms)",
    (ANY_CAMPAIGN, KEYWORD, TERM),
    (("search_term", "search_term"), ("target", "target")),
    ("키워드", "검색어"),
    ("상품ID", "상품명"),
)
PRODUCTS = _report(
    "products",
    "쇼핑검색 상품 보고서 (shopping search products)",
    (ANY_CAMPAIGN, PRODUCT),
    (("sku", "product"),),
    ("상품ID", "상품 ID", "상품명"),
    ("검색어", "키워드"),
)
