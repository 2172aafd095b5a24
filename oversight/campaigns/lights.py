"""Knows under which light each place stood in a campaign when the ledger looked last: kept once a day, for the board.

To compute it takes as long as there are figures and issues; the board says of which day it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.mongo.connection import Store
from mobile_schema.vocabulary import Light
from oversight.campaigns.campaign import Campaign
from oversight.campaigns.progress import Row

_COLLECTION: Final = "lights"
_WORST_FIRST: Final = (Light.RED, Light.YELLOW, Light.GREEN)


@dataclass(frozen=True, slots=True)
class CampaignLight:
    """The worst light of some places at the end of a day; None where no place had one."""

    day: date
    light: Light | None


def keep_lights(store: Store, campaign: Campaign, day: date, rows: Sequence[Row]) -> None:
    """Keep them in place of those of an earlier day. Raises pymongo.errors.PyMongoError."""
    lights = {row.code: row.light.value for row in rows if row.light is not None and row.kind == "place"}
    document = {"day": day.isoformat(), "lights": lights}
    store[_COLLECTION].replace_one({"_id": _key(campaign)}, document, upsert=True)


def light_of(store: Store, campaign: Campaign, covers: Callable[[str], bool]) -> CampaignLight | None:
    """The worst light of the places that somebody oversees; None before the ledger looked."""
    found = store[_COLLECTION].find_one({"_id": _key(campaign)})
    if found is None:
        return None
    lights = {light for code, light in found["lights"].items() if covers(code)}
    worst = next((each for each in _WORST_FIRST if each in lights), None)
    return CampaignLight(date.fromisoformat(found["day"]), worst)


def _key(campaign: Campaign) -> str:
    return f"campaign/{campaign.name}@{campaign.version}"
