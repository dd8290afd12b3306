"""Yandex Direct: Мастер отчётов (report wizard) in Russian, and the field names of its reporting service.

Lines with the report's name and days stand before the header, "Итого" sums the rows. Headings of money end in (руб.); the service writes a
currency of its own. Cost is with or without VAT as the user chose when the report was made; choose without.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.ad_tables import DAYS, advertising
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind


def _also(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


DIRECT = advertising(
    "yandex_direct",
    id="direct",
    label="Мастер отчётов (report wizard; service fields)",
    where="Яндекс Директ: Статистика > Мастер отчётов (срез: Дата, Кампания) > Скачать CSV или XLSX; расход без НДС.",
    folder=Path(__file__).parent,
    fields=(
        Field("day", "Дата", Kind.DAY, required=False, formats=DAYS, aliases=_also("День", "Date")),
        Field("campaign", "Кампания", required=False, aliases=_also("Название кампании", "CampaignName")),
        Field("campaign_id", "№ Кампании", Kind.ID, required=False, aliases=_also("ID кампании", "CampaignId")),
        Field("ad_group", "Группа", required=False, aliases=_also("Название группы", "AdGroupName")),
        Field("ad_group_id", "№ Группы", Kind.ID, required=False, aliases=_also("ID группы", "AdGroupId")),
        Field("creative_id", "№ Объявления", Kind.ID, required=False, aliases=_also("ID объявления", "AdId")),
        Field(
            "target", "Условие показа", required=False, aliases=_also("Criterion", "ID условия показа", "CriterionId")
        ),
        Field("search_term", "Поисковый запрос", required=False, aliases=_also("Query")),
        Field("placement", "Тип площадки", required=False, aliases=_also("AdNetworkType")),
        Field("device", "Тип устройства", Kind.WORD, required=False, otherwise="other", aliases=_also("Device")),
        Field("currency", "Валюта", Kind.CURRENCY, required=False, aliases=_also("Currency")),
        Field("impressions", "Показы", Kind.WHOLE, aliases=_also("Impressions")),
        Field("clicks", "Клики", Kind.WHOLE, aliases=_also("Clicks")),
        Field(
            "spend",
            "Расход (руб.)",
            Kind.AMOUNT,
            aliases=_also("Расход, руб.", "Расход (руб)", "Расход (RUB)", "Расход, ₽", "Расход", "Cost"),
        ),
        Field("orders", "Конверсии", Kind.AMOUNT, required=False, aliases=_also("Conversions")),
        Field("sales", "Доход (руб.)", Kind.AMOUNT, required=False, aliases=_also("Доход, руб.", "Доход", "Revenue")),
    ),
    levels=(
        *(("search_term", "search_term"), ("target", "target"), ("creative_id", "creative"), ("ad_group", "ad_group")),
        *(("ad_group_id", "ad_group"), ("campaign", "campaign"), ("campaign_id", "campaign")),
    ),
    values={"format": "'search_ad'"},
    derived={
        "told_currency": "coalesce(CASE WHEN currency_heading <> '' THEN currency END,"
        " CASE WHEN regexp_matches(lower(spend_heading), 'руб|rub|₽') THEN 'RUB' END, own_currency)"
    },
    any_of=(
        *("Кампания", "Название кампании", "№ Кампании", "ID кампании", "CampaignId", "CampaignName"),
        *("Условие показа", "Поисковый запрос", "Criterion"),
    ),
    forbids=("Campaign name", "Ad set name", "Визиты", "Ad group name", "Spend", "Impr."),
    known=(
        *(
            "CTR (%)",
            "CTR",
            "Ctr",
            "Ср. цена клика (руб.)",
            "Ср. ставка за клик (руб.)",
            "Отказы (%)",
            "Глубина (стр.)",
        ),
        *("Конверсия (%)", "Цена цели (руб.)", "Рентабельность", "№ Условия показа", "Тип условия показа", "AvgCpc"),
        *(
            "BounceRate",
            "AvgPageviews",
            "CriterionType",
            "Взвешенные показы",
            "wCTR (%)",
            "Прибыль (руб.)",
            "CriterionId",
        ),
        *("ID условия показа", "Площадка", "Placement"),
    ),
    share=0.75,
    status=Status.PARTIAL,
    sources=(
        "https://yandex.com/dev/direct/doc/reports/fields-list.html",
        "Russian headings and sample rows of downloads in public parsers and their tests, 2026-11-22",
    ),
)
