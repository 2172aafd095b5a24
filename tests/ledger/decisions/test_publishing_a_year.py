"""When a year's working days are published, what was provisional is counted anew from its own start."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import TimeLimit, due_at
from ledger.calendar.files import parse_calendar
from ledger.decisions.recounting import recompute
from ledger.issue.changes import envelopes_for
from ledger.issue.commands import RequestExtension, Suspend
from ledger.registry.actors import SYSTEM
from mobile_schema.events.issue_events import ClocksRecomputed
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.calendars import YEAR_2027
from tests.ledger.decisions.versions import WORKING
from tests.ledger.factories import RULES, SHANGHAI, local
from tests.ledger.stories import Story, reported

NEW_YEAR = datetime(2026, 12, 28, 10, tzinfo=SHANGHAI).astimezone(UTC)
BEFORE = policies.rules(WORKING)
AFTER = policies.rules(WORKING, calendars=Calendars((parse_calendar(YEAR_2027),)))


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
