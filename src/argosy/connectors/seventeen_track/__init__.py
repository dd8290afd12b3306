"""17TRACK: where parcels are, of most carriers."""

from argosy.connectors.contract import Connector
from argosy.connectors.seventeen_track.tracking import TRACKING

METADATA = Connector(
    id="seventeen_track",
    label="17TRACK",
    website="https://www.17track.net",
    reports=(TRACKING,),
    systems=("17TRACK",),
)
