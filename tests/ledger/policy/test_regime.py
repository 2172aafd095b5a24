"""A regime counts by the zone of its policy and the working days of its region."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import Span, TimeLimit
from ledger.policy.regime import Due, Moments, Regime
from mobile_schema.vocabulary import Severity
from tests.ledger import policies
from tests.ledger.calendars import calendars, local
from tests.ledger.factories import RULES
from tests.ledger.stories import reported

NATIONAL = Calendars().national
MONDAY_OFF = NATIONAL.with_days(closed=[date(2026, 3, 9)], working=[])
# Half an hour before midnight in Shanghai, two and a half before in Ürümqi's own time.
FRIDAY = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)
TWO_DAYS = Span(working_days=2)


def regime(zone: str = "Asia/Shanghai", off: bool = False, **limit: int) -> Regime:
    """13710's clocks with this limit for resolving."""
    known = policies.due(resolve={severity.value: limit or {"days": 1} for severity in Severity})
    return Regime(policies.policy(obligations=known, time_zone=zone), MONDAY_OFF if off else NATIONAL)


def test_a_clock_falls_due_by_the_zone_of_the_policy_and_the_days_of_the_region() -> None:
    def due(under: Regime) -> datetime:
        return under.due("resolve", Severity.ORDINARY, FRIDAY).at

    assert due(regime()) == datetime(2026, 3, 7, 15, 59, 59, tzinfo=UTC)
    assert due(regime("Asia/Urumqi")) == datetime(2026, 3, 7, 17, 59, 59, tzinfo=UTC)
    assert due(regime(working_days=1)) == datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)
    assert due(regime(working_days=1, off=True)) == datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC)


def test_what_counts_in_a_year_not_published_is_provisional() -> None:
    late = datetime(2035, 3, 6, 2, tzinfo=UTC)
    assert regime(working_days=1).due("resolve", Severity.MAJOR, late).provisional
    assert regime(hours=1).due("resolve", Severity.MAJOR, late) == Due(late.replace(hour=3), provisional=False)


def test_a_clock_that_the_policy_does_not_have_is_no_clock_of_the_regime() -> None:
    with pytest.raises(KeyError, match="weather"):
        regime().due("weather", Severity.ORDINARY, FRIDAY)


def test_a_clock_that_is_not_there_has_natural_days() -> None:
    assert regime(hours=3).limit("resolve", Severity.MAJOR) == TimeLimit(hours=3)
    assert regime().limit("weather", Severity.MAJOR) == TimeLimit()
    ordinary = policies.due()
    ordinary["triage"] |= {"due": {"ordinary": {"days": 1}}, "only": {"severities": ["ordinary"]}}
    under = Regime(policies.policy(obligations=ordinary), NATIONAL)
    assert under.limit("triage", Severity.ORDINARY) == TimeLimit(days=1)
    assert under.limit("triage", Severity.MAJOR) == TimeLimit()


@pytest.mark.parametrize(
    ("year", "limit", "provisional"),
    [
        (2026, TimeLimit(days=1), False),
        (2026, TimeLimit(working_days=1), False),
        (2035, TimeLimit(days=1), False),
        (2035, TimeLimit(hours=1), False),
        (2035, TimeLimit(working_days=1), True),
    ],
)
def test_a_rest_makes_provisional_what_counts_working_days_of_a_year_not_published(
    year: int, limit: TimeLimit, provisional: bool
) -> None:
    since = FRIDAY.replace(year=year)
    rests = [(since, since + timedelta(days=2))]
    rested = regime().due_after(Due(since + timedelta(days=1), provisional=False), rests, limit)
    assert rested.at > since + timedelta(days=1)
    assert rested.provisional is provisional
    assert regime().due_after(Due(since, provisional=True), rests, limit).provisional


def test_without_a_rest_a_due_time_stays_as_it_was() -> None:
    for provisional in (True, False):
        due = Due(FRIDAY.replace(year=2035), provisional)
        assert regime().due_after(due, [], TimeLimit(working_days=1)) == due


def test_a_regime_is_its_policy_and_its_days_whatever_it_was_asked_before() -> None:
    one, two, (clock, *_) = regime(), regime(), reported().issue.obligations
    one.moments(clock, lambda: Moments({}, FRIDAY))
    assert one == two
    assert one != regime(off=True)


def test_a_moment_shifts_by_working_days_there_and_back() -> None:
    landed = regime(off=True).shift(FRIDAY, TWO_DAYS)
    assert landed == datetime(2026, 3, 11, 15, 30, tzinfo=UTC)
    assert regime(off=True).shift(landed, TWO_DAYS, back=True) == FRIDAY
    assert regime().shift(FRIDAY, TWO_DAYS, times=2) == datetime(2026, 3, 12, 15, 30, tzinfo=UTC)


def test_occurrences_are_counted_on_the_days_of_the_region() -> None:
    until = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)
    assert [one.occurrences_until(FRIDAY, TWO_DAYS, until) for one in (regime(), regime(off=True))] == [2, 1]


def test_a_regime_with_other_days_remembers_nothing_of_the_one_it_was_made_of() -> None:
    one, (clock, *_) = regime(), reported().issue.obligations
    assert one.moments(clock, lambda: Moments({}, FRIDAY)).earliest == FRIDAY
    assert one.moments(clock, lambda: Moments({}, None)).earliest == FRIDAY
    assert replace(one, calendar=MONDAY_OFF).moments(clock, lambda: Moments({}, None)).earliest is None


def test_rules_are_the_same_rules_whatever_they_were_asked_before() -> None:
    asked, fresh = replace(RULES), replace(RULES)
    asked.regime(policies.policy(), "140105")
    assert asked == fresh


def test_rules_with_other_days_remember_no_regime_of_those_they_were_made_of() -> None:
    asked = replace(RULES)
    asked.regime(policies.policy(), "140105")
    off = calendars(local("140105", closed=[date(2026, 3, 9)]))
    found = replace(asked, calendars=off).regime(policies.policy(), "140105")
    assert not found.calendar.is_working(date(2026, 3, 9))


@pytest.mark.parametrize(
    "unknown", [{"policy": None}, {"policy_version": None}, {"policy": None, "policy_version": None}]
)
def test_an_issue_without_a_policy_or_its_version_has_no_regime(unknown: dict[str, None]) -> None:
    issue = reported().issue
    assert RULES.regime_of(issue).policy.key == f"{issue.policy}@{issue.policy_version}"
    with pytest.raises(LookupError, match="has no policy yet"):
        RULES.regime_of(msgspec.structs.replace(issue, **unknown))
