"""A person's command reaches the stored issue, whoever else changes it; a stale view is told so."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.referring import LogReferral
from ledger.store.carrying_out import Asked, execute
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import ObligationCode, ReferralBody, State
from tests.ledger.factories import CITY, COUNTY, HEAD, INSPECTOR, RULES, START, local, person, sample_command
from tests.ledger.parts import Ledger, at_once
from tests.ledger.store.parts import reason


class Ticking:
    """A clock that goes on by a second whenever it is read, across midnight in Shanxi."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 15, 59, 58, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def test_a_command_is_answered_with_the_issue_after_it(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    answered = ledger.do(issue.id, "accept")
    assert (answered.state, answered.version) == (State.ACCEPTED, issue.version + 1)
    assert load_issue(ledger.store, issue.id) == answered
    assert ledger.count()["events"] == 3
    assert ledger.wrong() == []


def test_an_issue_goes_all_the_way_to_its_closure(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    way = ["accept", "file-plan", "report-progress", "request-closure", "return-closure", "report-progress"]
    way += ["request-closure", "record-recheck", "approve-closure", "reopen"]
    assert ledger.walk(issue.id, *way).state is State.REOPENED
    assert ledger.wrong() == []


def test_a_command_on_no_issue_is_refused(ledger: Ledger) -> None:
    with pytest.raises(CommandRefused) as refused:
        ledger.do("00000000-0000-5000-8000-000000000000", "accept")
    assert refused.value.reason is Refusal.UNKNOWN_ISSUE


def test_a_refused_command_changes_nothing(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    before = ledger.contents()
    for command, who in (("accept", COUNTY), ("approve-closure", COUNTY), ("void", INSPECTOR)):
        with pytest.raises(CommandRefused):
            ledger.do(issue.id, command, who)
    assert ledger.contents() == before


@pytest.mark.parametrize("seen", [1, 3, 99])
def test_a_view_that_is_not_the_present_one_is_stale(ledger: Ledger, seen: int) -> None:
    (issue,) = ledger.opened()
    assert issue.version == 2
    with pytest.raises(CommandRefused) as refused:
        ledger.do(issue.id, "accept", expected_version=seen)
    assert (refused.value.reason, refused.value.facts) == (Refusal.STALE_VERSION, {"version": 2})
    assert ledger.do(issue.id, "accept", expected_version=2).version == 3


def test_of_two_who_saw_the_same_one_is_told_it_is_stale(ledger: Ledger) -> None:
    for issue in ledger.opened(5):
        outcomes = at_once(
            *[lambda seen=issue: ledger.do(seen.id, "log-referral", COUNTY, expected_version=seen.version)] * 2
        )
        assert sorted(str(reason(outcome)) for outcome in outcomes) == ["None", "stale-version"]
        assert load_issue(ledger.store, issue.id).version == issue.version + 1
    assert ledger.wrong() == []


def test_two_commands_at_once_that_both_fit_are_both_carried_out(ledger: Ledger) -> None:
    for issue in ledger.opened(5):
        outcomes = at_once(
            lambda seen=issue: ledger.do(seen.id, "log-referral", COUNTY),
            lambda seen=issue: ledger.do(seen.id, "accept"),
        )
        assert [reason(outcome) for outcome in outcomes] == [None, None]
        stored = load_issue(ledger.store, issue.id)
        assert (stored.version, stored.state, len(stored.referrals)) == (issue.version + 2, State.ACCEPTED, 1)
    assert ledger.wrong() == []


def test_of_two_commands_at_once_that_exclude_each_other_the_second_is_refused_on_what_the_first_left(
    ledger: Ledger,
) -> None:
    for issue in ledger.opened(5):
        outcomes = at_once(
            lambda seen=issue: ledger.do(seen.id, "accept"), lambda seen=issue: ledger.do(seen.id, "decline")
        )
        assert sorted(str(reason(outcome)) for outcome in outcomes) == ["None", "wrong-state"]
        assert load_issue(ledger.store, issue.id).state in (State.ACCEPTED, State.DECLINED)
    assert ledger.wrong() == []


def test_two_approvals_at_once_close_it_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    outcomes = at_once(*[lambda who=who: ledger.do(issue.id, "approve-closure", who) for who in (COUNTY, CITY)])
    assert sorted(str(reason(outcome)) for outcome in outcomes) == ["None", "wrong-state"]
    assert ledger.store["events"].count_documents({"type": "issue.closed.v1"}) == 1


def test_a_command_happens_at_one_moment(ledger: Ledger) -> None:
    """Read twice across midnight, the clock would start a deadline on one day and count it from another."""
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress")
    asked = Asked(issue.id, sample_command("request-closure", issue, START), person(HEAD))
    done = execute(ledger.store, asked, clock=Ticking(), rules=RULES)
    verify = done.obligation(ObligationCode.VERIFY)
    assert verify is not None
    assert (local(verify.started_at), local(verify.due_at)) == ("2026-03-02 23:59:59", "2026-03-05 23:59:59")


def test_what_is_answered_is_what_is_stored_to_the_millisecond(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    at = datetime.fromisoformat("2026-03-02T08:40:00.123456+08:00")
    answered = ledger.do(issue.id, LogReferral(body=ReferralBody.POLICE_110, referred_at=at), COUNTY)
    assert load_issue(ledger.store, issue.id) == answered
    assert answered.referrals[0].referred_at == datetime(2026, 3, 2, 0, 40, 0, 123_000, tzinfo=UTC)
