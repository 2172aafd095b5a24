"""What a batch of records becomes: each report once, each fault alone, every number used."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.intake.incoming import Record
from ledger.intake.planning.plan import Known
from ledger.intake.planning.understood import serial_keys, understand
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT
from mobile_schema.vocabulary import Category, State
from tests import factories as phone
from tests.ledger.factories import INSPECTOR, PROJECT, RULES, START, incident, planned, recheck_visit, record, visit
from tests.ledger.stories import in_state

NEXT_COUNTY = "2020-140106-78-03-990002"


def sha(report: dict[str, Any]) -> str:
    return hashlib.sha256(phone.as_bytes(report)).hexdigest()


def serials(plan: Any) -> list[str]:
    return [change.issue.serial for change in plan.changes.values()]


def reasons(plan: Any) -> list[str]:
    return [letter.reason for letter in plan.dead]


def test_a_report_becomes_a_receipt_that_keeps_its_bytes_and_says_its_issues() -> None:
    report = visit(phone.finding(), phone.finding(category="permits"))
    plan = planned(record(report))
    (receipt,) = plan.receipts
    assert receipt["_id"] == report["report_id"]
    assert receipt["raw"] == phone.as_bytes(report)
    assert receipt["sha256"] == sha(report)
    assert (receipt["reporter"], receipt["project_code"], receipt["type"]) == (INSPECTOR, PROJECT, SITE_VISIT)
    assert receipt["issues"] == [{"id": c.issue.id, "serial": c.issue.serial} for c in plan.changes.values()]
    assert receipt["received_at"] == datetime(2026, 3, 2, 1, 21, tzinfo=UTC)
    assert receipt["recorded_at"] == START
    assert (plan.dead, plan.serials) == ([], {"140105-2026": 2})


def test_a_visit_without_a_problem_is_a_receipt_and_no_issue() -> None:
    plan = planned(record(phone.quiet_visit(project_code=PROJECT)))
    assert (len(plan.receipts), plan.changes, plan.serials) == (1, {}, {})


def test_planning_is_pure() -> None:
    records = [record(visit(), offset=0), record(incident(), offset=1, kind=INCIDENT)]
    assert planned(*records) == planned(*records)


def test_the_same_report_again_is_one() -> None:
    report = visit()
    plan = planned(record(report, offset=0), record(report, offset=1), record(report, visit(), offset=2))
    assert (len(plan.receipts), serials(plan), plan.dead) == (2, ["140105-2026-00001", "140105-2026-00002"], [])


def test_a_report_the_ledger_has_is_dropped() -> None:
    report = visit()
    plan = planned(record(report), known=Known(receipts={report["report_id"]: sha(report)}))
    assert (plan.receipts, plan.changes, plan.dead, plan.serials) == ([], {}, [], {})


@pytest.mark.parametrize("known_before", [True, False])
def test_the_same_id_with_other_bytes_is_a_conflict_and_kept_among_the_dead_letters(known_before: bool) -> None:
    report = visit()
    other = report | {"sent_at": "2026-03-02T09:30:00+08:00"}
    if known_before:
        plan = planned(record(other, offset=7), known=Known(receipts={report["report_id"]: sha(report)}))
    else:
        plan = planned(record(report, offset=6), record(other, offset=7))
    (letter,) = plan.dead
    assert (letter.reason, letter.report_id, letter.raw) == ("conflict", report["report_id"], phone.as_bytes(other))
    assert letter.id.startswith("field.site-visits.v1/0/7~")
    assert len(plan.receipts) == (0 if known_before else 1)


@pytest.mark.parametrize("digit", ["0", "f"])
def test_a_conflict_is_one_wherever_its_digest_stands_in_the_order_of_digests(digit: str) -> None:
    report = visit()
    plan = planned(record(report), known=Known(receipts={report["report_id"]: digit * 64}))
    assert (reasons(plan), plan.receipts) == (["conflict"], [])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(visit(project="2026-999999-01-01-000001")), "unknown-project"),
        (record(visit(), reporter="nobody"), "unknown-reporter"),
        (record(visit(), reporter=None), "unknown-reporter"),
        (record(b"{"), "invalid"),
        (record(b""), "invalid"),
        (record(b"\xff\xfe"), "invalid"),
        (record(b'{"report_id": "\\ud800"}'), "invalid"),
        (record(b"[" * 100_000), "invalid"),
        (record(visit() | {"schema_version": "9.0"}), "invalid"),
        (record(visit() | {"reporter": "supervisor-140000"}), "invalid"),
        (record(visit(*[phone.finding()] * 101)), "invalid"),
        (record(visit(), kind="xiaohao.field.unheard-of.v1"), "unknown-type"),
        (replace(record(visit()), headers=[]), "unreadable"),
        (replace(record(visit()), headers=[("ce_specversion", b"1.0"), ("ce_id", b"\xff")]), "unreadable"),
        (replace(record(visit(), visit()), value=b'{"not": "a list"}'), "unreadable"),
        (replace(record(visit(), visit()), value=b"[" * 100_000), "unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_enter_is_kept_with_its_reason_and_spoils_no_other(bad: Any, reason: str) -> None:
    bad = replace(bad, offset=1)
    good, also_good = visit(), visit()
    plan = planned(record(good, offset=0), bad, record(also_good, offset=2))
    assert [receipt["_id"] for receipt in plan.receipts] == [good["report_id"], also_good["report_id"]]
    assert serials(plan) == ["140105-2026-00001", "140105-2026-00002"]
    (letter,) = plan.dead
    assert (letter.reason, letter.raw, letter.headers) == (reason, bad.value, bad.headers)
    assert letter.detail


def test_one_bad_report_of_a_queue_spoils_no_other_and_can_be_sent_again_by_itself() -> None:
    good, bad, also_good = visit(), visit() | {"kind": "party"}, visit()
    plan = planned(record(good, bad, also_good, offset=5))
    assert [receipt["_id"] for receipt in plan.receipts] == [good["report_id"], also_good["report_id"]]
    (letter,) = plan.dead
    assert (letter.raw, letter.report_id) == (phone.as_bytes(bad), bad["report_id"])
    assert letter.id.startswith("field.site-visits.v1/0/5/1~")
    assert dict(letter.headers)["ce_type"] == SITE_VISIT.encode()
    assert [(fault.path, fault.type) for fault in letter.faults] == [("$.kind", "enum")]


def test_a_report_refused_once_may_come_right_later_in_the_same_batch() -> None:
    report = visit()
    plan = planned(record(report, reporter="nobody"), record(report, offset=1))
    assert (reasons(plan), len(plan.receipts)) == (["unknown-reporter"], 1)


@pytest.mark.parametrize(
    ("batch", "strangers"),
    [
        (record(visit()), False),
        (record(visit(project="2026-999999-01-01-000001")), True),
        (record(visit(), reporter="nobody"), True),
        (record(visit(), reporter=None), True),
        (record(visit(project="2026-999999-01-01-000001"), reporter="nobody"), True),
        (record(b"{"), False),
    ],
)
def test_a_batch_has_strangers_when_the_registry_does_not_know_a_project_or_a_reporter(
    batch: Record, strangers: bool
) -> None:
    assert understand([record(visit()), replace(batch, offset=1)]).has_strangers(RULES.catalogue) is strangers


def test_a_batch_says_which_reports_and_which_rechecked_issues_to_look_up() -> None:
    first, second, third = recheck_visit("one"), recheck_visit("two"), incident()
    records = [record(first, second), record(third, offset=1, kind=INCIDENT)]
    understood = understand(records)
    assert understood.report_ids == [report["report_id"] for report in (first, second, third)]
    assert understood.rechecked_issue_ids == ["one", "two"]


def test_the_reporter_is_the_one_of_the_credential() -> None:
    (change,) = planned(record(visit(), reporter="inspector-140105-2")).changes.values()
    assert change.issue.reporter == "inspector-140105-2"
    assert change.envelopes[0].actor.person_id == "inspector-140105-2"


def test_what_looks_wrong_is_flagged_and_kept() -> None:
    swapped = phone.fixed_location(latitude=112.5, longitude=37.8, mock=True)
    plan = planned(record(visit(location=swapped, captured_at="2031-01-01T00:00:00+08:00")))
    flags = ("captured-in-future", "sent-before-captured", "mock-location", "coordinates-swapped")
    assert plan.receipts[0]["flags"] == flags
    assert [change.issue.flags for change in plan.changes.values()] == [flags]


@pytest.mark.parametrize("captured_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("received_at", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "yesterday", ""])
def test_no_time_is_too_absurd_to_be_kept(captured_at: str, received_at: str) -> None:
    report = visit(captured_at=captured_at)
    plan = planned(record(report, received_at=received_at))
    assert ([receipt["_id"] for receipt in plan.receipts], plan.dead) == ([report["report_id"]], [])


def test_numbers_go_on_where_the_ledger_stands_in_each_region_without_a_hole() -> None:
    known = Known(serials={"140105-2026": 41})
    reports = [visit(), visit(project=NEXT_COUNTY), visit(phone.finding(), phone.finding()), visit(project=NEXT_COUNTY)]
    plan = planned(*(record(report, offset=n) for n, report in enumerate(reports)), known=known)
    assert serials(plan) == [
        "140105-2026-00042",
        "140106-2026-00001",
        "140105-2026-00043",
        "140105-2026-00044",
        "140106-2026-00002",
    ]
    assert plan.serials == {"140105-2026": 44, "140106-2026": 2}


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), 2027),
    ],
)
def test_a_year_begins_at_midnight_in_shanxi(at: datetime, year: int) -> None:
    batch = record(visit())
    known = Known(serials={"140105-2026": 8})
    (number,) = serials(planned(batch, at=at, known=known))
    assert number == ("140105-2026-00009" if year == 2026 else "140105-2027-00001")
    assert serial_keys(understand([batch]), at, RULES) == [f"140105-{year}"]


def test_the_number_is_of_the_year_it_came_onto_the_ledger_not_of_the_phones() -> None:
    (number,) = serials(planned(record(visit(captured_at="2024-05-01T08:00:00+08:00"))))
    assert number == "140105-2026-00001"


def test_a_hundred_findings_are_a_hundred_issues() -> None:
    findings = [phone.finding(description=f"第 {n} 处") for n in range(100)]
    plan = planned(record(visit(*findings)))
    assert len(plan.changes) == 100
    assert serials(plan)[-1] == "140105-2026-00100"
    assert [change.issue.finding_index for change in plan.changes.values()] == list(range(100))


def test_what_a_plan_leads_to_is_known_to_the_next() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    first, again = visit(), recheck_visit(story.issue.id)
    plan = planned(record(first), record(again, offset=1), known=Known({}, {story.issue.id: story.issue}, {"x": 3}))
    known = Known({"old": "sha"}, {}, {"140105-2026": 0, "x": 3}).overlaid(plan.leads_to())
    assert known.receipts == {"old": "sha", first["report_id"]: sha(first), again["report_id"]: sha(again)}
    assert known.serials == {"140105-2026": 1, "x": 3}
    assert known.issues[story.issue.id].version == story.issue.version + 1
    assert planned(record(first), record(again, offset=1), known=known).receipts == []


def test_a_quiet_visit_of_a_batch_is_known_to_the_next_though_it_opens_no_issue() -> None:
    quiet = record(phone.quiet_visit(project_code=PROJECT))
    known = Known(serials={"140105-2026": 8})
    assert planned(quiet, known=known.overlaid(planned(quiet).leads_to())).receipts == []
    assert serials(planned(record(visit()), known=known.overlaid(planned(quiet).leads_to()))) == ["140105-2026-00009"]


def test_an_incident_brings_its_referrals() -> None:
    said = incident(
        referrals=[
            {"body": "police_110", "referred_at": "2026-03-02T08:40:00+08:00"},
            {"body": "saohei_office", "referred_at": "2026-03-02T09:00:00+08:00", "case_number": "扫黑〔2026〕7"},
        ]
    )
    (change,) = planned(record(said, kind=INCIDENT)).changes.values()
    assert change.issue.category is Category.OBSTRUCTION
    assert [(r.body, r.case_number) for r in change.issue.referrals] == [
        ("police_110", None),
        ("saohei_office", "扫黑〔2026〕7"),
    ]
    assert change.issue.referrals[0].referred_at == datetime(2026, 3, 2, 0, 40, tzinfo=UTC)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_however_records_are_cut_into_batches_the_ledger_comes_out_the_same(data: st.DataObject) -> None:
    reports = [
        visit(*[phone.finding()] * count) for count in data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=6))
    ]
    sent = data.draw(st.lists(st.sampled_from(reports), min_size=1, max_size=10))
    records = [record(report, offset=n) for n, report in enumerate(sent)]
    whole = planned(*records)
    cut = data.draw(st.integers(min_value=0, max_value=len(records)))
    first = planned(*records[:cut])
    second = planned(*records[cut:], known=Known().overlaid(first.leads_to()), at=START)
    assert [*first.receipts, *second.receipts] == whole.receipts
    assert {**first.changes, **second.changes} == whole.changes
    assert first.serials | second.serials == whole.serials
    numbers = [int(serial.rsplit("-", 1)[1]) for serial in serials(whole)]
    assert numbers == list(range(1, len(numbers) + 1))
