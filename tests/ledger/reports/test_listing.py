"""Reports are listed newest first, a project's or one's own, as far as one may read them."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.access.scopes import Scope
from ledger.mongo.pages import Key
from ledger.reports.listing import became, list_reports, refused_reports, seen_of
from ledger.reports.wanted import ReportFilter
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT
from tests import factories as phone
from tests.ledger.factories import EVERYWHERE, INSPECTOR, PROJECT, incident, visit
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.parts import archived, closed, years_later

OTHER_PROJECT = "2020-140106-78-03-990002"
COLLEAGUE = "inspector-140105-2"
OF_THE_COUNTY = Scope(frozenset({"r:140105"}))
OF_ELSEWHERE = Scope(frozenset({"r:140106", "p:somebody"}))


def at(hour: int, **over: Any) -> dict[str, Any]:
    """A visit at an hour of the day on which the ledger stands."""
    return visit(captured_at=f"2026-03-02T{hour:02}:00:00+08:00", **over)


def listed(ledger: Ledger, scope: Scope = EVERYWHERE, reporter: str = INSPECTOR, **wanted: Any) -> list[str]:
    page = list_reports(ledger.store, scope, ReportFilter(reporter, **wanted), 50, None)
    assert page.next is None
    return [receipt["_id"] for receipt in page.items]


def test_a_projects_reports_come_the_latest_first_and_ones_own_are_one_s_own(ledger: Ledger) -> None:
    early, late, elsewhere = at(7), at(9), at(8, project=OTHER_PROJECT)
    ledger.take(late, early, elsewhere)
    another = at(8)
    ledger.take(another, reporter=COLLEAGUE)
    ids = [report["report_id"] for report in (late, another, early)]
    assert listed(ledger, project=PROJECT) == ids
    assert listed(ledger, OF_THE_COUNTY, project=PROJECT) == ids
    assert listed(ledger, OF_ELSEWHERE, project=PROJECT) == []
    assert listed(ledger) == [report["report_id"] for report in (late, elsewhere, early)]
    assert listed(ledger, Scope(frozenset({f"p:{COLLEAGUE}"})), COLLEAGUE) == [another["report_id"]]


def test_pages_skip_nothing_also_where_visits_were_at_one_moment(ledger: Ledger) -> None:
    reports = sorted((at(8) for _ in range(5)), key=lambda report: report["report_id"])
    ledger.take(*reports, at(7))
    found: list[str] = []
    after: Key | None = None
    while True:
        page = list_reports(ledger.store, EVERYWHERE, ReportFilter(INSPECTOR, PROJECT), 2, after)
        found += [receipt["_id"] for receipt in page.items]
        if page.next is None:
            break
        assert not isinstance(page.next, str)
        after = page.next
    assert found[:5] == [report["report_id"] for report in reports]
    assert len(found) == 6


def test_filters_narrow_by_what_a_report_says(ledger: Ledger) -> None:
    quiet = phone.quiet_visit(project_code=PROJECT, progress=None)
    photo = visit(attachments=[phone.attachment()], progress=None)
    progress = visit(progress={"percent": 60})
    blocked = incident()
    ledger.take(quiet, photo, progress)
    ledger.take(blocked, kind=INCIDENT)
    for wanted, report in (
        ({"no_problem": True}, quiet),
        ({"photos": True}, photo),
        ({"progress": True}, progress),
        ({"type": INCIDENT}, blocked),
    ):
        assert listed(ledger, project=PROJECT, **wanted) == [report["report_id"]]
    assert len(listed(ledger, project=PROJECT, type=SITE_VISIT)) == 3


def test_what_was_seen_of_a_project_is_counted_within_a_scope(ledger: Ledger) -> None:
    ledger.take(at(7, progress={"percent": 10}), at(8, progress={"percent": 12}), at(9, progress=None))
    ledger.take(phone.quiet_visit(project_code=PROJECT, captured_at="2026-03-01T09:00:00+08:00"))
    ledger.take(incident(captured_at="2026-03-02T09:30:00+08:00"), kind=INCIDENT)
    seen = seen_of(ledger.store, OF_THE_COUNTY, PROJECT)
    assert (seen.visits, seen.no_problem, seen.incidents) == (4, 1, 1)
    assert seen.progress == {"percent": 12}
    assert seen.last_at is not None
    assert (seen.last_at + timedelta(hours=8)).strftime("%H:%M") == "09:30"
    nothing = seen_of(ledger.store, OF_ELSEWHERE, PROJECT)
    assert (nothing.visits, nothing.incidents, nothing.last_at, nothing.progress) == (0, 0, None, None)


@pytest.mark.parametrize(("scope", "shown"), [(OF_THE_COUNTY, True), (OF_ELSEWHERE, False)])
def test_what_became_of_a_report_is_its_issues_as_they_stand_within_a_scope(
    ledger: Ledger, scope: Scope, shown: bool
) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept")
    (receipt,) = ledger.store["receipts"].find({})
    found = became(ledger.store, scope, [receipt])
    assert [(each["state"], each["archived"]) for each in found.values()] == ([("accepted", False)] if shown else [])


def test_what_became_of_a_report_is_found_in_the_archive_too(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    archived(years_later(ledger))
    (receipt,) = ledger.store["receipts"].find({})
    assert became(ledger.store, EVERYWHERE, [receipt])[issue.id]["archived"]


def refused(ledger: Ledger, reporter: str = INSPECTOR) -> list[tuple[str, str]]:
    page = refused_reports(ledger.store, reporter, 50, None)
    return [(letter["report_id"], letter["reason"]) for letter in page.items]


def test_what_the_ledger_refused_is_told_to_who_sent_it_alone(ledger: Ledger) -> None:
    report = visit(project="2026-999999-01-01-000001")
    ledger.take(report)
    assert refused(ledger) == [(report["report_id"], "unknown-project")]
    assert refused(ledger, COLLEAGUE) == []


def test_what_came_in_all_the_same_was_sent_again_or_is_not_the_apis_word_waits_for_nobody(ledger: Ledger) -> None:
    report, again, forged = visit(), visit(project="2026-999999-01-01-000001"), visit()
    ledger.take(report)
    ledger.take(report | {"sent_at": "2026-03-02T09:30:00+08:00"})
    ledger.take(again)
    ledger.take(forged, signed=False)
    ledger.store["dead_letters"].update_many({"report_id": again["report_id"]}, {"$set": {"replayed": True}})
    assert ledger.store["dead_letters"].count_documents({}) == 3
    assert refused(ledger) == []
