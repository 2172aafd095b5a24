"""What is said, corrected and foreseen on a stored issue: its alerts go along in one transaction, and it rebuilds."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.issue.changes import Change
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import ChangeSupport, Transfer
from ledger.issue.words.command import Command
from ledger.issue.words.correcting import Correct
from ledger.issue.words.handling import Comment, Instruct, Remind, Reply
from ledger.issue.words.setting_aside import Merge, Part
from ledger.issue.words.timing import MovePolicy
from ledger.store.ahead.foreseeing import foresee, permitted
from ledger.store.carrying_out import Asked, acknowledge
from mobile_schema.vocabulary import Severity
from tests import factories as phone
from tests.ledger.factories import CITY, COUNTY, HEAD, INSPECTOR, OTHER_UNIT, PROVINCE, RULES, STAFF, person
from tests.ledger.parts import Ledger
from tests.ledger.store.parts import NO_SUCH_ID

DAY = date(2026, 3, 5)


def alert_of(ledger: Ledger, obligation: str) -> dict[str, object]:
    alert = ledger.store["alerts"].find_one({"obligation": obligation})
    assert alert is not None
    return alert


def test_a_reminder_is_an_alert_at_once_that_goes_every_way_and_is_acknowledged_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    after = ledger.do(issue.id, Remind(note="请抓紧"), CITY)
    alert = alert_of(ledger, "reminder")
    assert (alert["recipient_person_id"], alert["round"], alert["light"]) == (HEAD, 0, "yellow")
    assert (alert["dispatched"], alert["due_at"], alert["policy"]) == (False, ledger.clock.now(), issue.policy)
    acknowledge(ledger.store, str(alert["_id"]), person(HEAD), "已知悉", clock=ledger.clock, rules=RULES)
    assert (after.reminders, ledger.wrong()) == (1, [])


def test_an_instruction_that_nobody_answered_is_told_by_the_sweep_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    given = ledger.do(issue.id, Instruct(note="三日内回复", due_on=DAY), COUNTY)
    ledger.wait(days=4).sweep()
    ledger.wait(days=30).sweep()
    told = list(ledger.store["alerts"].find({"obligation": "instruction"}))
    assert {alert["recipient_person_id"] for alert in told} == {COUNTY, HEAD}
    assert {alert["late_ms"] > 0 for alert in told} == {True}
    assert given.instructions[0].due_at == told[0]["due_at"]
    assert ledger.wrong() == []


def test_an_instruction_is_given_on_an_alert_that_is_stored_and_of_the_issue(ledger: Ledger) -> None:
    one, other = ledger.opened(2)
    ledger.do(one.id, Remind(), CITY)
    alert = str(alert_of(ledger, "reminder")["_id"])
    for issue_id, alert_id in ((other.id, alert), (one.id, NO_SUCH_ID)):
        with pytest.raises(CommandRefused) as caught:
            ledger.do(issue_id, Instruct(note="办", alert_id=alert_id), COUNTY)
        assert caught.value.reason is Refusal.UNKNOWN_ALERT
    ledger.do(one.id, Instruct(note="办", alert_id=alert), COUNTY)


def test_a_reply_opens_the_issue_to_nobody_who_did_not_see_it_and_keeps_it_open_to_who_did(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.do(issue.id, ChangeSupport(add=(OTHER_UNIT,), reason="配合"))
    helper = f"staff-{OTHER_UNIT}"
    ledger.do(issue.id, Reply(note="已办"), helper)
    after = ledger.do(issue.id, ChangeSupport(remove=(OTHER_UNIT,), reason="不再需要"))
    assert OTHER_UNIT in after.fixing_units
    ledger.do(issue.id, Comment(note="补充说明"), helper)
    assert ledger.wrong() == []


def test_a_corrected_severity_moves_the_moment_at_which_the_sweep_looks(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.do(issue.id, "accept")
    before = ledger.store["issues"].find_one({"_id": issue.id})
    after = ledger.do(issue.id, Correct(severity=Severity.MAJOR, reason="停工"), COUNTY)
    stored = ledger.store["issues"].find_one({"_id": issue.id})
    assert before is not None
    assert stored is not None
    assert stored["due_at"] == after.due_at
    assert (stored["severity"], stored["supervising_level"]) == ("major", "province")
    assert ledger.wrong() == []


def test_every_command_carries_a_note_and_files_that_its_actor_sent(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    with pytest.raises(CommandRefused) as caught:
        ledger.do(issue.id, Transfer(unit_id=OTHER_UNIT, reason="属其职责", attachments=("0" * 64,)))
    assert (caught.value.reason, caught.value.facts) == (Refusal.UNKNOWN_ATTACHMENT, {"missing": ["0" * 64]})
    ledger.do(issue.id, Transfer(unit_id=OTHER_UNIT, reason="属其职责", note="附函", attachments=(phone.SHA,)))
    event = ledger.store["events"].find_one({"type": "issue.transferred.v1"})
    assert event is not None
    assert (event["data"]["note"], event["data"]["attachments"]) == ("附函", [phone.SHA])
    one, other = ledger.opened(2)
    with pytest.raises(CommandRefused):
        ledger.do(one.id, merge_into(other.id, "0" * 64), CITY)
    merged = ledger.do(one.id, merge_into(other.id, phone.SHA), CITY)
    assert merged.merger is not None


def merge_into(issue_id: str, sha256: str) -> Command:
    return Merge(into=issue_id, reason="同一问题", attachments=(sha256,))


def foreseen(ledger: Ledger, issue_id: str, command: Command, who: str) -> Change:
    return foresee(ledger.store, Asked(issue_id, command, person(who)), at=ledger.clock.now(), rules=RULES)


def test_what_is_foreseen_is_what_then_happens_and_nothing_is_written_before(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.wait(days=2)
    contents = ledger.contents()
    for command, who in (
        (Correct(severity=Severity.MAJOR, reason="停工"), CITY),
        (Transfer(unit_id=OTHER_UNIT, reason="属其职责"), CITY),
        (MovePolicy(policy="before-due", version=1, reason="预警"), PROVINCE),
    ):
        change = foreseen(ledger, issue.id, command, who)
        assert ledger.contents() == contents
        assert change.before is not None
        assert [envelope.version for envelope in change.envelopes] == list(
            range(issue.version + 1, change.issue.version + 1)
        )
    assert foreseen(ledger, issue.serial, command, who).issue == ledger.do(issue.id, command, who)


def test_what_would_be_refused_is_refused_when_foreseen_and_out_of_scope_is_unknown(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    for who, reason in ((INSPECTOR, Refusal.NOT_PERMITTED), ("supervisor-140200", Refusal.UNKNOWN_ISSUE)):
        with pytest.raises(CommandRefused) as caught:
            foreseen(ledger, issue.id, Correct(severity=Severity.MAJOR, reason="停工"), who)
        assert caught.value.reason is reason


def test_what_one_may_do_is_asked_of_the_issue_as_it_is_with_what_is_due_by_now(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress")
    ledger.do(issue.id, "suspend")
    ledger.wait(days=11)
    contents = ledger.contents()
    version, found = permitted(ledger.store, issue.serial, person(STAFF), at=ledger.clock.now(), rules=RULES)
    assert version == contents["issues"][0]["version"]
    assert next(each for each in found if each.command.name == "request-closure").ok
    assert ledger.contents() == contents
    with pytest.raises(CommandRefused) as caught:
        permitted(ledger.store, issue.id, person("supervisor-140200"), at=ledger.clock.now(), rules=RULES)
    assert caught.value.reason is Refusal.UNKNOWN_ISSUE


def test_who_supervises_only_the_duplicate_may_not_part_it(ledger: Ledger) -> None:
    one, other = ledger.opened(2)
    ledger.do(one.id, merge_into(other.id, phone.SHA), CITY)
    ledger.do(other.id, Correct(severity=Severity.MAJOR, reason="停工"), CITY)
    _, found = permitted(ledger.store, one.id, person(CITY), at=ledger.clock.now(), rules=RULES)
    part = next(each for each in found if each.command is Part)
    assert part.why_not is not None
    assert part.why_not.reason is Refusal.NOT_PERMITTED


def test_a_corrected_region_is_found_where_it_is_now(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    catalogue = RULES.catalogue
    project = replace(catalogue.projects[issue.project_code], regions=("140105", "140106"))
    projects = {**catalogue.projects, issue.project_code: project}
    rules = replace(RULES, catalogue=replace(catalogue, projects=projects))
    ledger.do(issue.id, Correct(region="140106", reason="实在界外"), CITY, rules=rules)
    stored = ledger.store["issues"].find_one({"_id": issue.id})
    assert stored is not None
    assert stored["ancestors"] == ["140000", "140100", "140106"]
    assert {key for key in stored["scopes"] if key.startswith("r:")} == {"r:140000", "r:140100", "r:140106"}
    assert ledger.wrong() == []
