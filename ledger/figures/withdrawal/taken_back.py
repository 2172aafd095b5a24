"""Knows what becomes of a project's month when a file is taken back: what stood before it stands again, or nothing.

Pure. Versions lie one upon the other. What says an older version again (`restores`) lies where that one lay: it is of
that one's file, and as old.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ledger.figures.figure import Figure
from ledger.figures.reach import Reach
from ledger.figures.withdrawal.versions import said_again, unless_withdrawn, withdrawn

UNDO_WITHIN: Final = timedelta(days=30)
"""So long after it was kept a file's figure may be taken back."""
UNDONE: Final = "导入已撤销 / import undone"
"""Why a month is withdrawn that the file alone reported."""


class WhyLeft(StrEnum):
    """Why a month stays as it is: another version came over the file's, it is too old, it is out of reach."""

    CORRECTED_SINCE = "corrected-since"
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Undoing:
    """Which file is taken back, by whom, when, and how far that one's reach goes."""

    sha256: str
    by: str
    at: datetime
    within: Reach | None


def taken_back(versions: Sequence[Figure], undoing: Undoing) -> Figure | WhyLeft | None:
    """The next version of a project's month with these, the first first; why there is none; None where nothing of the
    file counts any more.
    """
    pile, last = _Pile(versions), versions[-1]
    lying = list(pile.down_from(unless_withdrawn(last)))
    own = [pile.origin(each).source.get("sha256") == undoing.sha256 for each in lying]
    if True not in own:
        return None
    if not may_withdraw(last, undoing.within):
        return WhyLeft.ELSEWHERE
    if not own[0]:
        return WhyLeft.CORRECTED_SINCE
    since = undoing.at - UNDO_WITHIN
    kept = [each for each, is_own in zip(lying, own, strict=True) if not is_own or pile.origin(each).at < since]
    return _uncovered(last, kept[0] if kept else None, undoing)


def _uncovered(last: Figure, beneath: Figure | None, undoing: Undoing) -> Figure | WhyLeft:
    """The version that says of a month what lies beneath what is taken back; `last` itself is too old to be."""
    if beneath is None:
        return withdrawn(last, UNDONE, undoing.at, undoing.by)
    if beneath is last:
        return WhyLeft.EXPIRED
    if not may_withdraw(beneath, undoing.within):
        return WhyLeft.ELSEWHERE
    return said_again(last, beneath, undoing.at, undoing.by)


def may_withdraw(figure: Figure, within: Reach | None) -> bool:
    """Whether one may withdraw a month with this last version: who reports what it says."""
    if within is None:
        return True
    whose = figure.project, figure.regions
    return within.reports(*whose) and within.speaks_for(*whose, figure.unit)


class _Pile:
    def __init__(self, versions: Sequence[Figure]) -> None:
        self._known = {each.id: each for each in versions}

    def origin(self, figure: Figure) -> Figure:
        """The version that said it first."""
        return figure if figure.restores is None else self._known[figure.restores]

    def down_from(self, figure: Figure | None) -> Iterator[Figure]:
        """A version and what lies beneath it, down to the last withdrawal."""
        while figure is not None:
            yield figure
            figure = unless_withdrawn(self._known.get(self.origin(figure).corrects or ""))
