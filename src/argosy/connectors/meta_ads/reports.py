"""Meta Ads Manager: one export, whatever columns and breakdowns its user chose, in ten languages.

The level of detail is that of the finest of campaign, ad set and ad the file has. A row without a name at that level sums the others. The
currency stands in the heading of the spend. `Reporting starts` and `ends` are the row's days only where there is no column Day.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.ad_tables import DAYS, advertising
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind

LANGUAGES = ("ja", "zh-Hans", "zh-Hant", "ko", "es", "pt", "de", "fr", "it")
SPEND = (
    *("消化金額", "已花费金额", "花費金額", "지출 금액", "Importe gastado", "Valor usado", "Ausgegebener Betrag"),
    *("Montant dépensé", "Importo speso"),
)
STARTS = (
    *("レポート開始日", "报告开始日期", "分析報告開始", "보고 시작", "Inicio del informe", "Início dos relatórios"),
    *("Berichtsstart", "Début des rapports", "Inizio dei report"),
)
ENDS = (
    *("レポート終了日", "报告结束日期", "分析報告結束", "보고 종료", "Fin del informe", "Término dos relatórios"),
    *("Berichtsende", "Fin des rapports", "Fine dei report"),
)
CAMPAIGN = (
    *("キャンペーン名", "广告系列名称", "行銷活動名稱", "캠페인 이름", "Nombre de la campaña", "Nome da campanha"),
    *("Name der Kampagne", "Nom de la campagne", "Nome della campagna"),
)
AD_SET = (
    *("広告セット名", "广告组名称", "廣告組合名稱", "광고 세트 이름", "Nombre del conjunto de anuncios"),
    *("Nome do conjunto de anúncios", "Anzeigengruppenname", "Nom de l'ensemble de publicités"),
    *("Nome del gruppo di inserzioni",),
)
AD = (
    *("広告名", "广告名称", "廣告名稱", "광고 이름", "Nombre del anuncio", "Nome do anúncio", "Anzeigenname"),
    *("Nom de la publicité", "Nome dell'inserzione"),
)
IMPRESSIONS = (
    *("インプレッション", "展示次数", "曝光次數", "노출", "Impresiones", "Impressões", "Impressionen", "Impressions"),
    *("Impression",),
)
LINK_CLICKS = (
    *(
        "リンクのクリック",
        "链接点击量",
        "連結點擊次數",
        "링크 클릭",
        "Clics en el enlace",
        "Cliques no link",
        "Link-Klicks",
    ),
    *("Clics sur un lien", "Clic sul link"),
)
CLICKS = (
    *(
        "クリック(すべて)",
        "点击量（全部）",
        "點擊次數（全部）",
        "클릭(전체)",
        "Clics (todos)",
        "Cliques (todos)",
        "Klicks (alle)",
    ),
    *("Clics (tous)", "Clic (tutti)"),
)
RESULTS = (*("結果", "成效", "成果", "결과", "Resultados", "Resultados", "Ergebnisse", "Résultats", "Risultati"),)
INDICATOR = (
    *(
        "結果インジケーター",
        "成效指标",
        "成果指標",
        "결과 표시 도구",
        "Indicador de resultado",
        "Indicador de resultados",
    ),
    *("Indikator für Ergebnisse", "Indicateur de résultats", "Indicatore di risultato"),
)
REACH = ("リーチ", "覆盖人数", "觸及人數", "도달", "Alcance", "Alcance", "Reichweite", "Couverture", "Copertura")
DAY = ("日", "单日", "天數", "일", "Día", "Dia", "Tag", "Jour", "Giorno")
COUNTRY = ("国", "国家/地区", "國家／地區", "국가", "País", "País", "Land", "Pays", "Paese")
AGE = ("年齢", "年龄", "年齡", "연령", "Edad", "Idade", "Alter", "Âge", "Età")
GENDER = ("性別", "性别", "性別", "성별", "Sexo", "Gênero", "Geschlecht", "Genre", "Genere")


def also(names: tuple[str, ...], *more: str) -> tuple[tuple[str, str], ...]:
    """A heading in the nine other languages, and other names of it."""
    found = dict(zip(names, LANGUAGES, strict=True))
    return (*found.items(), *((name, "") for name in more))


ADS = advertising(
    "meta_ads",
    id="ads",
    label="Ads Manager export (campaigns, ad sets, ads)",
    where="Ads Manager: Reports > Export table data (.csv, .xlsx); choose Breakdown: By time, Day; columns Link clicks and Purchases.",
    folder=Path(__file__).parent,
    fields=(
        Field("day", "Day", Kind.DAY, required=False, formats=DAYS, aliases=also(DAY, "Date")),
        Field("starts", "Reporting starts", Kind.DAY, required=False, formats=DAYS, aliases=also(STARTS)),
        Field("ends", "Reporting ends", Kind.DAY, required=False, formats=DAYS, aliases=also(ENDS)),
        Field("account", "Account ID", Kind.ID, required=False),
        Field("campaign", "Campaign name", required=False, aliases=also(CAMPAIGN)),
        Field("campaign_id", "Campaign ID", Kind.ID, required=False),
        Field("ad_group", "Ad set name", required=False, aliases=also(AD_SET)),
        Field("ad_group_id", "Ad set ID", Kind.ID, required=False),
        Field("creative", "Ad name", required=False, aliases=also(AD)),
        Field("creative_id", "Ad ID", Kind.ID, required=False),
        Field("objective", "Objective", required=False),
        Field("country", "Country", Kind.COUNTRY, required=False, aliases=also(COUNTRY)),
        Field("age", "Age", required=False, aliases=also(AGE)),
        Field("gender", "Gender", required=False, aliases=also(GENDER)),
        Field("network", "Platform", required=False),
        Field("position", "Placement", required=False),
        Field("device", "Device platform", Kind.WORD, required=False, otherwise="other"),
        Field("currency", "Currency", Kind.CURRENCY, required=False),
        Field("spend", "Amount spent", Kind.AMOUNT, aliases=also(SPEND), in_currency=True),
        Field("impressions", "Impressions", Kind.WHOLE, aliases=also(IMPRESSIONS)),
        Field("clicks", "Link clicks", Kind.WHOLE, aliases=(*also(LINK_CLICKS, "Clicks (all)"), *also(CLICKS))),
        Field("reach", "Reach", Kind.WHOLE, required=False, aliases=also(REACH)),
        Field("results", "Results", Kind.AMOUNT, required=False, aliases=also(RESULTS)),
        Field("indicator", "Result indicator", required=False, aliases=also(INDICATOR)),
        Field(
            "purchases",
            "Purchases",
            Kind.AMOUNT,
            required=False,
            aliases=tuple(
                (name, "") for name in ("Website purchases", "购物次数", "Website-Käufe", "Acquisti sul sito web")
            ),
        ),
        Field(
            "sales",
            "Purchases conversion value",
            Kind.AMOUNT,
            required=False,
            in_currency=True,
            aliases=tuple(
                (name, "")
                for name in (
                    *("Purchase conversion value", "Website purchases conversion value", "购物转化价值"),
                    *("Valor de conversión de compras",),
                )
            ),
        ),
        Field("add_to_carts", "Adds to cart", Kind.AMOUNT, required=False, aliases=(("加入购物车次数", "zh-Hans"),)),
        Field("page_views", "Landing page views", Kind.WHOLE, required=False, aliases=(("落地页浏览量", "zh-Hans"),)),
        Field("attribution", "Attribution setting", required=False),
    ),
    levels=(("creative", "creative"), ("ad_group", "ad_group"), ("campaign", "campaign")),
    blank_is_total=True,
    values={
        "format": "'social_ad'",
        "attribution_click_days": "TRY_CAST(regexp_extract(attribution, '([0-9]+)-day click', 1) AS INTEGER)",
        "attribution_view_days": "TRY_CAST(regexp_extract(attribution, '([0-9]+)-day view', 1) AS INTEGER)",
    },
    derived={
        "orders": "coalesce(purchases, CASE WHEN contains(lower(indicator), 'purchase') THEN results END)",
        "leads": "CASE WHEN contains(lower(indicator), 'lead') THEN results END",
        "audience": "nullif(concat_ws(' ', age, gender), '')",
        "placement": "nullif(concat_ws(' ', network, position), '')",
    },
    any_of=("Amount spent", *SPEND),
    known=(
        *(
            "Account name",
            "Account timezone",
            "Campaign delivery",
            "Ad set delivery",
            "Ad delivery",
            "Delivery",
            "Ends",
        ),
        *(
            "Frequency",
            "Cost per results",
            "Cost per result",
            "CPM (cost per 1,000 impressions)",
            "CPC (cost per link click)",
        ),
        *(
            "CTR (link click-through rate)",
            "CTR (all)",
            "CPC (all)",
            "Purchase ROAS (return on ad spend)",
            "Clicks (all)",
        ),
        *("Campaign budget", "Campaign budget type", "Ad set budget", "Ad set budget type", "Bid strategy", "Starts"),
        *(
            "Costo per risultato",
            "Frequenza",
            "CPM（千次展示费用）",
            "广告花费回报 (ROAS) - 购物",
            "结账发起次数",
            "频次",
            "フリークエンシー",
        ),
        *("Last significant edit", "Outbound clicks", "Checkouts initiated", "Quality ranking"),
    ),
    share=0.6,
    status=Status.PARTIAL,
    sources=(
        "Headings in nine languages as a public importer checked them against exports (mureo, meta_ads adapter), 2026-11-22",
        "Italian headings and sample rows in public parsers, 2026-11-22; the rest of each language unverified",
        "https://www.facebook.com/business/help/1481110642181372",
    ),
)
