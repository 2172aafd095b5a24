"""Knows how many projects of some size were begun in development zones by each month of a year, from their figures.

A zone none of whose projects was reported is not known to have none: a month counts once every zone has one, and
where of everything that was begun in them it is known whether it counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from ledger.figures.figure import MonthFigure
from ledger.figures.keeping import BY_VERSION, FIGURES
from ledger.figures.monthly import COUNTED, month_figure
from ledger.figures.programmes import is_in
from ledger.figures.withdrawal.versions import counting_documents
from ledger.mongo.connection import Document, Store
from ledger.registry.entries import Zone
from oversight.ranking.measures import measures_of
from oversight.ranking.periods import period_of
from oversight.ranking.rule import MONEY
from oversight.targets.target import BegunInZones

_READ: Final = COUNTED | {"month": 1}


@dataclass(frozen=True, slots=True)
class InAZone:
    """A project as its last figure to a month's end has it, and whether it was begun."""

    figure: MonthFigure
    begun: bool


def projects_in_zones(store: Store, year: int, as_of: datetime) -> Mapping[str, Sequence[InAZone]]:
    """Month → the projects that lie in a zone, for each month to the last of which one was reported."""
    of_year = {"month": {"$gte": f"{year}-01", "$lte": f"{year}-12"}, "at": {"$lte": as_of}}
    in_zones: list[Document] = [{"$match": {**of_year, "zone": {"$gt": ""}}}, {"$group": {"_id": "$project"}}]
    some = sorted(each["_id"] for each in store[FIGURES].aggregate(in_zones))
    found = store.as_sent(FIGURES).find({"project": {"$in": some}, **of_year}, _READ).sort(BY_VERSION)
    projects = [
        {each["month"]: month_figure(each) for each in figures}
        for _, figures in groupby(counting_documents(found), key=itemgetter("project"))
    ]
    last = max((month for months in projects for month in months), default="")
    by_month: dict[str, list[InAZone]] = {}
    for month in (f"{year}-{number:02}" for number in range(1, 13)):
        for months in projects:
            known = [at for at in months if at <= month <= last]
            if known and (figure := months[max(known)]).zone is not None:
                begun = bool(measures_of(figure, period_of(month))["started"])
                by_month.setdefault(month, []).append(InAZone(figure, begun))
    return by_month


def fewest(
    asked: BegunInZones, zones: Mapping[str, Zone], known: Mapping[str, Sequence[InAZone]]
) -> Iterator[tuple[str, Zone, int]]:
    """By month: which of the zones has the fewest such projects, and how many."""
    of = [zone for zone in zones.values() if zone.retired_on is None and asked.is_of(zone)]
    for month, projects in sorted(known.items()):
        there = {each.figure.zone for each in projects}
        begun = [(each.figure.zone, _counts(asked, each.figure)) for each in projects if each.begun]
        unsaid = {zone for zone, counts in begun if counts is None}
        if not of or any(zone.id not in there or zone.id in unsaid for zone in of):
            continue
        count = Counter(zone for zone, counts in begun if counts)
        least = min(of, key=lambda zone: (count[zone.id], zone.id))
        yield month, least, count[least.id]


def _counts(asked: BegunInZones, figure: MonthFigure) -> bool | None:
    """Whether a project is of the size and in the programmes; None where its figure does not say."""
    belongs = is_in(asked.programmes, figure)
    if belongs is False:
        return False
    return None if belongs is None or figure.total is None else _is_of_size(asked, figure.total)


def _is_of_size(asked: BegunInZones, total: int) -> bool:
    fen = MONEY["亿元"]
    return (
        (asked.above is None or total > asked.above * fen)
        and (asked.at_least is None or total >= asked.at_least * fen)
        and (asked.at_most is None or total <= asked.at_most * fen)
    )
