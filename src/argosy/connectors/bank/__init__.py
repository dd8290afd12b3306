"""Banks: statements as CAMT.053, as MT940, and as the CSV files of online banking."""

from argosy.connectors.bank.statements import CAMT053, MT940
from argosy.connectors.bank.tables import STATEMENT
from argosy.connectors.contract import Connector

METADATA = Connector(
    id="bank",
    label="Bank statements",
    website="https://www.iso20022.org",
    reports=(CAMT053, MT940, STATEMENT),
    systems=("Bank statements",),
)
