"""Knows what the environment says to the API: what it says to every process, and the instance; and its limits."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from ledger.groundwork.process_settings import Needed, ProcessSettings

REPORT_BYTES: Final = 1024 * 1024
SYNC_BYTES: Final = 16 * 1024 * 1024
COMMAND_BYTES: Final = 1024 * 1024
SET_BYTES: Final = 4 * 1024 * 1024
SIGN_IN_BYTES: Final = 16 * 1024
ENTRY_BYTES: Final = 64 * 1024
QUERY_SECONDS: Final = 5.0
COMMAND_SECONDS: Final = 10.0
_TILES: Final = r"^(https?://([A-Za-z0-9-]*\{s\}\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?/\S+)?$"


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """What open streams may cost: how many there are, what waits for each, and how long anything takes (seconds).

    `kept` events stand ready for readers that come back; what is older is read from the oplog again.
    """

    readers: int = 2_000
    per_person: int = 10
    queued: int = 256
    kept: int = 4_096
    heartbeat: float = 15.0
    send: float = 30.0
    look: float = 3.0


STREAM: Final = StreamLimits()


class Settings(ProcessSettings):
    """`instance` tells this process from any other that may have its port, empty where nobody asks.

    `public_url` is where browsers find it (https://ledger.example.gov.cn), empty on loopback. `oidc_*` are the
    province's own sign-on, if there is one; `oidc_claim` is the claim whose value a person is mapped by.
    `metrics_token` is by which figures are told to others than this machine. `map_tiles` is where a map's tiles are, if
    there are any (https://tiles.example.gov.cn/{z}/{x}/{y}.png, with {s} where the first part of the host varies).
    """

    mongo_url: Needed
    kafka: Needed
    instance: str = ""
    public_url: Annotated[str, Field(pattern=r"^(https?://[^/?#\s]+)?$")] = ""
    metrics_token: str = Field(default="", repr=False)
    oidc_issuer: Annotated[str, Field(pattern=r"^(https?://[^?#\s]+)?$")] = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    map_tiles: Annotated[str, Field(pattern=_TILES)] = ""
    oidc_claim: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/-]{1,100}$")] = "sub"
