"""A person's command reaches the stored issue, whoever else changes it; a stale view is told so."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.issue.commands import LogReferral, Merge, Part
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.registry.actors import Actor
from ledger.store.carrying_out import Asked, acknowledge, execute
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import ObligationCode, ReferralBody, State
from tests.ledger.factories import CITY, COUNTY, INSPECTOR, LAND_UNIT, RULES, START, local, person, sample_command
from tests.ledger.parts import Interrupting, Ledger, at_once

HEAD = f"head-{LAND_UNIT}"
NOBODYS_ALERT = "00000000-0000-5000-8000-000000000000"


class Ticking:
    """A clock that goes on by a second whenever it is read, across midnight in Shanxi."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 15, 59, 58, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def reason(outcome: object) -> Refusal | None:
    return outcome.reason if isinstance(outcome, CommandRefused) else None


def acknowledged(ledger: Ledger, alert_id: str, who: Actor | str) -> None:
    acknowledge(ledger.store, alert_id, person(who) if isinstance(who, str) else who, clock=ledger.clock, rules=RULES)


def alerted(ledger: Ledger) -> tuple[Issue, str]:
    """An issue whose unit was alerted on its first night, and the alert's id."""
    (issue,) = ledger.opened()
    assert ledger.wait(days=1).sweep().fired == 1
    alert = ledger.store["alerts"].find_one({})
    assert alert is not None
    return load_issue(ledger.store, issue.id), alert["_id"]


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


def test_a_merger_changes_both_issues_together(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    merged = ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"))
    after = load_issue(ledger.store, main.id)
    assert (merged.state, merged.version) == (State.MERGED, duplicate.version + 1)
    assert (after.duplicates, after.version) == ((duplicate.id,), main.version + 1)
    parted = ledger.do(duplicate.id, "part")
    assert (parted.state, load_issue(ledger.store, main.id).duplicates) == (State.ASSIGNED, ())
    assert ledger.wrong() == []


def test_a_merger_is_decided_again_when_the_main_issue_changed_meanwhile(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    merger = Asked(duplicate.id, Merge(into=main.id, reason="同一地块"), person(COUNTY), duplicate.version)
    meanwhile = Interrupting(ledger, lambda: ledger.do(main.id, "accept"))
    merged = execute(ledger.store, merger, clock=meanwhile, rules=RULES)
    after = load_issue(ledger.store, main.id)
    assert merged.state is State.MERGED
    assert (after.state, after.duplicates, after.version) == (State.ACCEPTED, (duplicate.id,), main.version + 2)
    assert ledger.wrong() == []


def test_a_merger_into_an_issue_that_ended_meanwhile_changes_neither(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    merger = Asked(duplicate.id, Merge(into=main.id, reason="同一地块"), person(COUNTY))
    meanwhile = Interrupting(ledger, lambda: ledger.do(main.id, "void"))
    with pytest.raises(CommandRefused) as refused:
        execute(ledger.store, merger, clock=meanwhile, rules=RULES)
    assert refused.value.reason is Refusal.MERGER_NOT_POSSIBLE
    assert load_issue(ledger.store, duplicate.id) == duplicate
    assert load_issue(ledger.store, main.id).duplicates == ()


def test_of_two_mergers_into_each_other_one_is_carried_out(ledger: Ledger) -> None:
    for _ in range(5):
        one, other = ledger.opened(2)
        outcomes = at_once(
            lambda here=one, there=other: ledger.do(here.id, Merge(into=there.id, reason="同一地块")),
            lambda here=other, there=one: ledger.do(here.id, Merge(into=there.id, reason="同一地块")),
        )
        refused = {reason(outcome) for outcome in outcomes} - {None}
        assert refused <= {Refusal.MERGER_NOT_POSSIBLE, Refusal.WRONG_STATE}
        assert len(refused) == 1
        states = [load_issue(ledger.store, issue.id).state for issue in (one, other)]
        assert sorted(states) == [State.ASSIGNED, State.MERGED]
    assert ledger.wrong() == []


def test_a_stale_view_of_a_duplicate_is_told_and_changes_neither(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    before = ledger.contents()
    with pytest.raises(CommandRefused) as refused:
        ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"), expected_version=1)
    assert refused.value.reason is Refusal.STALE_VERSION
    assert ledger.contents() == before


def test_an_alert_is_acknowledged_by_its_recipient(ledger: Ledger) -> None:
    before, alert_id = alerted(ledger)
    acknowledged(ledger, alert_id, HEAD)
    alert = ledger.store["alerts"].find_one({"_id": alert_id})
    assert alert is not None
    assert (alert["acknowledged_by"], alert["acknowledged_at"]) == (HEAD, ledger.clock.now())
    issue = load_issue(ledger.store, before.id)
    deploy = issue.obligation(ObligationCode.DEPLOY)
    assert deploy is not None
    assert deploy.steps["deploy-person"].acknowledged_at == ledger.clock.now()
    assert deploy.running
    assert ledger.wrong() == []


def test_a_supervisor_over_the_issue_may_acknowledge_too(ledger: Ledger) -> None:
    _, alert_id = alerted(ledger)
    acknowledged(ledger, alert_id, CITY)
    assert ledger.store["alerts"].count_documents({"acknowledged_by": CITY}) == 1


def test_acknowledging_twice_changes_nothing(ledger: Ledger) -> None:
    _, alert_id = alerted(ledger)
    acknowledged(ledger, alert_id, HEAD)
    before = ledger.contents()
    ledger.wait(hours=1)
    acknowledged(ledger, alert_id, HEAD)
    acknowledged(ledger, alert_id, COUNTY)
    assert ledger.contents() == before


def test_acknowledging_at_once_is_recorded_once(ledger: Ledger) -> None:
    _, alert_id = alerted(ledger)
    outcomes = at_once(*[lambda: acknowledged(ledger, alert_id, HEAD)] * 4)
    assert outcomes == [None] * 4
    assert ledger.store["events"].count_documents({"type": "alert.acknowledged.v1"}) == 1
    assert ledger.wrong() == []


@pytest.mark.parametrize("who", [INSPECTOR, f"staff-{LAND_UNIT}", "supervisor-140106"])
def test_an_alert_is_not_for_others_to_acknowledge(ledger: Ledger, who: str) -> None:
    _, alert_id = alerted(ledger)
    before = ledger.contents()
    with pytest.raises(CommandRefused) as refused:
        acknowledged(ledger, alert_id, who)
    assert refused.value.reason is Refusal.NOT_PERMITTED
    assert ledger.contents() == before


def test_an_alert_that_does_not_exist_cannot_be_acknowledged(ledger: Ledger) -> None:
    with pytest.raises(CommandRefused) as refused:
        acknowledged(ledger, NOBODYS_ALERT, HEAD)
    assert refused.value.reason is Refusal.UNKNOWN_ALERT


def test_the_alert_of_an_issue_since_closed_can_still_be_acknowledged(ledger: Ledger) -> None:
    issue, alert_id = alerted(ledger)
    ledger.walk(issue.id, "accept", "report-progress", "request-closure", "approve-closure")
    acknowledged(ledger, alert_id, HEAD)
    assert load_issue(ledger.store, issue.id).state is State.CLOSED
    assert ledger.wrong() == []


def into(issue: Issue) -> Merge:
    return Merge(into=issue.id, reason="同一问题")


def test_a_merger_is_written_to_both_issues_together_and_so_is_its_undoing(ledger: Ledger) -> None:
    (older,) = ledger.opened()
    (main,) = ledger.wait(days=2).opened()
    assert ledger.do(older.id, into(main)).state is State.MERGED
    kept = load_issue(ledger.store, main.id)
    assert kept.duplicates == (older.id,)
    assert kept.obligation("resolve").adopted == {older.id: older.obligation("resolve").due_at}  # type: ignore[union-attr]
    stored = {document["_id"]: document.get("next_due_at") for document in ledger.store["issues"].find()}
    assert stored == {older.id: None, main.id: ledger.clock.now()}
    assert ledger.wrong() == []
    assert ledger.do(older.id, Part(reason="并非同一问题")).state is State.ASSIGNED
    apart = load_issue(ledger.store, main.id)
    assert [clock.due_at for clock in apart.obligations] == [clock.due_at for clock in main.obligations]
    assert ledger.wrong() == []


def test_two_issues_merged_into_each_other_at_once_are_merged_one_way(ledger: Ledger) -> None:
    one, two = ledger.opened(2)
    outcomes = at_once(lambda: ledger.do(one.id, into(two)), lambda: ledger.do(two.id, into(one)))
    (refused,) = [reason(outcome) for outcome in outcomes if isinstance(outcome, CommandRefused)]
    assert refused in (Refusal.MERGER_NOT_POSSIBLE, Refusal.WRONG_STATE)
    states = sorted(load_issue(ledger.store, issue.id).state for issue in (one, two))
    assert states == [State.ASSIGNED, State.MERGED]
    assert ledger.wrong() == []


def test_a_merger_into_an_issue_that_does_not_exist_changes_nothing(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    before = ledger.contents()
    with pytest.raises(CommandRefused) as refused:
        ledger.do(issue.id, Merge(into=NOBODYS_ALERT, reason="同一问题"))
    assert refused.value.reason is Refusal.UNKNOWN_ISSUE
    assert ledger.contents() == before


def test_a_merger_on_a_stale_view_is_told_so(ledger: Ledger) -> None:
    one, two = ledger.opened(2)
    ledger.do(one.id, "accept")
    with pytest.raises(CommandRefused) as refused:
        ledger.do(one.id, into(two), expected_version=one.version)
    assert refused.value.reason is Refusal.STALE_VERSION
