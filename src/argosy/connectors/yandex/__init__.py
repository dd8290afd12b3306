"""Yandex: advertising (Direct) and visits (Metrica)."""

from argosy.connectors.contract import Connector
from argosy.connectors.yandex.direct import DIRECT
from argosy.connectors.yandex.metrica import METRICA

METADATA = Connector(
    id="yandex",
    label="Yandex Direct and Metrica",
    website="https://direct.yandex.com",
    reports=(DIRECT, METRICA),
    systems=("Yandex",),
)
