"""Knows what it is that a month is withdrawn, and which of its versions count: those after the last withdrawal.

Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from ledger.figures.figure import Figure, figure_id

T = TypeVar("T")
NO_SOURCE: Final[Mapping[str, Any]] = {"sha256": None, "filename": "", "sheet": "", "row": 0}
"""Of what no file said."""
_MONTH: Final = itemgetter("project", "month")
_OF_MONTH: Final = attrgetter("project", "month")


def unless_withdrawn(last: Figure | None) -> Figure | None:
    """The last version of a month, None where it says that the month counts as not reported."""
    return None if last is None or last.withdrawn else last


def counting(figures: Iterable[Figure]) -> list[Figure]:
    """Those that count, of figures by project, month and version."""
    return list(_counting(figures, _OF_MONTH, lambda figure: figure.withdrawn))


def counting_documents(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The same of documents, of which `project`, `month` and `withdrawn` were read."""
    return _counting(documents, _MONTH, lambda document: document.get("withdrawn"))


def last_counting(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The last of them of each project, which stand by project, month and version."""
    for _, some in groupby(counting_documents(documents), key=itemgetter("project")):
        *_, last = some
        yield last


def withdrawn(last: Figure, reason: str, at: datetime, by: str) -> Figure:
    """The version by which a month counts as not reported, after its last one."""
    return replace(_after(last, last, at, by), source=NO_SOURCE, flags=(), withdrawn=reason, restores=None)


def said_again(last: Figure, said: Figure, at: datetime, by: str) -> Figure:
    """The version that says again, after the last one, what an earlier one said: with its source and its flags."""
    return replace(_after(last, said, at, by), restores=said.restores or said.id)


def _after(last: Figure, said: Figure, at: datetime, by: str) -> Figure:
    version = last.version + 1
    own_id = figure_id(last.project, last.month, version)
    return replace(said, id=own_id, version=version, corrects=last.id, at=at, by=by)


def _counting(versions: Iterable[T], month_of: Callable[[T], Any], reason: Callable[[T], Any]) -> Iterator[T]:
    for _, some in groupby(versions, key=month_of):
        kept: list[T] = []
        for each in some:
            kept = [] if reason(each) else [*kept, each]
        yield from kept
