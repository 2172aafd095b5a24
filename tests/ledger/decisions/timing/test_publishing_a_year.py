"""When a year's working days are published, what was provisional is counted anew from its own start."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import TimeLimit, due_at
from ledger.calendar.files import parse_calendar
from ledger.decisions.recounting import recompute
from ledger.issue.changes import envelopes_for
from ledger.issue.issue import Issue
from ledger.issue.words.timing import RequestExtension, Suspend
from ledger.registry.actors import SYSTEM
from mobile_schema.events.facts import ClockChanges
from mobile_schema.events.timing_events import ClocksRecomputed
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.calendars import YEAR_2027
from tests.ledger.decisions.merging.pairs import INTO, named
from tests.ledger.decisions.timing.versions import WORKING
from tests.ledger.factories import RULES, SHANGHAI, local
from tests.ledger.stories import Story, due, reported

NEW_YEAR = datetime(2026, 12, 28, 10, tzinfo=SHANGHAI).astimezone(UTC)
BEFORE = policies.rules(WORKING)
AFTER = policies.rules(WORKING, calendars=Calendars((parse_calendar(YEAR_2027),)))


def on(month: int, day: int) -> datetime:
    """Ten in the morning of a day of that winter."""
    return datetime(2027 if month < 12 else 2026, month, day, 10, tzinfo=SHANGHAI).astimezone(UTC)


def merged(began: datetime, into: datetime) -> tuple[Story, Story]:
    """A duplicate that began then, in a main issue that began later, and the main issue."""
    main, duplicate = (
        named(reported(at=at, rules=BEFORE), name) for at, name in ((into, "main"), (began, "duplicate"))
    )
    duplicate.clock, duplicate.main = main.clock, main
    duplicate.do(INTO)
    return duplicate, main


def counted(main: Story, **duplicates: Issue) -> ClockChanges:
    """What the published year does to the clocks of a main issue."""
    event = recompute(main.issue, AFTER.regime_of(main.issue), "national-2027@1", duplicates)
    assert event is not None
    assert event.clocks is not None
    main.add(envelopes_for(main.issue, [event], main.now, SYSTEM))
    return event.clocks


def published(of: Story) -> Story:
    """The story once the working days of 2027 are there, and what rested on them is counted again."""
    of.rules = AFTER
    event = recompute(of.issue, AFTER.regime_of(of.issue), "national-2027@1")
    assert event is not None
    of.add(envelopes_for(of.issue, [event], of.now, SYSTEM))
    return of


def test_what_counts_on_days_that_nobody_has_published_is_provisional() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    assert {clock.code for clock in issue.issue.obligations if clock.provisional} == {"resolve"}
    assert local(issue.clock_of("resolve").due_at) == "2027-01-06 23:59:59"


def test_when_a_year_is_published_what_was_provisional_is_counted_again() -> None:
    """The first of January is no working day after all."""
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    others = [clock for clock in issue.issue.obligations if clock.code != "resolve"]
    published(issue.wait(days=2))
    resolve = issue.clock_of("resolve")
    assert (local(resolve.due_at), resolve.provisional, resolve.round) == ("2027-01-07 23:59:59", False, 1)
    assert [clock for clock in issue.issue.obligations if clock.code != "resolve"] == others
    assert issue.happened(ClocksRecomputed)[0].calendar == "national-2027@1"


def test_counted_again_once_nothing_is_left_to_count() -> None:
    issue = published(reported(at=NEW_YEAR, rules=BEFORE))
    assert recompute(issue.issue, AFTER.regime_of(issue.issue), "national-2027@1") is None


def test_a_year_that_is_still_not_there_changes_nothing() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    assert recompute(issue.issue, BEFORE.regime_of(issue.issue), "national-2026@2") is None
    assert recompute(reported().issue, AFTER.regime(RULES.policies.newest(), "140105"), "national-2027@1") is None


def test_time_at_rest_counts_when_a_year_is_published() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    issue.do(Suspend(resume_on=date(2027, 1, 4), reason="停工"))
    issue.wait(days=3, milliseconds=1).do("resume")
    assert local(issue.clock_of("resolve").due_at) == "2027-01-11 23:59:59"
    assert local(published(issue).clock_of("resolve").due_at) == "2027-01-12 23:59:59"


def test_a_clock_that_ended_provisionally_stays_as_it_ended() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE).to(State.DECLINED)
    assert recompute(issue.issue, AFTER.regime_of(issue.issue), "national-2027@1") is None


def test_an_extended_deadline_is_no_longer_provisional() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE).to(State.ACCEPTED, State.IN_PROGRESS)
    issue.do(RequestExtension(due_on=date(2027, 1, 20), reason="待批复"))
    issue.do("approve-extension")
    assert not issue.clock_of("resolve").provisional
    assert recompute(issue.issue, AFTER.regime_of(issue.issue), "national-2027@1") is None


@settings(deadline=None)
@given(start=st.datetimes(datetime(2026, 12, 1), datetime(2027, 2, 20), timezones=st.just(SHANGHAI)))
def test_counted_again_it_is_as_if_the_year_had_been_there_from_the_start(start: datetime) -> None:
    before = reported(at=start.astimezone(UTC).replace(microsecond=0), rules=BEFORE)
    event = recompute(before.issue, AFTER.regime_of(before.issue), "national-2027@1")
    if event is not None:
        before.add(envelopes_for(before.issue, [event], before.now, SYSTEM))
    straight = due_at(before.now, TimeLimit(working_days=7), SHANGHAI, AFTER.calendars.of("140105"))
    clock = before.clock_of("resolve")
    assert (clock.due_at, clock.provisional) == (straight, False)


@pytest.mark.parametrize(
    ("start", "before", "after"),
    [
        (on(12, 28), "2027-01-06 23:59:59", "2027-01-07 23:59:59"),
        (on(12, 18), "2026-12-29 23:59:59", "2026-12-29 23:59:59"),
        (on(1, 25), "2027-02-03 23:59:59", "2027-02-02 23:59:59"),
    ],
)
def test_a_deadline_comes_later_or_earlier_or_stays_and_is_provisional_no_more(
    start: datetime, before: str, after: str
) -> None:
    issue = reported(at=start, rules=BEFORE)
    assert (due(issue)["resolve.1"], issue.clock_of("resolve").provisional) == (before, True)
    assert due(published(issue))["resolve.1"] == after
    assert not issue.clock_of("resolve").provisional


@pytest.mark.parametrize(
    ("began", "into", "before", "after"),
    [
        (on(12, 28), on(12, 31), "2027-01-06 23:59:59", "2027-01-07 23:59:59"),
        (on(1, 25), on(1, 28), "2027-02-03 23:59:59", "2027-02-02 23:59:59"),
    ],
)
def test_what_was_taken_over_from_a_duplicate_moves_with_it(
    began: datetime, into: datetime, before: str, after: str
) -> None:
    duplicate, main = merged(began, into)
    assert due(main)["resolve.1"] == before
    assert [one.code for one in counted(main, duplicate=published(duplicate).issue).adopted] == ["resolve"]
    assert due(main)["resolve.1"] == after


def test_what_was_taken_over_stays_where_the_duplicate_stays() -> None:
    duplicate, main = merged(on(12, 18), on(12, 22))
    assert counted(main, duplicate=published(duplicate).issue).adopted == ()
    assert due(main)["resolve.1"] == "2026-12-29 23:59:59"


def test_what_was_taken_over_stays_where_the_duplicate_has_no_such_clock_that_runs_or_is_not_known() -> None:
    duplicate, main = merged(on(12, 28), on(12, 31))
    known = published(duplicate).issue
    ended = structs.replace(
        known, obligations=tuple(structs.replace(one, ended_at=main.now) for one in known.obligations)
    )
    for duplicates in ({}, {"duplicate": ended}, {"duplicate": structs.replace(known, obligations=())}):
        event = recompute(main.issue, AFTER.regime_of(main.issue), "national-2027@1", duplicates)
        assert event is not None
        assert event.clocks is not None
        assert event.clocks.adopted == ()


def test_what_was_taken_over_by_a_clock_that_has_ended_stays_as_it_was() -> None:
    duplicate, main = merged(on(12, 28), on(12, 31))
    known = published(duplicate).issue
    main.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    assert main.clock_of("resolve").adopted
    event = recompute(main.issue, AFTER.regime_of(main.issue), "national-2027@1", {"duplicate": known})
    assert event is None or (event.clocks is not None and event.clocks.adopted == ())
