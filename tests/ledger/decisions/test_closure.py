"""The gate to 销号: the evidence its category demands, a recheck that found it solved, on site when it is major."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ledger.decisions.case import Shown, Visit
from ledger.decisions.closure import verified
from ledger.intake.planning.plan import Known
from ledger.issue.changes import envelopes_for
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import ApproveClosure, RecordRecheck, RequestClosure, ReturnClosure
from mobile_schema.cloudevents import INCIDENT
from mobile_schema.events.facts import EvidenceItem
from mobile_schema.events.solving_events import RecheckRecorded
from mobile_schema.vocabulary import Category, Grade, RecheckResult, Severity, State
from tests import factories as phone
from tests.ledger.factories import (
    CITY,
    COUNTY,
    INSPECTOR,
    LOOKED,
    PROVINCE,
    READ,
    RULES,
    START,
    VISIT,
    evidence_for,
    incident,
    person,
    planned,
    recheck_visit,
    record,
)
from tests.ledger.stories import in_state, refused

NOT_SOLVED = RecordRecheck(result=RecheckResult.NOT_SOLVED, on_site=True, report_id=VISIT)


@pytest.mark.parametrize("category", Category)
def test_each_category_demands_its_evidence(category: Category) -> None:
    story = in_state(State.IN_PROGRESS, category=category)
    issue = story.do(RequestClosure(statement="已解决", evidence=evidence_for(category)))
    assert issue.state is State.CLOSURE_REQUESTED
    assert issue.closure is not None
    demanded = {kind.code for kind in RULES.catalogue.evidence_for(category)}
    assert {item.kind for item in issue.closure.evidence} == demanded


@pytest.mark.parametrize("category", Category)
def test_any_kind_that_is_missing_is_named(category: Category) -> None:
    story = in_state(State.IN_PROGRESS, category=category)
    for item in evidence_for(category):
        rest = tuple(other for other in evidence_for(category) if other != item)
        with pytest.raises(CommandRefused) as told:
            story.do(RequestClosure(statement="已解决", evidence=(*rest, EvidenceItem(kind="selfie", text="合影"))))
        assert told.value.reason is Refusal.EVIDENCE_MISSING
        assert told.value.facts["missing"] == [item.kind]
    assert story.issue.state is State.IN_PROGRESS


@pytest.mark.parametrize("text", [None, "", "  \n", "。", "\u200b\u2060", "…—!?", "\u3164", "✓"])
def test_evidence_that_is_only_named_shows_nothing(text: str | None) -> None:
    story = in_state(State.IN_PROGRESS)
    with pytest.raises(CommandRefused) as told:
        story.do(RequestClosure(statement="已解决", evidence=(EvidenceItem(kind="land_certificate", text=text),)))
    assert told.value.facts == {"missing": ["land_certificate"], "files": []}


def test_a_photo_of_the_site_that_is_only_told_of_shows_nothing() -> None:
    story = in_state(State.IN_PROGRESS, category=Category.UTILITIES)
    told = tuple(EvidenceItem(kind=kind, text="见现场") for kind in ("connection_record", "site_photo"))
    with pytest.raises(CommandRefused, match=r"现场照片\(须为文件\)") as wrong:
        story.do(RequestClosure(statement="已解决", evidence=told))
    assert wrong.value.facts == {"missing": ["site_photo"], "files": ["site_photo"]}
    issue = story.do(
        RequestClosure(statement="已解决", evidence=(*told, EvidenceItem(kind="site_photo", sha256=phone.SHA)))
    )
    assert issue.state is State.CLOSURE_REQUESTED


def test_more_evidence_than_demanded_is_kept() -> None:
    more = (*evidence_for(Category.LAND), EvidenceItem(kind="site_photo", sha256=phone.SHA))
    issue = in_state(State.IN_PROGRESS).do(RequestClosure(statement="已解决", evidence=more))
    assert issue.closure is not None
    assert issue.closure.evidence == more


@pytest.mark.parametrize("grade", Grade)
def test_an_ordinary_issue_is_struck_off_with_a_grade(grade: Grade) -> None:
    assert in_state(State.CLOSURE_REQUESTED).do(ApproveClosure(grade=grade)).grade is grade


@pytest.mark.parametrize(
    ("looks", "closes"),
    [
        ((), False),
        ((READ,), False),
        ((LOOKED,), True),
        ((NOT_SOLVED,), False),
        ((NOT_SOLVED, LOOKED), True),
        ((LOOKED, NOT_SOLVED), False),
        ((LOOKED, READ), False),
    ],
)
def test_a_major_issue_needs_a_last_look_on_site_that_found_it_solved(
    looks: tuple[RecordRecheck, ...], closes: bool
) -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    for look in looks:
        story.do(look, INSPECTOR)
    assert verified(story.issue) is closes
    if closes:
        assert story.do("approve-closure", PROVINCE).state is State.CLOSED
        return
    with pytest.raises(CommandRefused) as told:
        story.do("approve-closure", PROVINCE)
    assert told.value.reason is Refusal.RECHECK_MISSING
    assert story.issue.state is State.CLOSURE_REQUESTED


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({}, "须有复核人的进工地报告"),
        ({"reporter": "inspector-140105-0"}, "不是复核人所写"),
        ({"reporter": "inspector-140105-2"}, "不是复核人所写"),
        ({"project_code": "2019-140105-39-03-990009"}, "不是本项目的"),
        ({"project_code": "2021-140105-39-03-990009"}, "不是本项目的"),
        ({"recorded_at": START - timedelta(milliseconds=1)}, "早于销号申请"),
    ],
)
def test_a_recheck_on_site_is_a_visit_of_who_rechecks_to_that_project_since_closure_was_asked_for(
    over: dict[str, Any], said: str
) -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    assert story.issue.closure is not None
    assert story.issue.closure.requested_at == START
    seen = Visit(story.issue.project_code, INSPECTOR, START)
    story.shown = Shown(visits={VISIT: replace(seen, **over)} if over else {})
    why = refused(story, LOOKED, INSPECTOR)
    assert (why.reason, why.facts) == (Refusal.NOT_ON_SITE, {"report_id": VISIT})
    assert said in why.detail
    for recorded_at in (START, START + timedelta(milliseconds=1), None):
        story.shown = Shown(visits={VISIT: replace(seen, recorded_at=recorded_at)})
        assert story.do(LOOKED, INSPECTOR).recheck is not None


def test_a_visit_that_a_recheck_on_paper_names_is_one_that_the_ledger_has() -> None:
    """Whose it was, and where, is asked only of a look on site."""
    story = in_state(State.CLOSURE_REQUESTED)
    read = READ.model_copy(update={"report_id": VISIT})
    story.shown = Shown()
    assert refused(story, read, INSPECTOR).reason is Refusal.NOT_ON_SITE
    story.shown = Shown(visits={VISIT: Visit(story.issue.project_code, "inspector-140105-2", START)})
    assert story.do(read, INSPECTOR).recheck is not None


def test_that_it_is_not_solved_is_shown_by_a_visit_at_any_time_where_nobody_asked_for_closure() -> None:
    story = in_state(State.IN_PROGRESS)
    story.shown = Shown(visits={VISIT: Visit(story.issue.project_code, INSPECTOR, START - timedelta(days=1))})
    assert story.do(NOT_SOLVED, INSPECTOR).recheck is not None


def test_who_did_the_work_does_not_recheck_it_however_often_on_site() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    fixer = replace(person(INSPECTOR), person_id=story.issue.fixers[0])
    assert refused(story, LOOKED, fixer).reason is Refusal.SEPARATION_OF_DUTIES


def test_a_look_on_site_of_old_that_names_no_visit_strikes_off_no_major_issue() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    look = RecheckRecorded(result=RecheckResult.SOLVED, on_site=True, note=None, report_id=None)
    story.add(envelopes_for(story.issue, [look], story.now, person(INSPECTOR)))
    assert not verified(story.issue)
    assert refused(story, "approve-closure", PROVINCE).reason is Refusal.RECHECK_MISSING


@pytest.mark.parametrize("kind", ["application/pdf", None])
def test_a_photo_of_the_site_that_is_no_picture_shows_nothing(kind: str | None) -> None:
    story = in_state(State.IN_PROGRESS, category=Category.UTILITIES)
    story.shown = Shown({phone.SHA: kind} if kind else {})
    asked = RequestClosure(statement="已解决", evidence=evidence_for(Category.UTILITIES))
    assert "site_photo" in refused(story, asked).facts["missing"]
    story.shown = Shown({phone.SHA: "image/webp"})
    assert story.do(asked).state is State.CLOSURE_REQUESTED


@pytest.mark.parametrize(("look", "closes"), [(None, True), (READ, True), (LOOKED, True), (NOT_SOLVED, False)])
def test_an_ordinary_issue_is_not_struck_off_against_a_recheck(look: RecordRecheck | None, closes: bool) -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    if look:
        story.do(look, INSPECTOR)
    assert verified(story.issue) is closes
    if closes:
        assert story.do("approve-closure").state is State.CLOSED
        return
    with pytest.raises(CommandRefused) as told:
        story.do("approve-closure")
    assert told.value.reason is Refusal.RECHECK_MISSING


@pytest.mark.parametrize("again", [State.RETURNED, State.REOPENED])
def test_a_look_at_the_work_before_does_not_count_for_the_work_after(again: State) -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    story.do(LOOKED, INSPECTOR)
    story.to(*([State.RETURNED] if again is State.RETURNED else [State.CLOSED, State.REOPENED]))
    story.to(State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    assert story.issue.recheck is None
    with pytest.raises(CommandRefused) as told:
        story.do("approve-closure", PROVINCE)
    assert told.value.reason is Refusal.RECHECK_MISSING


def test_a_return_says_why_and_gives_the_work_back() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    issue = story.do(ReturnClosure(reasons=("便道未贯通", "照片不清")), COUNTY)
    assert (issue.state, issue.return_reasons) == (State.RETURNED, ("便道未贯通", "照片不清"))
    story.to(State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.CLOSED)


def test_work_must_go_on_before_closure_is_asked_for_again() -> None:
    with pytest.raises(CommandRefused) as told:
        in_state(State.RETURNED).do("request-closure")
    assert told.value.reason is Refusal.WRONG_STATE


def test_a_recheck_visit_counts_as_a_look_on_site() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    report = recheck_visit(story.issue.id)
    plan = planned(record(report), known=Known(issues={story.issue.id: story.issue}), at=story.now)
    story.add(plan.changes[story.issue.id].envelopes)
    assert story.issue.recheck is not None
    assert (story.issue.recheck.by, story.issue.recheck.report_id) == (INSPECTOR, report["report_id"])
    assert story.do("approve-closure", PROVINCE).state is State.CLOSED


def test_a_visit_to_another_project_is_no_look_at_this_site() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    report = recheck_visit(story.issue.id, project="2019-140105-39-03-990009")
    plan = planned(record(report), known=Known(issues={story.issue.id: story.issue}), at=story.now)
    story.add(plan.changes[story.issue.id].envelopes)
    with pytest.raises(CommandRefused) as told:
        story.do("approve-closure", PROVINCE)
    assert told.value.reason is Refusal.RECHECK_MISSING


def test_an_alleged_obstruction_is_struck_off_like_any_other() -> None:
    (change,) = planned(record(incident(), kind=INCIDENT)).changes.values()
    assert change.issue.category is Category.OBSTRUCTION
    story = in_state(State.CLOSURE_REQUESTED, category=Category.OBSTRUCTION)
    assert story.do("approve-closure", CITY).state is State.CLOSED


def test_closing_many_at_once_passes_the_gate_for_each_of_them() -> None:
    """A defect of peers: bulk close bypasses the mandatory field. There is one way to the event, for any number."""
    stories = [in_state(State.IN_PROGRESS, category=category) for category in Category]
    for story in stories:
        for command in (RequestClosure(statement="已解决"), ApproveClosure(grade=Grade.GOOD)):
            with pytest.raises(CommandRefused):
                story.do(command)
        assert story.issue.is_open
    majors = [in_state(State.CLOSURE_REQUESTED, Severity.MAJOR, category) for category in Category]
    for story in majors:
        with pytest.raises(CommandRefused) as told:
            story.do(ApproveClosure(grade=Grade.GOOD), PROVINCE)
        assert told.value.reason is Refusal.RECHECK_MISSING
