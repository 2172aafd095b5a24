"""Knows what complaints come to: how many, the fees asked, the middle of the days taken. Pure."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final, TypeVar

from ledger.complaints.complaint import Complaint

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """`fees` in 分, of those that say one; `median_days` of those that say how long it took; None where none does."""

    count: int
    fees: int | None
    median_days: float | None


NONE: Final = Tally(0, None, None)


def tally(complaints: Iterable[Complaint]) -> Tally:
    """What these come to; a withdrawn one counts as nothing."""
    counted = [each for each in complaints if not each.withdrawn]
    fees = [each.fee for each in counted if each.fee is not None]
    days = [each.days for each in counted if each.days is not None]
    return Tally(len(counted), sum(fees) if fees else None, float(median(days)) if days else None)


def tallies(complaints: Iterable[Complaint], key: Callable[[Complaint], Key]) -> Mapping[Key, Tally]:
    """The same of each that `key` tells apart."""
    parts: dict[Key, list[Complaint]] = {}
    for each in complaints:
        parts.setdefault(key(each), []).append(each)
    return {part: tally(of) for part, of in parts.items()}
