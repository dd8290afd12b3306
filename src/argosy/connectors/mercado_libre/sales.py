"""Mercado Libre's sales export (Ventas, Vendas), in Spanish and Portuguese.

Headings of amounts carry the site's currency, such as Total (MXN); days are written out (21 de marzo de 2026 10:32 hs.). A parcel with
several items has a row of its own before them, without title: its items are what is loaded.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.reading import text_literal
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

CURRENCIES = {"ARS": "AR", "MXN": "MX", "BRL": "BR", "CLP": "CL", "COP": "CO", "UYU": "UY", "PEN": "PE", "USD": "EC"}
SPANISH = ("enero febrero marzo abril mayo junio julio agosto", "septiembre octubre noviembre diciembre")
PORTUGUESE = ("janeiro fevereiro março abril maio junho julho agosto", "setembro outubro novembro dezembro")
MONTHS = {
    name: number for names in (SPANISH, PORTUGUESE) for number, name in enumerate(" ".join(names).split(), start=1)
} | {"setiembre": 9}
"""Month names of both languages."""


def also(*names: str) -> tuple[tuple[str, str], ...]:
    """The headings themselves, and with the currency of each site behind them."""
    return tuple((f"{name} ({code})", "") for name in names for code in CURRENCIES) + tuple(
        (name, "") for name in names
    )


def written_day(cell: str) -> str:
    """SQL of the local time in `21 de marzo de 2026 10:32 hs.`"""
    cases = " ".join(f"WHEN {text_literal(name)} THEN {number}" for name, number in MONTHS.items())
    month = f"CASE lower(regexp_extract({cell}, 'de ([[:alpha:]ç]+) de', 1)) {cases} END"
    year, day = f"regexp_extract({cell}, 'de ([0-9]{{4}})', 1)", f"regexp_extract({cell}, '^([0-9]+)', 1)"
    time = f"coalesce(nullif(regexp_extract({cell}, '([0-9]+:[0-9]{{2}})', 1), ''), '00:00')"
    return f"try_strptime({year} || '-' || ({month}) || '-' || {day} || ' ' || {time}, '%Y-%m-%d %H:%M')"


STATUS = (
    "CASE WHEN regexp_matches(state, '(?i)cancel') THEN 'cancelled'"
    " WHEN regexp_matches(state, '(?i)entreg|devol|mediaci|mediaç') THEN 'delivered'"
    " WHEN regexp_matches(state, '(?i)en camino|a caminho|enviad') THEN 'shipped'"
    " WHEN regexp_matches(state, '(?i)concretada|concluíd|para enviar|listo|pronto|prepara|imprim') THEN 'ordered'"
    " ELSE 'pending' END"
)
"""What a state written in words says; what it does not say counts as pending."""
ORDER = {
    "order_id": "order_id",
    "ordered_at": "timezone('UTC', timezone(own_zone, local_time))",
    "market": "own_market",
    "currency": "currency_of_order",
    "customer_id": "buyer",
}

SALES = report(
    Tabular(
        id="sales",
        label="Sales (Ventas / Vendas)",
        grain="One row per item sold.",
        where="Mercado Libre: Ventas > Descargar Excel de ventas.",
        folder=Path(__file__).parent,
        fields=(
            Field(
                "order_id", "# de venta", Kind.ID, filled=True, aliases=(("N.º de venda", "pt"), ("N.º de venta", ""))
            ),
            Field("sold", "Fecha de venta", filled=True, aliases=(("Data da venda", "pt"),)),
            Field("state", "Estado"),
            Field("quantity", "Unidades", Kind.WHOLE),
            Field(
                "revenue",
                "Ingresos por productos",
                Kind.AMOUNT,
                required=False,
                aliases=also("Ingresos por productos", "Receita por produtos"),
            ),
            Field(
                "shipping",
                "Ingresos por envío",
                Kind.AMOUNT,
                required=False,
                aliases=also("Ingresos por envío", "Receita por envio"),
            ),
            Field("total", "Total", Kind.AMOUNT, required=False, aliases=also("Total")),
            Field("sku", "SKU", Kind.ID),
            Field("listing_id", "# de publicación", Kind.ID, aliases=(("# de anúncio", "pt"),)),
            Field("title", "Título de la publicación", aliases=(("Título do anúncio", "pt"),)),
            Field("variation", "Variante", required=False, aliases=(("Variação", "pt"),)),
            Field(
                "price",
                "Precio unitario de venta de la publicación",
                Kind.AMOUNT,
                keeps_heading=True,
                aliases=also("Precio unitario de venta de la publicación", "Preço unitário de venda do anúncio"),
            ),
            Field("buyer", "Comprador", required=False),
            Field("currency", "Moneda", Kind.CURRENCY, required=False, aliases=(("Moeda", "pt"),)),
        ),
        into=(
            Into(
                "orders",
                {**ORDER, "status": STATUS},
                per=("order_id",),
                totals={"goods_amount": "sum(quantity * price)"},
            ),
            Into(
                "order_lines",
                {
                    **ORDER,
                    "sku": "coalesce(sku, listing_id)",
                    "title": "concat_ws(' - ', title, variation)",
                    "quantity": "quantity",
                    "unit_price": "price",
                    "gross_amount": "quantity * price",
                    "status": STATUS,
                    "listing_id": "listing_id",
                },
                money_in="coalesce(revenue, quantity * price)",
            ),
        ),
        money="coalesce(revenue, quantity * price)",
        currency="currency_of_order",
        money_out={"order_lines": "gross_amount"},
        derived={
            "local_time": written_day("sold"),
            "currency_of_order": "coalesce(nullif(regexp_extract(price_heading, '[(]([A-Z]{3})[)]', 1), ''), currency)",
        },
        checks={
            "not_an_instant:Fecha de venta": "local_time IS NULL",
            "not_whole:Unidades": "quantity IS NULL",
            "missing:SKU": "coalesce(sku, listing_id) IS NULL",
            "unknown_currency:Moneda": "currency_of_order IS NULL",
        },
        reasons={
            "not_an_instant:Fecha de venta": mark("The day of the sale is not written in a form we know."),
            "missing:SKU": "The row lacks a value that every row must have.",
        },
        ignored={"parcel_of_several_items": "title IS NULL AND sku IS NULL"},
        known=(
            "DNI",
            "Domicilio",
            "Cargo por venta e impuestos",
            "Costos de envío",
            "Anulaciones y reembolsos",
            "Venta por publicidad",
        ),
        status=Status.PARTIAL,
        sources=("Headings of the export in public parsers (Spanish), Portuguese from general knowledge (unverified)",),
    )
)
