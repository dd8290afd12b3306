"""Mercado Libre and Mercado Pago: sales, settlement (account money), released money."""

from argosy.connectors.contract import Connector
from argosy.connectors.mercado_libre.payments import RELEASED_MONEY, SETTLEMENT
from argosy.connectors.mercado_libre.sales import SALES

METADATA = Connector(
    id="mercado_libre",
    label="Mercado Libre / Mercado Pago",
    website="https://www.mercadolibre.com",
    reports=(SALES, SETTLEMENT, RELEASED_MONEY),
    systems=("Mercado Libre",),
)
