"""A report that corrects another (更正) is said of that one's issues; what does not fit is told, and opens its own."""

from typing import Any

import pytest

from ledger.intake.planning.opening import issue_id
from ledger.intake.planning.plan import IntakePlan, Known
from mobile_schema.cloudevents import INCIDENT
from mobile_schema.vocabulary import State
from tests import factories as phone
from tests.ledger.factories import COUNTY, INSPECTOR, PROJECT, incident, planned, record, visit
from tests.ledger.stories import in_state

COLLEAGUE = "inspector-140105-2"
OTHER_PROJECT = "2019-140105-39-03-990009"


def known_of(*plans: IntakePlan) -> Known:
    """What the ledger holds after these plans."""
    known = Known()
    for plan in plans:
        known = known.overlaid(plan.leads_to())
    return known


def receipt_of(plan: IntakePlan) -> dict[str, Any]:
    (receipt,) = plan.receipts
    return receipt


def outcomes(plan: IntakePlan) -> list[tuple[Any, ...]]:
    return [(each["place"], each["issue_id"], each["refused"]) for each in receipt_of(plan)["corrections"]]


def correcting(report: dict[str, Any], *findings: dict[str, Any], **over: Any) -> dict[str, Any]:
    """A visit that corrects another, in the findings that say so."""
    return visit(*findings, corrects=report["report_id"], **over)


def test_a_finding_that_corrects_one_opens_no_issue_and_is_on_that_ones_history() -> None:
    first = visit(phone.finding(), phone.finding(category="permits"))
    opened = planned(record(first))
    second = correcting(first, phone.finding(description="K13 段", corrects=1))
    plan = planned(record(second, offset=1), known=known_of(opened))
    corrected = issue_id(first["report_id"], 1)
    assert list(plan.changes) == [corrected]
    (envelope,) = plan.changes[corrected].envelopes
    assert (envelope.type, envelope.actor.person_id) == ("report.corrected.v1", INSPECTOR)
    (correction,) = plan.changes[corrected].issue.corrections
    assert (correction.corrects, correction.place, correction.says.description) == (first["report_id"], 0, "K13 段")
    assert outcomes(plan) == [(0, corrected, None)]
    assert (receipt_of(plan)["issues"], plan.serials) == ([], {})
    assert [alert.recipient_person_id for alert in envelope.data.alerts] == [COUNTY]


def test_a_finding_that_corrects_none_opens_an_issue_as_ever() -> None:
    first = visit()
    plan = planned(
        record(correcting(first, phone.finding(corrects=0), phone.finding(category="permits")), offset=1),
        known=known_of(planned(record(first))),
    )
    assert outcomes(plan) == [(0, issue_id(first["report_id"], 0), None)]
    (opened,) = receipt_of(plan)["issues"]
    assert opened["id"] == issue_id(receipt_of(plan)["_id"], 1)


def test_both_may_come_in_one_queue() -> None:
    first = visit()
    second = correcting(first, phone.finding(description="K13 段", corrects=0))
    plan = planned(record(first, second))
    (change,) = plan.changes.values()
    assert [envelope.type for envelope in change.envelopes] == [
        "issue.reported.v1",
        "issue.assigned.v1",
        "report.corrected.v1",
    ]


def test_a_correction_of_a_correction_is_said_of_the_first_ones_issue() -> None:
    first = visit()
    second = correcting(first, phone.finding(description="甲", corrects=0))
    third = correcting(second, phone.finding(description="乙", corrects=0))
    plan = planned(record(first, second, third))
    (change,) = plan.changes.values()
    assert [each.says.description for each in change.issue.corrections] == ["甲", "乙"]
    assert [each.corrects for each in change.issue.corrections] == [first["report_id"], second["report_id"]]


def test_an_incident_corrects_the_one_problem_that_an_incident_is() -> None:
    first = incident()
    second = incident(corrects=first["report_id"], people=3, description="实为三人。")
    plan = planned(record(first, kind=INCIDENT), record(second, offset=1, kind=INCIDENT))
    (change,) = plan.changes.values()
    (correction,) = change.issue.corrections
    assert (correction.says.description, correction.says.incident_kind) == ("实为三人。", "blockade")


@pytest.mark.parametrize(
    ("how", "over", "place", "why"),
    [
        ({"reporter": COLLEAGUE}, {}, 0, "unknown-report"),
        ({}, {"corrects": phone.report_id()}, 0, "unknown-report"),
        ({}, {"project_code": OTHER_PROJECT}, 0, "correction-not-possible"),
        ({}, {}, 7, "unknown-issue"),
    ],
)
def test_what_does_not_fit_is_told_and_opens_an_issue_of_its_own(
    how: dict[str, Any], over: dict[str, Any], place: int, why: str
) -> None:
    first = visit()
    second = correcting(first, phone.finding(corrects=place)) | over
    plan = planned(record(second, offset=1, **how), known=known_of(planned(record(first))))
    assert outcomes(plan) == [(0, None, why)]
    assert [each["id"] for each in receipt_of(plan)["issues"]] == [issue_id(second["report_id"], 0)]
    assert plan.dead == []


def test_an_incident_does_not_correct_a_visit() -> None:
    first = visit()
    second = incident(corrects=first["report_id"])
    plan = planned(record(second, offset=1, kind=INCIDENT), known=known_of(planned(record(first))))
    assert outcomes(plan) == [(0, None, "correction-not-possible")]


def test_what_was_withdrawn_is_corrected_no_more() -> None:
    first = visit()
    opened = planned(record(first))
    receipt_of(opened)["withdrawn"] = {"reason": "项目选错"}
    plan = planned(record(correcting(first, phone.finding(corrects=0)), offset=1), known=known_of(opened))
    assert outcomes(plan) == [(0, None, "correction-not-possible")]


def test_two_findings_do_not_correct_one() -> None:
    first = visit()
    second = correcting(first, phone.finding(corrects=0), phone.finding(corrects=0))
    plan = planned(record(first, second))
    corrected = plan.receipts[1]["corrections"]
    assert [each["refused"] for each in corrected] == [None, "correction-not-possible"]
    assert len(plan.receipts[1]["issues"]) == 1


def test_a_report_that_names_itself_corrects_nothing() -> None:
    report = visit(phone.finding(corrects=0))
    report["corrects"] = report["report_id"]
    assert outcomes(planned(record(report))) == [(0, None, "unknown-report")]


@pytest.mark.parametrize("state", [State.CLOSED, State.MERGED, State.VOIDED])
def test_an_issue_that_ended_is_corrected_too(state: State) -> None:
    story = in_state(state)
    issue = story.issue
    receipt = {
        "_id": issue.report_id,
        "reporter": INSPECTOR,
        "project_code": PROJECT,
        "type": "xiaohao.field.site-visit.v1",
        "issues": [{"id": issue.id, "serial": issue.serial}],
    }
    known = Known(issues={issue.id: issue}, corrected={issue.report_id: receipt})
    plan = planned(
        record(correcting({"report_id": issue.report_id}, phone.finding(corrects=0))), at=story.now, known=known
    )
    (change,) = plan.changes.values()
    assert (change.issue.state, len(change.issue.corrections)) == (state, 1)


def test_a_report_that_corrects_none_says_nothing_of_it() -> None:
    assert not {"corrects", "corrections"} & receipt_of(planned(record(visit()))).keys()
