"""WooCommerce: orders as the export plugin writes them."""

from argosy.connectors.contract import Connector
from argosy.connectors.woocommerce.orders import ORDERS

METADATA = Connector(
    id="woocommerce",
    label="WooCommerce",
    website="https://woocommerce.com",
    reports=(ORDERS,),
    systems=("WooCommerce",),
)
