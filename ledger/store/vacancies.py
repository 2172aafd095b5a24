"""Knows which empty posts concern the ledger as it stands, and how many open issues each was passed by on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from ledger.access.scopes import unit_key
from ledger.issue.issue import OPEN_STATES
from ledger.mongo.connection import Store
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import CHINA, local_day
from ledger.registry.entries import PostCode
from ledger.registry.vacancies import ListedVacancy, unstaffed, vacancies

_AT_ONCE: Final = 200
_OPEN: Final = {"$in": sorted(state.value for state in OPEN_STATES)}


def list_vacancies(
    store: Store,
    catalogue: Catalogue,
    at: datetime,
    region: str | None = None,
    after: str = "",
    *,
    zone: ZoneInfo = CHINA,
) -> Iterator[ListedVacancy]:
    """Every empty supervisor's post, and the empty heads of units that lead an open issue or were passed by on one.

    So are units in which nobody is, and which the rules would give the issues of a project.
    As of the local day in `zone`; by place, looked up as far as is asked for.
    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    day = local_day(at, zone)
    empty, wanted = vacancies(catalogue, catalogue.units, day, region, after), unstaffed(catalogue, day)
    concerned = frozenset(store["issues"].distinct("scopes"))
    while some := list(islice(empty, _AT_ONCE)):
        counts = _passed_by(store, (each.name for each in some))
        for each in some:
            count = counts.get(each.name, 0)
            if (
                count
                or each.post is PostCode.SUPERVISOR
                or each.place in wanted
                or (unit_key(each.place) in concerned and _leads_one(store, each.place))
            ):
                yield ListedVacancy(each, count)


def _passed_by(store: Store, names: Iterable[str]) -> Mapping[str, int]:
    wanted = {"$in": list(names)}
    found = store["issues"].aggregate(
        [
            {"$match": {"vacant_posts": wanted, "state": _OPEN}},
            {"$unwind": "$vacant_posts"},
            {"$match": {"vacant_posts": wanted}},
            {"$group": {"_id": "$vacant_posts", "count": {"$sum": 1}}},
        ]
    )
    return {group["_id"]: group["count"] for group in found}


def _leads_one(store: Store, unit: str) -> bool:
    query = {"scopes": unit_key(unit), "unit_id": unit, "state": _OPEN}
    return store["issues"].find_one(query, {"_id": 1}) is not None
