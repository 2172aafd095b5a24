"""A recheck (复核、回头看) leaves an event wherever the issue stands, and its supervisor is told."""

from dataclasses import replace

import pytest

from ledger.escalation.news import LOOKED
from ledger.escalation.rechecks import counts_for, rechecked
from ledger.issue.changes import Change
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.solving import RecordRecheck
from ledger.policy.rules import Rules
from mobile_schema.events.solving_events import RecheckRecorded
from mobile_schema.vocabulary import Level, RecheckResult, State
from tests import factories as phone
from tests.ledger.decisions.merging.pairs import INTO, main_issue, pair
from tests.ledger.factories import CITY, COUNTY, INSPECTOR, READ, RULES, STAFF, VISIT, person, shown_to, vacant
from tests.ledger.stories import Story, in_state

NOT_SOLVED = RecordRecheck(result=RecheckResult.NOT_SOLVED, on_site=True, note="便道又断\n【督办单】", report_id=VISIT)
SOLVED = RecordRecheck(result=RecheckResult.SOLVED, on_site=True, report_id=VISIT)


def looked(story: Story, command: RecordRecheck = NOT_SOLVED, who: str = INSPECTOR, rules: Rules = RULES) -> Issue:
    change, actor = Change(story.issue, story.issue, ()), person(who)
    shown = shown_to(story.issue, actor, story.now)
    return story.add(rechecked(story.issue, change, command, actor, story.now, rules, shown).envelopes)


@pytest.mark.parametrize("state", [state for state in State if state is not State.MERGED])
def test_in_every_state_it_is_recorded_and_the_supervisor_told(state: State) -> None:
    story = in_state(state)
    before = story.issue
    after = looked(story)
    event = story.last()
    assert isinstance(event, RecheckRecorded)
    (alert,) = event.alerts
    assert (alert.recipient_person_id, alert.recipient_level) == (COUNTY, Level.COUNTY)
    assert before.serial in alert.text_zh
    assert (after.state, after.obligations) == (before.state, before.obligations)
    assert after.recheck is not None
    assert (after.recheck.result, after.recheck.by) == ("not_solved", INSPECTOR)
    assert replay(story.envelopes) == after


@pytest.mark.parametrize("state", [state for state in State if state is not State.MERGED])
def test_that_it_is_solved_is_recorded_in_every_state_too_with_its_photos(state: State) -> None:
    story = in_state(state)
    before = story.issue
    after = looked(story, SOLVED.model_copy(update={"attachments": (phone.SHA,)}))
    assert after.recheck is not None
    assert (after.recheck.result, after.recheck.attachments) == ("solved", (phone.SHA,))
    assert (after.state, after.obligations) == (before.state, before.obligations)
    (alert,) = story.last().alerts
    assert alert.recipient_person_id == COUNTY
    assert alert.text_zh.startswith("【复核已解决·绿灯】")
    assert alert.text_en.endswith("and a recheck found it solved.")
    assert replay(story.envelopes) == after


def test_that_they_found_it_solved_themselves_is_no_news_to_a_supervisor_and_that_it_is_not_solved_is() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    looked(story, READ, who=COUNTY)
    assert story.last().alerts == ()
    looked(story, READ.model_copy(update={"result": RecheckResult.NOT_SOLVED}), who=COUNTY)
    assert [alert.recipient_person_id for alert in story.last().alerts] == [COUNTY]
    looked(story, READ, who=CITY)
    assert [alert.recipient_person_id for alert in story.last().alerts] == [COUNTY]


@pytest.mark.parametrize(("who", "why"), [("inspector-140106-1", "not-permitted"), (STAFF, "separation-of-duties")])
def test_whoever_may_not_look_is_refused_in_every_state(who: str, why: str) -> None:
    with pytest.raises(CommandRefused) as caught:
        looked(in_state(State.CLOSED), who=who)
    assert caught.value.reason == why


def test_every_look_is_an_alert_of_its_own() -> None:
    story = in_state(State.CLOSED)
    looked(story)
    looked(story, who="inspector-140105-2")
    first, second = (event.alerts[0].alert_id for event in story.happened(RecheckRecorded)[-2:])
    assert first != second


def test_the_id_of_the_alert_is_made_of_the_issue_and_the_version_of_the_look() -> None:
    story = in_state(State.CLOSED)
    after = looked(story)
    assert story.last().alerts[0].alert_id == derived_id(after.id, f"recheck/{after.version}")


def test_a_look_without_a_note_is_told_without_one() -> None:
    story = in_state(State.CLOSED)
    looked(story, NOT_SOLVED.model_copy(update={"note": None}))
    (alert,) = story.last().alerts
    assert alert.text_zh.endswith(",复核结论为未解决。")
    assert alert.text_en.endswith("and a recheck found it not solved.")
    assert story.issue.serial in alert.text_en
    assert "merged" not in alert.text_en


def test_what_was_seen_on_a_duplicate_is_recorded_on_its_main_issue() -> None:
    main = main_issue(State.CLOSURE_REQUESTED)
    duplicate = pair(main)
    duplicate.do(INTO)
    assert counts_for(duplicate.issue) == main.issue.id
    due, actor = Change(main.issue, main.issue, ()), person(INSPECTOR)
    shown = shown_to(duplicate.issue, actor, main.now)
    change = rechecked(duplicate.issue, due, NOT_SOLVED, actor, main.now, RULES, shown)
    assert change.issue.id == main.issue.id
    (envelope,) = change.envelopes
    assert isinstance(envelope.data, RecheckRecorded)
    assert envelope.data.duplicate == duplicate.issue.id
    assert [alert.recipient_person_id for alert in envelope.data.alerts] == [COUNTY]
    assert f"(merged into it: {duplicate.issue.serial})" in envelope.data.alerts[0].text_en
    main.add(change.envelopes)
    with pytest.raises(CommandRefused, match="not solved"):
        main.do("approve-closure")
    due = Change(main.issue, main.issue, ())
    main.add(rechecked(duplicate.issue, due, SOLVED, actor, main.now, RULES, shown).envelopes)
    assert main.last().duplicate == duplicate.issue.id
    with pytest.raises(CommandRefused, match="not solved"):
        main.do("approve-closure")


def test_an_empty_supervisors_post_passes_upward_and_with_nobody_there_the_issue_names_them() -> None:
    story = in_state(State.CLOSED)
    rules = replace(RULES, catalogue=vacant("supervisor:140105"))
    after = looked(story, rules=rules)
    assert [alert.recipient_person_id for alert in story.last().alerts] == [CITY]
    assert after.vacant_posts == ("supervisor@140105",)
    nobody = vacant("supervisor:140105", "supervisor:140100", "supervisor:140000")
    after = looked(story, rules=replace(RULES, catalogue=nobody))
    assert story.last().alerts == ()
    assert after.vacant_posts == ("supervisor@140105", "supervisor@140100", "supervisor@140000")


@pytest.mark.parametrize(
    ("result", "step", "light"), [("not_solved", "not-solved", "red"), ("solved", "solved", "green")]
)
def test_an_alert_of_a_recheck_is_about_the_look_and_about_no_clock(result: str, step: str, light: str) -> None:
    about = LOOKED[RecheckResult(result)].about
    assert (about["obligation"], about["step"], about["light"]) == ("recheck", step, light)
    assert (about["round"], about["occurrence"], about["late_ms"], about["deferred"]) == (0, 1, 0, None)
