"""Knows by which calendars the running clocks were counted last, and in which regions others hold since."""

from collections.abc import Set

import chinese_calendar

from ledger.calendar.calendars import Calendars
from ledger.mongo.connection import Store

Regions = Set[str] | None
"""GB/T 2260 codes; None is the whole country."""

_ID = "calendars"


def regions_behind(store: Store, calendars: Calendars) -> Regions:
    """The regions in which days may differ from those by which the clocks were counted last; with all below them."""
    counted = store["positions"].find_one({"_id": _ID})
    if counted is None or counted["library"] != chinese_calendar.__version__:
        return None
    then = counted["files"]
    changed = [file.region for file in calendars.in_force if then.get(file.name) != file.version]
    return None if None in changed else {region for region in changed if region is not None}


def clocks_are_counted(store: Store, calendars: Calendars) -> None:
    """Remember that every running clock is counted by these calendars."""
    counted = {"library": chinese_calendar.__version__, "files": _files(calendars)}
    store["positions"].update_one({"_id": _ID}, {"$set": counted}, upsert=True)


def _files(calendars: Calendars) -> dict[str, int]:
    return {file.name: file.version for file in calendars.in_force}
