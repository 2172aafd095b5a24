"""Knows as what an issue is counted while it stands on the ledger, and in which rows of the counters that is.

A row belongs to a key by which people meet issues (`access.scopes`): a region or a unit, so that whoever has one key
reads finished sums. Who reported is no row: too many people, too few issues each.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from ledger.access.scopes import region_keys, unit_key
from ledger.issue.issue import Issue
from ledger.issue.lights import RUNNING
from mobile_schema.vocabulary import State

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_MILLISECOND: Final = timedelta(milliseconds=1)
ENDS_AT: Final = timedelta(hours=16)
"""Days of due times end at midnight in China, as nearly all due times do: few fall within the day that is counted
singly. In another zone the numbers are the same."""

CATEGORY, UNIT, PLACE = "category", "unit", "place"


_OF_UNIT: Final = unit_key("")


class Cell(NamedTuple):
    """What issues that are counted alike have in common. `unit` leads, "" where none does; `others` had to do with it.

    `day` is the `due_day` of one whose clocks run.
    """

    region: str
    unit: str
    others: tuple[str, ...]
    category: str
    state: str
    day: int | None


class Row(NamedTuple):
    """One row of the counters: of what a key covers, the issues of one category, or those that one unit leads.

    Of a unit's key besides, those in one region and category (`place`); of a region's, the regions below tell them.
    """

    key: str
    axis: str
    value: str


def due_day(moment: datetime) -> int:
    """The number of the day in which a moment lies; the moment at which a day ends is its last."""
    return (moment + (_DAY - ENDS_AT) - _EPOCH - _MILLISECOND) // _DAY


def day_begins(day: int) -> datetime:
    """The moment at which the day before ends: what lies after it, until a day later, is of this one."""
    return _EPOCH + day * _DAY - (_DAY - ENDS_AT)


def counted_as(issue: Issue) -> Cell:
    """The cell of an issue."""
    running = issue.state in RUNNING
    due_at = issue.due_at if running else None
    lead = issue.unit_id or ""
    units = {*issue.supporting_unit_ids, *issue.fixing_units} - {lead}
    return Cell(
        issue.region,
        lead,
        tuple(sorted(units)) if units else (),
        issue.category.value,
        issue.state.value,
        None if due_at is None else due_day(due_at),
    )


def keys_of(cell: Cell) -> Iterator[str]:
    """The keys to which a cell counts."""
    yield from region_keys(cell.region)
    if cell.unit:
        yield unit_key(cell.unit)
    yield from map(unit_key, cell.others)


def rows_of(cell: Cell) -> Iterator[Row]:
    """The rows in which a cell counts."""
    for key in keys_of(cell):
        yield Row(key, CATEGORY, cell.category)
        yield Row(key, UNIT, cell.unit)
        if key.startswith(_OF_UNIT):
            yield Row(key, PLACE, place_of(cell.region, cell.category))


def place_of(region: str, category: str) -> str:
    """A region and a category as one value of a row."""
    return f"{region} {category}"


class Sums(NamedTuple):
    """A row's numbers: issues by state, and by the day on which those fall due whose clocks run."""

    states: dict[str, int]
    due: dict[int, int]

    def add(self, cell: Cell, issues: int) -> None:
        """Count so many more; fewer where it is negative."""
        self.states[cell.state] = self.states.get(cell.state, 0) + issues
        if cell.day is not None:
            self.due[cell.day] = self.due.get(cell.day, 0) + issues

    def take(self, other: "Sums") -> None:
        """Count what another row has as well."""
        for state, issues in other.states.items():
            self.states[state] = self.states.get(state, 0) + issues
        for day, issues in other.due.items():
            self.due[day] = self.due.get(day, 0) + issues

    def of(self, states: Iterable[State]) -> int:
        """How many stand in these states."""
        return sum(self.states.get(state.value, 0) for state in states)

    def due_before(self, day: int) -> int:
        """How many fall due before a day begins, or as it does."""
        return sum(issues for due, issues in self.due.items() if due < day)


def no_sums() -> Sums:
    """A row in which nothing is counted."""
    return Sums({}, {})
