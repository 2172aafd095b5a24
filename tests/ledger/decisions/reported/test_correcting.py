"""A correction changes nothing until a supervisor judges it; accepted, its words, place and photos hold."""

from typing import Any

import pytest

from ledger.decisions.lifecycle.table import possible
from ledger.decisions.reported.correcting import differing
from ledger.issue.projection import replay
from ledger.issue.refusals import Refusal
from ledger.issue.words.correcting import JudgeCorrection
from mobile_schema.events.facts import Point
from mobile_schema.events.report_events import CorrectionJudged, ReportCorrected, Statement
from mobile_schema.vocabulary import Severity, State
from tests import factories as phone
from tests.ledger.factories import COUNTY, INSPECTOR, STAFF, VISIT, person
from tests.ledger.stories import in_state, refused

ANOTHER = "01957e4b-2c10-7d02-9a3b-5f1e7c8d9b60"
ACCEPTED = JudgeCorrection(report_id=VISIT, accepted=True)


@pytest.mark.parametrize("state", [state for state in State if state is not State.ON_PAPER])
def test_in_every_state_it_is_recorded_its_supervisor_told_and_nothing_changed(state: State) -> None:
    story = in_state(state)
    before = story.issue
    after = story.corrected(description="K13 段", severity=Severity.MAJOR)
    assert (after.state, after.obligations, after.description, after.severity) == (
        state,
        before.obligations,
        before.description,
        before.severity,
    )
    (correction,) = after.corrections
    assert (correction.report_id, correction.by, correction.says.description, correction.waits) == (
        VISIT,
        INSPECTOR,
        "K13 段",
        True,
    )
    (alert,) = story.last().alerts
    assert alert.recipient_person_id == COUNTY
    assert "更正了:描述、程度,请认定" in alert.text_zh
    assert "corrected: description, severity" in alert.text_en
    assert replay(story.envelopes) == after


def test_accepted_its_words_place_and_photos_hold_and_what_has_clocks_behind_it_stays() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = story.issue.obligations
    place = Point(latitude=37.9, longitude=112.6)
    story.corrected(description="K13 段", severity=Severity.MAJOR, location=place, attachments=(phone.SHA,))
    after = story.do(ACCEPTED)
    assert (after.description, after.location, after.attachments) == ("K13 段", place, (phone.SHA,))
    assert (after.severity, after.obligations) == (Severity.ORDINARY, clocks)
    (correction,) = after.corrections
    assert correction.judged is not None
    assert (correction.judged.accepted, correction.judged.by) == (True, COUNTY)
    assert correction.judged.applied == ("description", "location", "attachments")
    assert not correction.waits
    assert replay(story.envelopes) == after


def test_not_accepted_it_stands_beside_what_was_said_with_the_reason() -> None:
    story = in_state(State.IN_PROGRESS)
    said = story.issue.description
    story.corrected(description="K13 段")
    after = story.do(JudgeCorrection(report_id=VISIT, accepted=False, reason="现场核实仍为 K12"))
    (correction,) = after.corrections
    assert correction.judged is not None
    assert (after.description, correction.judged.accepted, correction.judged.reason) == (
        said,
        False,
        "现场核实仍为 K12",
    )
    assert story.happened(CorrectionJudged)[0].applied == ()


def test_each_is_judged_once_and_only_what_waits_can_be() -> None:
    story = in_state(State.IN_PROGRESS)
    assert refused(story, ACCEPTED).reason is Refusal.CORRECTION_NOT_POSSIBLE
    assert "judge-correction" not in possible(story.issue)
    story.corrected(description="甲")
    story.corrected(ANOTHER, description="乙")
    story.do(ACCEPTED)
    assert "judge-correction" in possible(story.issue)
    assert refused(story, ACCEPTED).reason is Refusal.CORRECTION_NOT_POSSIBLE
    after = story.do(JudgeCorrection(report_id=ANOTHER, accepted=True))
    assert after.description == "乙"
    assert "judge-correction" not in possible(after)


@pytest.mark.parametrize("who", [INSPECTOR, STAFF, "supervisor-140106"])
def test_neither_who_reported_nor_who_works_on_it_judges(who: str) -> None:
    story = in_state(State.IN_PROGRESS)
    story.corrected(description="甲")
    assert refused(story, ACCEPTED, who).reason in {Refusal.SEPARATION_OF_DUTIES, Refusal.NOT_PERMITTED}


def test_a_supervisor_who_reported_it_does_not_judge_either() -> None:
    story = in_state(State.IN_PROGRESS)
    story.corrected(description="甲")
    reporter = person(COUNTY)
    reporter = type(reporter)(INSPECTOR, reporter.role, None, reporter.region, reporter.level)
    assert refused(story, ACCEPTED, reporter).reason is Refusal.SEPARATION_OF_DUTIES


@pytest.mark.parametrize(
    ("said", "named"),
    [({}, "其他内容"), ({"works_stopped": True}, "是否停工"), ({"measure_proposed": None}, "建议措施")],
)
def test_what_differs_is_named(said: dict[str, Any], named: str) -> None:
    story = in_state(State.ASSIGNED)
    story.corrected(**said)
    (event,) = story.happened(ReportCorrected)
    assert f"更正了:{named}," in event.alerts[0].text_zh


def test_a_statement_that_says_the_same_differs_in_nothing() -> None:
    issue = in_state(State.ASSIGNED).issue
    says = Statement(**{name: getattr(issue, name) for name in Statement.model_fields})
    assert differing(issue, says) == ()
