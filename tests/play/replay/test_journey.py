"""The moves of all rows stand in one time-ordered queue, in which no row works before it was reported."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.mapping import Mapping
from exchange.tables.reports import FileReport
from exchange.tables.row import Row, RowRefused
from mobile_schema.vocabulary import Severity
from play.replay.journey import Move, Step, moments, steps_of

START = datetime(2020, 1, 1, tzinfo=UTC)


def report(captured: datetime, line: int = 2, **work: str) -> FileReport:
    cells = {"done": "", "signed": "", "begun": "", "weight": "", **work}
    return FileReport(Row(line, cells), f"id-{line}", "2020-140105-30-03-990001", captured, Severity.ORDINARY, b"{}")


def moves(mapping: Mapping, **work: str) -> dict[Move, str]:
    captured = datetime.fromisoformat("2020-01-02T09:00:00+08:00")
    zone = captured.tzinfo
    return {step.move: f"{step.at.astimezone(zone):%m-%d %H}" for step in steps_of(report(captured, **work), mapping)}


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ({}, "01-02 09"),
        ({"done": "2020-01-09 10:00"}, "01-02 09 | 01-09 10 | 01-09 10 | 01-09 10"),
        (
            {"signed": "2020-01-03 08:00", "begun": "2020-01-04 08:00", "done": "2020-01-09 10:00"},
            "01-02 09 | 01-03 08 | 01-04 08 | 01-09 10",
        ),
        # closed before it was captured: closed at once
        ({"done": "2019-12-31 10:00"}, "01-02 09 | 01-02 09 | 01-02 09 | 01-02 09"),
        # signed before it was captured, begun after it was closed
        (
            {"signed": "2019-12-01 00:00", "begun": "2020-03-01 00:00", "done": "2020-01-09 10:00"},
            "01-02 09 | 01-02 09 | 01-09 10 | 01-09 10",
        ),
        # begun before it was signed
        (
            {"signed": "2020-01-05 08:00", "begun": "2020-01-03 08:00", "done": "2020-01-09 10:00"},
            "01-02 09 | 01-05 08 | 01-05 08 | 01-09 10",
        ),
        # never closed: what is dated happens, and the rest does not
        ({"signed": "2020-01-03 08:00"}, "01-02 09 | 01-03 08"),
        ({"begun": "2020-01-03 08:00"}, "01-02 09"),
    ],
)
def test_a_row_moves_at_its_own_dates_and_never_backwards(
    mapping: Mapping, work: dict[str, str], expected: str
) -> None:
    made = moves(mapping, **work)
    assert " | ".join(made.values()) == expected
    assert list(made) == list(Move)[: len(made)]


def test_a_row_that_was_withdrawn_is_only_reported_and_voided(mapping: Mapping) -> None:
    work = {"signed": "2020-01-03 08:00", "begun": "2020-01-04 08:00", "weight": "withdrawn "}
    assert list(moves(mapping, **work)) == [Move.REPORT]
    made = moves(mapping, **work, done="2020-01-09 10:00")
    assert made == {Move.REPORT: "01-02 09", Move.VOID: "01-09 10"}


def test_a_date_of_the_work_that_cannot_be_read_refuses_the_row(mapping: Mapping) -> None:
    with pytest.raises(RowRefused, match="done: 'soon'"):
        moves(mapping, done="soon")


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.lists(st.integers(0, 50_000), max_size=3)), min_size=1, max_size=30)
)
def test_the_queue_keeps_time_order_each_rows_order_and_loses_nothing(rows: list[tuple[int, list[int]]]) -> None:
    steps = []
    for line, (captured, gaps) in enumerate(rows, 2):
        at = START + timedelta(minutes=captured)
        made = report(at, line)
        for move in list(Move)[: len(gaps) + 1]:
            steps.append(Step(at, line, move, made))
            at += timedelta(minutes=gaps[move]) if move < len(gaps) else timedelta()
    queue = list(moments(steps))
    flat = [step for moment in queue for step in moment.steps]
    assert sorted(flat) == flat
    assert sorted(flat) == sorted(steps)
    assert [moment.at for moment in queue] == sorted({moment.at for moment in queue})
    for moment in queue:
        late = [moment.at - step.at for step in moment.steps]
        assert timedelta() <= min(late)
        assert max(late) < timedelta(minutes=15)
    for line in range(2, len(rows) + 2):
        own = [step.move for step in flat if step.line == line]
        assert own == sorted(own)


def test_no_moment_spans_the_end_of_a_local_day() -> None:
    zone_end = datetime.fromisoformat("2020-01-02T23:59:59+08:00")
    steps = [
        Step((zone_end + timedelta(seconds=shift)).astimezone(UTC), line, Move.REPORT, report(zone_end, line))
        for line, shift in enumerate((-60, 0, 1, 60))
    ]
    assert [len(moment.steps) for moment in moments(steps)] == [2, 2]
