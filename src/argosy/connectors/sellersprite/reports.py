"""SellerSprite's workbooks: products (选产品, 查竞品, Search) and keywords (反查, 挖掘, 拓展流量词).

Money stands in the headings (价格($)); site and day in the file's name (Search(lamp)-82-DE-20250428.xlsx). Sales are those of the
family, so the child's are taken where they stand. 需供比 (demand over supply) is not on a scale of 0 to 100 and is left out.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.research_cells import LISTING, MARKET, NOTHING, currency_of, grams, stars
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent
SIGNS = ("$", "€", "£", "¥", "C$", "A$", "₹", "MX$")
CHINESE = "Headings of the Chinese export in several public parsers; English ones from one of them, checked 2026-11-22"


def _money(chinese: str, english: str) -> tuple[tuple[str, str], ...]:
    """Every heading an amount may have, beside the Chinese one with a dollar."""
    told = [f"{name}({sign})" for name in (chinese, english) for sign in SIGNS]
    return tuple((name, "") for name in (*told[1:], chinese, english))


PRODUCT_FIELDS = (
    Field("subject_id", "ASIN", filled=True),
    Field("title", "商品标题", filled=True, aliases=(("Product Title", "en"), ("Title", "en"))),
    Field("brand", "品牌", aliases=(("Brand", "en"),)),
    Field("category", "类目路径", required=False, aliases=(("Category Path", "en"), ("Category", "en"))),
    Field("parent_id", "父ASIN", required=False, aliases=(("Parent", "en"), ("Parent ASIN", "en"))),
    Field("rank", "大类BSR", Kind.WHOLE, aliases=(("Category BSR", "en"), ("BSR", "en"))),
    Field("subcategory_rank", "小类BSR", Kind.WHOLE, required=False, aliases=(("Sub-Category BSR", "en"),)),
    Field("family_units", "月销量", Kind.WHOLE, aliases=(("Monthly Sales", "en"),)),
    Field(
        "growth_rate",
        "月销量增长率",
        Kind.SHARE,
        required=False,
        aliases=(("Sales Growth", "en"), ("销量环比增长率", "")),
    ),
    Field("child_units", "子体销量", Kind.WHOLE, required=False, aliases=(("ASIN Sales", "en"),)),
    Field("revenue", "月销售额($)", Kind.AMOUNT, required=False, aliases=_money("月销售额", "Monthly Revenue")),
    Field("child_revenue", "子体销售额($)", Kind.AMOUNT, required=False, aliases=_money("子体销售额", "ASIN Revenue")),
    Field("price", "价格($)", Kind.AMOUNT, keeps_heading=True, aliases=_money("价格", "Price")),
    Field("review_count", "评分数", Kind.WHOLE, aliases=(("Ratings", "en"),)),
    Field("stars", "评分", aliases=(("Rating", "en"),)),
    Field("fees", "FBA($)", Kind.AMOUNT, required=False, aliases=_money("FBA", "FBA Fees")),
    Field(
        "listed_on", "上架时间", Kind.DAY, required=False, formats=(*ISO, *SLASHED), aliases=(("Date Available", "en"),)
    ),
    Field("fulfilled_by", "配送方式", Kind.WORD, required=False, otherwise="", aliases=(("Fulfillment", "en"),)),
    Field("offer_count", "卖家数", Kind.WHOLE, required=False, aliases=(("Sellers", "en"),)),
    Field("seller_name", "Buybox卖家", required=False, aliases=(("BuyBox Seller", "en"),)),
    Field("seller_country", "卖家所属地", Kind.COUNTRY, required=False, aliases=(("Seller Location", "en"),)),
    Field("weight", "商品重量", required=False, aliases=(("Item Weight", "en"), ("商品重量（单位换算）", ""))),
)
PRODUCTS = report(
    Tabular(
        id="products",
        label="选产品 / 查竞品 / Search (products)",
        grain="One row per product.",
        where="卖家精灵: 选产品 or 查竞品 > 导出 (Export); keep the name of the file, which tells site and day.",
        folder=FOLDER,
        fields=PRODUCT_FIELDS,
        into=(
            Into(
                "market_research",
                same_names(
                    "market_research",
                    PRODUCT_FIELDS,
                    channel="'amazon'",
                    market=MARKET,
                    region="'*'",
                    told_by="'sellersprite.products'",
                    kind="'product'",
                    observed_on="own_day",
                    category="replace(category, ':', ' > ')",
                    rating=stars("stars"),
                    estimated_units="coalesce(child_units, family_units)",
                    currency="money_of_row",
                    price_amount="CASE WHEN money_of_row IS NOT NULL THEN price END",
                    estimated_sales_amount="CASE WHEN money_of_row IS NOT NULL THEN coalesce(child_revenue, revenue) END",
                    fee_amount="CASE WHEN money_of_row IS NOT NULL THEN fees END",
                    fulfilment="nullif(fulfilled_by, '')",
                    weight_g=grams("weight"),
                ),
                per=("subject_id",),
                joined="same_product",
            ),
        ),
        derived={"money_of_row": currency_of("price_heading")},
        known=(
            *(
                "#",
                "图片",
                "SKU",
                "详细参数",
                "品牌链接",
                "搜索排名",
                "产品卖点",
                "商品详情页链接",
                "商品主图",
                "大类目",
                "小类目",
            ),
            *(
                "大类BSR增长数",
                "大类BSR增长率",
                "变体数",
                "Coupon",
                "Q&A数",
                "Q&A",
                "月新增评分数",
                "留评率",
                "毛利率",
                "评级",
            ),
            *(
                "上架天数",
                "LQS",
                "BuyBox类型",
                "卖家信息",
                "卖家首页",
                "Best Seller标识",
                "Amazon's Choice",
                "New Release标识",
            ),
            *(
                "A+页面",
                "视频介绍",
                "SP广告",
                "品牌故事",
                "品牌广告",
                "秒杀",
                "Prime价格($)",
                "商品尺寸",
                "包装重量",
                "包装尺寸",
            ),
        ),
        nothing=NOTHING,
        dated=True,
        status=Status.PARTIAL,
        sources=(CHINESE,),
    )
)
KEYWORD_FIELDS = (
    Field("search_term", "关键词", filled=True, aliases=(("流量词", ""), ("Keyword", "en"), ("Keywords", "en"))),
    Field("translation", "关键词翻译", required=False, aliases=(("Keyword (CN)", "en"),)),
    Field("search_volume", "月搜索量", Kind.WHOLE, aliases=(("M. Searches", "en"), ("Monthly Searches", "en"))),
    Field(
        "market_purchases",
        "购买量",
        Kind.WHOLE,
        required=False,
        aliases=(("月购买量", ""), ("Units Sold", "en"), ("Purchases", "en")),
    ),
    Field("search_rank", "ABA周排名", Kind.WHOLE, required=False, aliases=(("ABA Rank/W", "en"), ("ABA月排名", ""))),
    Field("market_impressions", "展示量", Kind.WHOLE, required=False, aliases=(("Impressions", "en"),)),
    Field("market_clicks", "点击量", Kind.WHOLE, required=False, aliases=(("Clicks", "en"),)),
    Field("density", "标题密度", required=False, aliases=(("Title Density", "en"),)),
    Field("spr", "SPR"),
    Field("products", "商品数", Kind.WHOLE, aliases=(("Products", "en"),)),
    Field("organic", "自然排名", Kind.AMOUNT, required=False, aliases=(("Organic Rank", "en"),)),
    Field("sponsored", "广告排名", Kind.AMOUNT, required=False, aliases=(("Sponsored Rank", "en"), ("Ad Rank", "en"))),
    Field("bid", "PPC价格", Kind.AMOUNT, required=False, keeps_heading=True, aliases=_money("PPC价格", "PPC Bid")),
)
KEYWORDS = report(
    Tabular(
        id="keywords",
        label="关键词反查 / 关键词挖掘 / 拓展流量词 (Reverse ASIN, Keyword Mining)",
        grain="One row per search term.",
        where="卖家精灵: 关键词反查 or 关键词挖掘 > 导出 (Export); keep the name of the file, which tells ASIN, site and day.",
        folder=FOLDER,
        fields=KEYWORD_FIELDS,
        into=(
            Into(
                "search_terms",
                same_names(
                    "search_terms",
                    KEYWORD_FIELDS,
                    store_id="'*'",
                    channel="'amazon'",
                    market=MARKET,
                    told_by="'sellersprite.keywords'",
                    listing_id=LISTING,
                    from_on="own_day - 29",
                    days="30",
                    competing_products="products",
                    organic_position=f"CASE WHEN {LISTING} <> '*' THEN nullif(organic, 0) END",
                    sponsored_position=f"CASE WHEN {LISTING} <> '*' THEN nullif(sponsored, 0) END",
                    currency="CASE WHEN bid IS NOT NULL THEN money_of_row END",
                    suggested_bid_amount="CASE WHEN money_of_row IS NOT NULL THEN bid END",
                ),
                per=("search_term",),
                joined="same_term",
            ),
        ),
        derived={"money_of_row": currency_of("bid_heading")},
        known=(
            *(
                "AC推荐词",
                "流量占比",
                "预估周曝光量",
                "关键词类型",
                "转化效果",
                "流量词类型",
                "自然流量占比",
                "广告流量占比",
                "购买率",
            ),
            *(
                "自然排名页码",
                "更新时间",
                "广告排名页码",
                "广告更新时间",
                "需供比",
                "广告竞品数",
                "点击总占比",
                "转化总占比",
            ),
            *(
                "建议最低竞价",
                "建议最高竞价",
                "建议竞价范围",
                "相关产品",
                "相关ASIN",
                "点击份额",
                "转化份额",
                "货流值",
                "#",
            ),
        ),
        nothing=NOTHING,
        dated=True,
        status=Status.PARTIAL,
        sources=(CHINESE,),
    )
)
