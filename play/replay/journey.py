"""Knows when what happened to a row: from its report to its closure, in one time-ordered queue of all rows.

Pure. The file's own dates are kept but never run backwards within a row: closed before it was captured counts as
closed at once, work before the report as work at the report.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from itertools import groupby

from exchange.cells.moments import moment_of
from exchange.tables.mapping import Mapping, Work
from exchange.tables.reports import FileReport

_GRAIN_SECONDS = 15 * 60


class Move(IntEnum):
    """One move of a row, in the order a row makes them; it ends with one of the last two."""

    REPORT = 0
    ACCEPT = 1
    PROGRESS = 2
    CLOSE = 3
    VOID = 4


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One move of one row at its own date; steps sort by time, then by line, then by move."""

    at: datetime
    line: int
    move: Move
    report: FileReport = field(compare=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """The steps of one quarter of an hour; `at` is the last one's time, so none comes before its own date."""

    at: datetime
    steps: tuple[Step, ...]


def steps_of(report: FileReport, mapping: Mapping) -> list[Step]:
    """The moves of one row; without a closing date it stays open. Raises RowRefused on a date that cannot be read."""
    moves = {Move.REPORT: report.captured_at, **_worked(report, mapping, mapping.work)}
    return [Step(at.astimezone(UTC), report.row.line, move, report) for move, at in moves.items()]


def moments(steps: Iterable[Step]) -> Iterator[Moment]:
    """All steps in time order, a quarter of an hour at a time: every local day ends between two of them."""
    for _, group in groupby(sorted(steps), key=lambda step: step.at.timestamp() // _GRAIN_SECONDS):
        together = tuple(group)
        yield Moment(together[-1].at, together)


def _worked(report: FileReport, mapping: Mapping, work: Work | None) -> dict[Move, datetime]:
    """The moves of the work, none before the one it follows; what the file does not date is done at the closing."""
    if work is None:
        return {}
    closed = moment_of(report.row, work.closed, mapping.dates)
    dated = {
        Move.ACCEPT: moment_of(report.row, work.accepted, mapping.dates) if work.accepted else None,
        Move.PROGRESS: moment_of(report.row, work.progressed, mapping.dates) if work.progressed else None,
        Move.CLOSE: closed,
    }
    if work.withdrew(report.row.cells):
        dated = {Move.VOID: closed}
    end = max(closed, report.captured_at) if closed else None
    moves: dict[Move, datetime] = {}
    before = report.captured_at
    for move, written in dated.items():
        at = written or end
        if at is None:
            break
        before = max(before, min(at, end) if end else at)
        moves[move] = before
    return moves
