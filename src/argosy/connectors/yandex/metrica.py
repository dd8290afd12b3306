"""Yandex Metrica: visits by source, landing page or day, as its reports are downloaded in Russian.

Bounces come as a share and time as a mean: both become counts. "Итого и средние" sums the rows.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind
from argosy.connectors.visit_tables import day, visits


def _also(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


CLOCK = "regexp_extract(time_on_site, '^(?:([0-9]+):)?([0-9]{1,2}):([0-9]{2})$', ['h', 'm', 's'])"
MEAN_SECONDS = (
    f"CASE WHEN {CLOCK}.s <> '' THEN coalesce(TRY_CAST({CLOCK}.h AS INTEGER), 0) * 3600"
    f" + {CLOCK}.m::INTEGER * 60 + {CLOCK}.s::INTEGER ELSE TRY_CAST(replace(time_on_site, ',', '.') AS DOUBLE) END"
)
METRICA = visits(
    "yandex_metrica",
    id="metrica",
    label="Метрика: Источники, Страницы входа, Посещаемость",
    grain="One row per day (or period) and whatever the report is grouped by.",
    where="Яндекс Метрика: Отчёты > Источники (группировка: Дата визита) > Экспорт > CSV или XLSX.",
    folder=Path(__file__).parent,
    fields=(
        day("Дата визита", "Дата", "Период"),
        Field(
            "source",
            "Источник трафика",
            Kind.WORD,
            required=False,
            otherwise="unassigned",
            aliases=_also(
                "Последний значимый источник трафика", "Первый источник трафика", "Последний источник трафика"
            ),
        ),
        Field("medium", "Источник трафика (детально)", required=False, aliases=_also("UTM Source", "UTM Medium")),
        Field("campaign", "UTM Campaign", required=False),
        Field("page", "Страница входа", required=False, aliases=_also("Адрес страницы входа")),
        Field("device", "Тип устройства", Kind.WORD, required=False, otherwise="other"),
        Field("country", "Страна", Kind.COUNTRY, required=False),
        Field("sessions", "Визиты", Kind.WHOLE, filled=True),
        Field("visitors", "Посетители", Kind.WHOLE, required=False, aliases=_also("Пользователи")),
        Field("new_visitors", "Новые посетители", Kind.WHOLE, required=False),
        Field("page_views", "Просмотры", Kind.WHOLE, required=False),
        Field("bounce_share", "Отказы", Kind.SHARE, required=False, aliases=_also("Отказы (%)", "Отказы, %")),
        Field("depth", "Глубина просмотра", Kind.AMOUNT, required=False),
        Field("time_on_site", "Время на сайте", required=False),
        Field("orders", "Покупки", Kind.AMOUNT, required=False, aliases=_also("Количество покупок")),
        Field("sales", "Доход", Kind.AMOUNT, required=False, aliases=_also("Доход, руб.")),
    ),
    derived={
        "bounces": "round(sessions * CASE WHEN bounce_share > 1 THEN bounce_share / 100 ELSE bounce_share END)::BIGINT",
        "seconds": f"round(sessions * ({MEAN_SECONDS}))::BIGINT",
    },
    any_of=("Посетители", "Пользователи", "Отказы", "Глубина просмотра", "Время на сайте"),
    known=("Роботность", "Доля новых посетителей", "Конверсия", "Целевые визиты", "Достижения любой цели"),
    status=Status.INFERRED,
    sources=(
        "https://yandex.com/dev/metrika/en/stat/metrics (names of the figures); headings in public scripts, 2026-11-22",
        "How shares and times are written in a download: general knowledge (unverified)",
    ),
)
