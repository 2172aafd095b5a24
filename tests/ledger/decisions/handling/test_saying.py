"""Comments, instructions with a deadline of their own, replies: who is named, what waits, and that no clock moves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from msgspec import structs
from pydantic import ValidationError

from ledger.access.permissions import did_the_work
from ledger.decisions.case import Shown
from ledger.issue.projection import replay
from ledger.issue.refusals import Refusal
from ledger.issue.words.assigning import ChangeSupport
from ledger.issue.words.handling import Comment, Instruct, Reply
from mobile_schema.events.handling_events import CommentAdded, InstructionGiven, InstructionOverdue, ReplyGiven
from mobile_schema.vocabulary import Category, State
from tests.ledger.factories import CITY, COUNTY, HEAD, INSPECTOR, OTHER_UNIT, PROVINCE, SHANGHAI, STAFF, local, person
from tests.ledger.stories import Story, due, in_state, refused

HELPER = f"staff-{OTHER_UNIT}"
HIDDEN = "请\u200b看\u202e例<b>x</b> **不** [链](javascript:1)"


def instructed(story: Story, days: int | None = 3, who: str = COUNTY) -> int:
    """The number of an instruction with so many days to answer it."""
    day = None if days is None else story.now.astimezone(SHANGHAI).date() + timedelta(days=days)
    return story.do(Instruct(note="书面回复", due_on=day), who).instructed


def supported(state: State = State.IN_PROGRESS) -> Story:
    """An issue that another unit supports."""
    story = in_state(state)
    story.do(ChangeSupport(add=(OTHER_UNIT,), reason="需配合"))
    return story


@pytest.mark.parametrize("state", State)
def test_a_comment_is_taken_wherever_an_issue_stands_and_nothing_is_done_by_it(state: State) -> None:
    story = in_state(state)
    before = story.issue
    after = story.wait(hours=1).do(Comment(note="请核实", mentions=(CITY, COUNTY, CITY)))
    assert (after.state, after.obligations, after.active_at) == (before.state, before.obligations, before.active_at)
    assert after.comments == before.comments + 1
    assert story.happened(CommentAdded)[-1].mentions == (CITY, COUNTY)


def test_the_text_of_a_person_is_kept_as_it_was_written() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(Comment(note=HIDDEN))
    assert story.last().note == HIDDEN


@pytest.mark.parametrize("nothing", ["\u200b\u200c\u200d", "\u202e\u2066", "。。。", " \n\t", "a\x00b"])
def test_what_nobody_can_read_is_no_comment(nothing: str) -> None:
    with pytest.raises(ValidationError):
        Comment(note=nothing)


def test_who_is_named_must_be_somebody_to_whom_the_issue_is_open_and_who_is_not_is_told_like_nobody() -> None:
    story = in_state(State.IN_PROGRESS)
    for names in (("nobody",), ("supervisor-140200",), (HEAD, "inspector-140106-1")):
        caught = refused(story, Comment(note="请核实", mentions=names))
        assert (caught.reason, caught.facts) == (Refusal.UNKNOWN_PERSON, {"persons": [names[-1]]})
        assert caught.detail.endswith(f"open: {names[-1]}")


def test_who_left_is_named_no_more() -> None:
    story = in_state(State.IN_PROGRESS)
    persons = story.rules.catalogue.persons
    gone = replace(persons[HEAD], left_on=date(2026, 3, 2))
    story.rules = replace(story.rules, catalogue=replace(story.rules.catalogue, persons={**persons, HEAD: gone}))
    assert refused(story, Comment(note="请核实", mentions=(HEAD,))).reason is Refusal.UNKNOWN_PERSON


def test_an_instruction_waits_by_its_number_until_its_day_is_over_and_is_told_once() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = due(story)
    number = instructed(story)
    (waiting,) = story.issue.instructions
    assert (waiting.number, waiting.by, local(waiting.due_at)) == (number, COUNTY, "2026-03-05 23:59:59")
    assert due(story) == clocks
    story.wait(days=3).sweep()
    assert story.happened(InstructionOverdue) == []
    story.wait(days=1).sweep()
    (told,) = story.happened(InstructionOverdue)
    assert told.instruction == number
    assert {alert.recipient_person_id for alert in told.alerts} == {COUNTY, HEAD}
    assert all(story.issue.serial in alert.text_zh and "书面回复" in alert.text_zh for alert in told.alerts)
    story.wait(days=30).sweep()
    assert story.happened(InstructionOverdue) == [told]
    assert replay(story.envelopes) == story.issue


def test_one_without_a_day_waits_for_nobody() -> None:
    story = in_state(State.IN_PROGRESS)
    instructed(story, days=None)
    assert story.issue.instructions == ()
    assert story.happened(InstructionGiven)[-1].due_at is None


@pytest.mark.parametrize("who", [STAFF, HELPER])
def test_a_reply_of_a_unit_that_has_to_do_with_it_answers_it(who: str) -> None:
    story = supported()
    number = instructed(story)
    story.do(Reply(note="已回复", instruction=number), who)
    assert story.issue.instructions == ()
    assert [(each.unit_id, each.instruction) for each in story.issue.replies] == [(person(who).unit_id, number)]
    story.wait(days=30).sweep()
    assert story.happened(InstructionOverdue) == []


def test_a_reply_after_its_day_takes_it_away_too() -> None:
    story = in_state(State.IN_PROGRESS)
    number = instructed(story)
    story.wait(days=5).sweep()
    assert story.issue.instructions[0].told_at == story.now
    story.do(Reply(note="迟复", instruction=number))
    assert story.issue.instructions == ()


def test_an_instruction_does_not_rest_with_the_clocks() -> None:
    story = in_state(State.SUSPENDED)
    instructed(story)
    story.wait(days=4).sweep()
    assert len(story.happened(InstructionOverdue)) == 1
    assert story.issue.state is State.SUSPENDED


def test_striking_off_ends_what_waits_and_a_voiding_that_is_undone_does_not() -> None:
    closed = in_state(State.CLOSURE_REQUESTED)
    instructed(closed)
    assert closed.do("approve-closure").instructions == ()
    void = in_state(State.IN_PROGRESS)
    instructed(void)
    void.do("void")
    void.wait(days=30).sweep()
    assert void.happened(InstructionOverdue) == []
    void.do("unvoid")
    void.sweep()
    assert len(void.happened(InstructionOverdue)) == 1


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1097, True), (1098, False)])
def test_its_day_lies_from_today_on_within_three_years(days: int, taken: bool) -> None:
    story = in_state(State.IN_PROGRESS)
    if taken:
        instructed(story, days)
    else:
        day = story.now.astimezone(SHANGHAI).date() + timedelta(days=days)
        assert refused(story, Instruct(note="办", due_on=day)).reason is Refusal.INSTRUCTION_NOT_POSSIBLE


def test_as_many_wait_as_can_be_kept_apart() -> None:
    story = in_state(State.IN_PROGRESS)
    numbers = [instructed(story) for _ in range(20)]
    caught = refused(story, Instruct(note="办", due_on=date(2026, 3, 9)))
    assert (caught.reason, caught.facts) == (Refusal.INSTRUCTION_NOT_POSSIBLE, {"waiting": numbers})


def test_an_instruction_on_an_alert_is_on_one_of_this_issue() -> None:
    story = in_state(State.IN_PROGRESS)
    on_it = Instruct(note="抓紧", alert_id="a-1")
    story.shown = Shown(alerts={"a-1": "another-issue"})
    assert refused(story, on_it).reason is Refusal.UNKNOWN_ALERT
    story.shown = Shown(alerts={"a-1": story.issue.id})
    story.do(on_it)
    assert story.last().alert_id == "a-1"


def test_an_overdue_one_goes_to_the_supervisor_where_who_gave_it_is_gone() -> None:
    story = in_state(State.IN_PROGRESS)
    instructed(story, who=CITY)
    persons = story.rules.catalogue.persons
    gone = replace(persons[CITY], left_on=date(2026, 3, 3))
    story.rules = replace(story.rules, catalogue=replace(story.rules.catalogue, persons={**persons, CITY: gone}))
    story.wait(days=4).sweep()
    (told,) = story.happened(InstructionOverdue)
    assert {alert.recipient_person_id for alert in told.alerts} == {COUNTY, HEAD}


def test_the_last_reply_of_each_unit_stands_and_the_history_has_all() -> None:
    story = supported()
    for note, who in (("一", HELPER), ("二", STAFF), ("三", HELPER)):
        story.do(Reply(note=note), who)
    assert [(each.unit_id, each.note) for each in story.issue.replies] == [
        (person(STAFF).unit_id, "二"),
        (OTHER_UNIT, "三"),
    ]
    assert len(story.happened(ReplyGiven)) == 3


def test_a_reply_to_what_does_not_wait_is_told_what_does() -> None:
    story = in_state(State.IN_PROGRESS)
    number = instructed(story)
    caught = refused(story, Reply(note="已办", instruction=2))
    assert (caught.reason, caught.facts) == (Refusal.INSTRUCTION_NOT_POSSIBLE, {"waiting": [number]})


def test_a_unit_that_neither_leads_nor_supports_does_not_reply_also_if_it_once_did() -> None:
    story = in_state(State.IN_PROGRESS)
    assert refused(story, Reply(note="已办"), HELPER).reason is Refusal.NOT_PERMITTED
    story = supported()
    story.do(ChangeSupport(remove=(OTHER_UNIT,), reason="不再需要"))
    assert refused(story, Reply(note="已办"), HELPER).reason is Refusal.NOT_PERMITTED
    story.do(Comment(note="情况说明"), HELPER)


def test_who_replied_did_some_of_the_work_and_never_verifies_it_whatever_the_post_by_then() -> None:
    story = supported(State.ASSIGNED)
    story.do(Reply(note="已迁改管线"), HELPER)
    promoted = replace(person(PROVINCE), person_id=HELPER)
    assert did_the_work(story.issue, promoted)
    story.do(ChangeSupport(remove=(OTHER_UNIT,), reason="不再需要"))
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    for command in ("approve-closure", "record-recheck", "return-closure", "void", "correct"):
        assert refused(story, command, promoted).reason is Refusal.SEPARATION_OF_DUTIES
    assert did_the_work(structs.replace(story.issue, fixers=()), person(HELPER))


def test_who_only_commented_instructed_or_reminded_is_kept_from_nothing() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    story.do(Comment(note="请核实"), COUNTY)
    instructed(story, who=COUNTY)
    story.do("remind", CITY)
    assert not did_the_work(story.issue, person(COUNTY))
    assert story.do("approve-closure", COUNTY).state is State.CLOSED


@pytest.mark.parametrize("who", [INSPECTOR, STAFF])
def test_who_reported_and_whose_unit_has_to_do_with_it_comment_also_where_no_region_of_theirs_is(who: str) -> None:
    story = in_state(State.CLOSED, category=Category.LAND)
    afar = replace(person(who), region="140200")
    story.do(Comment(note="情况说明"), afar)
    assert story.last().note == "情况说明"


def test_an_acknowledged_step_comes_again_though_somebody_talked() -> None:
    """Talking is not doing: what stops the nagging is work."""
    story = in_state(State.IN_PROGRESS)
    story.wait(days=8)
    (fired, *_) = [each for each in story.sweep() if each.step == "resolve-person"]
    story.acknowledge(fired)
    acknowledged = len(story.happened(type(fired)))
    story.wait(days=6).do(Comment(note="已知悉"), STAFF)
    story.do("instruct")
    story.wait(days=1, minutes=1)
    again = [each for each in story.sweep() if each.step == "resolve-person"]
    assert [each.idle for each in again] == [True]
    assert len(story.happened(type(fired))) > acknowledged
