"""YunExpress (云途): price lists of its lines."""

from argosy.connectors.contract import Connector
from argosy.connectors.yunexpress.rate_card import RATE_CARD

METADATA = Connector(
    id="yunexpress",
    label="YunExpress (云途物流)",
    website="https://www.yunexpress.cn",
    reports=(RATE_CARD,),
    systems=("YunExpress (云途)",),
)
