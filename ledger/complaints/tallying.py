"""Knows what complaints come to: how many, the fees asked, the middle of the days taken. Pure."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final, TypeVar

from ledger.complaints.complaint import Complaint

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """`fees` are in 分; `median_days` is of those that say how long it took; None where none does."""

    count: int
    fees: int
    median_days: float | None


NONE: Final = Tally(0, 0, None)


def tally(complaints: Iterable[Complaint]) -> Tally:
    """What these come to; a withdrawn one counts as nothing."""
    counted = [each for each in complaints if not each.withdrawn]
    days = [each.days for each in counted if each.days is not None]
    return Tally(len(counted), sum(each.fee or 0 for each in counted), float(median(days)) if days else None)


def tallies(complaints: Iterable[Complaint], key: Callable[[Complaint], Key]) -> Mapping[Key, Tally]:
    """The same of each that `key` tells apart."""
    parts: dict[Key, list[Complaint]] = {}
    for each in complaints:
        parts.setdefault(key(each), []).append(each)
    return {part: tally(of) for part, of in parts.items()}
