"""A visit's rechecks are planned with it: recorded where they count, and told where they do not."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.intake.planning.plan import Known
from mobile_schema.vocabulary import Severity, State
from tests import factories as phone
from tests.ledger.decisions.merging.pairs import INTO, main_issue, pair
from tests.ledger.factories import COUNTY, INSPECTOR, LAND_UNIT, PROJECT, planned, recheck_visit, record, visit
from tests.ledger.stories import in_state


def rechecked(plan: Any) -> list[dict[str, Any]]:
    (receipt,) = plan.receipts
    return receipt["rechecks"]  # type: ignore[no-any-return]


def test_a_recheck_in_a_visit_is_recorded_on_its_issue() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    report = recheck_visit(story.issue.id, result="not_solved")
    plan = planned(record(report), at=story.now, known=Known(issues={story.issue.id: story.issue}))
    (change,) = plan.changes.values()
    assert (change.before.version, change.issue.version) == (story.issue.version, story.issue.version + 1)
    assert change.issue.recheck is not None
    assert (change.issue.recheck.result, change.issue.recheck.on_site) == ("not_solved", True)
    assert rechecked(plan) == [{"issue_id": story.issue.id, "serial": story.issue.serial, "refused": None}]


def test_a_recheck_that_is_refused_is_told_and_the_visit_kept() -> None:
    worked = in_state(State.IN_PROGRESS)
    story = replace(worked.issue, fixing_units=(LAND_UNIT,), fixers=(INSPECTOR,))
    report = visit(
        phone.finding(), rechecks=[phone.recheck(story.id), phone.recheck("00000000-0000-5000-8000-000000000000")]
    )
    plan = planned(record(report), known=Known(issues={story.id: story}))
    assert [entry["refused"] for entry in rechecked(plan)] == ["separation-of-duties", "unknown-issue"]
    assert len(plan.changes) == 1
    assert story.id not in plan.changes


@pytest.mark.parametrize("state", [State.CLOSED, State.IN_PROGRESS, State.VOIDED])
def test_a_look_back_at_what_ended_or_goes_on_is_on_its_history_with_its_photos(state: State) -> None:
    story = in_state(state)
    report = recheck_visit(story.issue.id, attachments=[phone.SHA])
    plan = planned(record(report), at=story.now, known=Known(issues={story.issue.id: story.issue}))
    (change,) = plan.changes.values()
    assert change.issue.state is state
    assert change.issue.recheck is not None
    assert (change.issue.recheck.result, change.issue.recheck.attachments) == ("solved", (phone.SHA,))
    assert [alert.recipient_person_id for alert in change.envelopes[-1].data.alerts] == [COUNTY]


@pytest.mark.parametrize("note", ["   ", "。", "\u200b"])
def test_a_recheck_whose_note_says_nothing_counts_without_it(note: str) -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    report = recheck_visit(story.issue.id, note=note)
    (change,) = planned(
        record(report), at=story.now, known=Known(issues={story.issue.id: story.issue})
    ).changes.values()
    assert change.issue.recheck is not None
    assert change.issue.recheck.note is None


def test_a_recheck_in_a_visit_counts_though_the_clock_here_is_behind_that_of_the_api() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    at = story.now - timedelta(milliseconds=1)
    plan = planned(record(recheck_visit(story.issue.id)), at=at, known=Known(issues={story.issue.id: story.issue}))
    assert [entry["refused"] for entry in rechecked(plan)] == [None]


@pytest.mark.parametrize(
    ("project", "on_site"),
    [
        (PROJECT, True),
        ("2019-140105-39-03-990009", False),
        ("2020-140106-78-03-990002", False),
    ],
)
def test_a_visit_is_on_site_for_the_issues_of_its_own_project_alone(project: str, on_site: bool) -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    plan = planned(
        record(recheck_visit(story.issue.id, project=project)), known=Known(issues={story.issue.id: story.issue})
    )
    (change,) = plan.changes.values()
    assert change.issue.recheck is not None
    assert change.issue.recheck.on_site is on_site


def test_a_recheck_of_a_duplicate_whose_main_issue_is_not_there_is_refused_as_unknown() -> None:
    main = main_issue(State.CLOSURE_REQUESTED)
    duplicate = pair(main).do(INTO, COUNTY)
    seen = record(recheck_visit(duplicate.id, result="not_solved"))
    plan = planned(seen, at=main.now, known=Known(issues={duplicate.id: duplicate}))
    assert rechecked(plan) == [{"issue_id": duplicate.id, "refused": "unknown-issue"}]
    assert plan.changes == {}
    known = Known(issues={duplicate.id: duplicate, main.issue.id: main.issue})
    assert set(planned(seen, at=main.now, known=known).changes) == {main.issue.id}


def test_an_inspector_of_elsewhere_does_not_recheck_and_is_told_of_no_issue() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    plan = planned(
        record(recheck_visit(story.issue.id), reporter="inspector-140106-1"),
        known=Known(issues={story.issue.id: story.issue}),
    )
    assert [entry["refused"] for entry in rechecked(plan)] == ["unknown-issue"]
    assert "serial" not in rechecked(plan)[0]


def test_two_rechecks_of_one_issue_in_a_batch_follow_one_another() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    first, second = recheck_visit(story.issue.id, result="not_solved"), recheck_visit(story.issue.id)
    known = Known(issues={story.issue.id: story.issue})
    plan = planned(record(first), record(second, offset=1, reporter="inspector-140105-2"), known=known)
    (change,) = plan.changes.values()
    assert [envelope.version for envelope in change.envelopes] == [story.issue.version + 1, story.issue.version + 2]
    assert change.before.version == story.issue.version
    assert change.issue.recheck is not None
    assert change.issue.recheck.by == "inspector-140105-2"
