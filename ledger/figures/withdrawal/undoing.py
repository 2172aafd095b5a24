"""Knows how a whole file is taken back in MongoDB: month by month what it reported, in transactions of some hundred.

Done again after a crash it finishes: what was taken back is not of the file any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from ledger.figures.figure import Figure
from ledger.figures.keeping import BY_VERSION, FIGURES, Reporting, appended, from_document
from ledger.figures.withdrawal.taken_back import Undoing, WhyLeft, taken_back
from ledger.groundwork.portions import portions
from ledger.mongo.connection import Store

_AT_ONCE: Final = 500


class UnknownFile(Exception):
    """The ledger has no figure of the file."""


@dataclass(frozen=True, slots=True)
class LeftMonth:
    """A project's month that a file reported and that stays as it is; `name` and `regions` are the project's."""

    project: str
    name: str
    month: str
    why: WhyLeft
    regions: tuple[str, ...]

    @classmethod
    def of(cls, last: Figure, why: WhyLeft) -> "LeftMonth":
        """That of a month with this last version."""
        return cls(last.project, last.name, last.month, why, last.regions)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many months count as not reported now, how many say again what they said before, and which were left."""

    withdrawn: int = 0
    restored: int = 0
    left: tuple[LeftMonth, ...] = ()

    def __add__(self, other: "TakenBack") -> "TakenBack":
        return TakenBack(self.withdrawn + other.withdrawn, self.restored + other.restored, self.left + other.left)


def take_back(store: Store, sha256: str, reporting: Reporting) -> TakenBack:
    """Take back what a file reported and no later version came over, as far as it was kept within 30 days.

    Raises UnknownFile; Conflict when races do not end; pymongo.errors.PyMongoError: what was done before stays done.
    """
    undoing = Undoing(sha256, reporting.by, reporting.at, reporting.within)
    months = _months_of(store, sha256)
    if not months:
        raise UnknownFile(sha256)
    done = TakenBack()
    for some in portions(months, lambda _: 1, _AT_ONCE):
        done += _portion(store, some, undoing)
    return done


def _months_of(store: Store, sha256: str) -> list[tuple[str, str]]:
    """Project and month of all that the file ever reported; its index alone tells."""
    found = store[FIGURES].find({"source.sha256": sha256}, {"project": 1, "month": 1, "_id": 0}, batch_size=5_000)
    return sorted({(each["project"], each["month"]) for each in found})


def _portion(store: Store, months: Sequence[tuple[str, str]], undoing: Undoing) -> TakenBack:
    def planned() -> tuple[TakenBack, list[Figure]]:
        told = [(versions[-1], taken_back(versions, undoing)) for versions in _versions(store, months)]
        kept = [said for _, said in told if isinstance(said, Figure)]
        left = tuple(LeftMonth.of(last, why) for last, why in told if isinstance(why, WhyLeft))
        gone = sum(bool(each.withdrawn) for each in kept)
        return TakenBack(gone, len(kept) - gone, left), kept

    return appended(store, planned)


def _versions(store: Store, months: Sequence[tuple[str, str]]) -> Iterator[list[Figure]]:
    """All versions of each of these months, the first first."""
    wanted, (projects, named) = set(months), zip(*months, strict=True)
    query = {"project": {"$in": sorted(set(projects))}, "month": {"$in": sorted(set(named))}}
    found = map(from_document, store[FIGURES].find(query, batch_size=5_000).sort(BY_VERSION))
    for month, versions in groupby(found, key=attrgetter("project", "month")):
        if month in wanted:
            yield list(versions)
