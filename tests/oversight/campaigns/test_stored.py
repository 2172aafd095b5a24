"""A campaign is of what stood on the ledger at a moment, seen on a day: figures, visits, problems, answers."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from ledger.complaints.complaint import Complaint, ComplaintKind
from ledger.complaints.keeping import enter
from ledger.figures.chosen import Projects
from ledger.figures.keeping import Reporting, report
from ledger.figures.reserve import reserve_of
from ledger.permits.keeping import report as keep_permit
from ledger.registry.days import CHINA, local_day
from mobile_schema.reports.figure import NewFigure
from mobile_schema.reports.permit import PermitKind, PermitState
from oversight.campaigns.checking import shipped_campaigns
from oversight.campaigns.progress import UNSAID, Reached, behind
from oversight.campaigns.stored import Watched, counted_of, progress_of
from tests.ledger.complaints.parts import complaint
from tests.ledger.factories import PROJECT, RULES
from tests.ledger.parts import Ledger
from tests.ledger.permits.parts import granted, permit

REPORTED = datetime(2019, 7, 5, tzinfo=UTC)
JUNE = date(2019, 6, 30)
START = shipped_campaigns()["start-month"]


def watched(ledger: Ledger, as_of: datetime | None = None, day: date | None = None) -> Watched:
    at = as_of or ledger.clock.now()
    return Watched(ledger.store, RULES.catalogue, RULES.calendars, CHINA, at, day or local_day(at, CHINA))


def shown(name: str, on: Watched, place: str = "太原市") -> dict[str, Reached]:
    rows = {row.name: row for row in progress_of(shipped_campaigns()[name], on)}
    return {each.key: each for each in rows[place].reached}


def brought(ledger: Ledger, *figures: dict[str, Any], at: datetime = REPORTED) -> None:
    whole = [{"month": "2019-06", "plan_year": 100, "done_year": 50, **each} for each in figures]
    said = [NewFigure.model_validate_json(json.dumps(each)) for each in whole]
    report(ledger.store, said, Reporting("someone", at, RULES.catalogue, CHINA))


OLD, NEW = {"kind": "carried-over", "regions": ("太原市",)}, {"kind": "new", "regions": ("太原市",)}


def test_starts_are_of_each_projects_last_figure_of_the_year(ledger: Ledger) -> None:
    brought(
        ledger,
        {"name": "路", **OLD, "month": "2019-05", "resumed": False},
        {"name": "路", **OLD, "resumed": True},
        {"name": "桥", **OLD, "month": "2019-04", "resumed": False},
        {"name": "渠", **NEW, "stage": "started"},
        {"name": "塔", **NEW, "stage": "preliminary", "due_start": "2019-05-01"},
        {"name": "站", **NEW, "stage": "terminated"},
        {"name": "旧", **OLD, "month": "2018-12", "resumed": True},
    )
    on = watched(ledger, REPORTED, JUNE)
    found = shown("start-month", on)
    assert [(each.done, each.of) for each in (found["resumed"], found["started"])] == [(1, 2), (1, 2)]
    assert (found["late"].done, str(found["started"].value), found["started"].light) == (1, "50.0", "red")
    assert shown("start-month", on, "大同市")["resumed"].value is None
    left = behind(START, "resumed", "left", "140100", counted_of(START, on))
    assert [each.name for each in left] == ["桥"]


def test_what_was_reported_later_is_not_known_before(ledger: Ledger) -> None:
    later = datetime(2019, 7, 20, tzinfo=UTC)
    brought(ledger, {"name": "路", **OLD, "resumed": False})
    brought(ledger, {"name": "路", **OLD, "resumed": True}, at=later)
    found = [shown("start-month", watched(ledger, at, JUNE))["resumed"].done for at in (REPORTED, later)]
    assert found == [0, 1]
    again = [progress_of(START, watched(ledger, REPORTED, JUNE)) for _ in range(2)]
    assert again[0] == again[1]


def test_a_project_that_lies_in_several_places_is_in_none_of_them(ledger: Ledger) -> None:
    brought(ledger, {"name": "路", "kind": "carried-over", "resumed": True, "regions": ("太原市", "大同市")})
    on = watched(ledger, REPORTED, JUNE)
    assert shown("start-month", on)["resumed"].of == 0
    assert shown("start-month", on, "跨区域、上级")["resumed"].of == 1


def test_visits_and_their_problems_are_counted_and_what_became_of_them(ledger: Ledger) -> None:
    open_one, solved = ledger.opened(2)
    found = shown("site-visits", watched(ledger))
    assert [found[key].done for key in ("visited", "frequency", "found", "answered", "solved")] == [1, 2, 2, 0, 0]
    before = ledger.clock.now()
    ledger.wait(hours=5).walk(solved.id, "accept", "report-progress", "request-closure", "approve-closure")
    now, then = (shown("site-visits", watched(ledger, at)) for at in (None, before))
    assert [(each["answered"].done, each["solved"].done) for each in (now, then)] == [(1, 1), (0, 0)]
    campaign = shipped_campaigns()["site-visits"]
    list_behind = behind(campaign, "visited", "done", "140100", counted_of(campaign, watched(ledger)))
    assert [each.id for each in list_behind] == [PROJECT]
    assert open_one.id != solved.id


def test_problems_of_other_categories_are_not_the_campaigns(ledger: Ledger) -> None:
    ledger.opened(1)
    counts = {name: shown(name, watched(ledger))["found"].done for name in ("permits-month", "obstruction")}
    assert counts == {"permits-month": 1, "obstruction": 0}


def test_what_is_not_on_the_ledger_has_no_number(ledger: Ledger) -> None:
    found = shown("obstruction", watched(ledger))
    assert (found["cases"].value, found["cases"].done) == (None, None)
    assert found["cases"].why


def test_production_is_due_by_the_day_planned_of_the_figure_or_the_registry(ledger: Ledger) -> None:
    place, due = {"regions": ("太原市",)}, {"due_produce": "2019-06-15"}
    brought(
        ledger,
        {"name": "路", **place, **due, "stage": "producing"},
        {"name": "桥", **place, **due, "stage": "completed"},
        {"name": "渠", **place, "stage": "building", "due_produce": "2019-07-01"},
        {"name": "塔", **place, **due, "stage": "terminated"},
        {"name": "站", **place, "stage": "building"},
        {"name": "坝", **place, **due},
        {"project": PROJECT, **place, "stage": "building"},
    )
    registered = replace(RULES.catalogue.projects[PROJECT], due_produce=date(2019, 6, 30))
    projects = {**RULES.catalogue.projects, PROJECT: registered}
    june = replace(watched(ledger, REPORTED, JUNE), catalogue=replace(RULES.catalogue, projects=projects))
    before = shown("production-month", watched(ledger, REPORTED, date(2019, 6, 14)))
    assert (before["due"].done, before["produced"].value) == (0, None)
    found = shown("production-month", june)
    assert [found[key].done for key in ("due", "produced", "late")] == [4, 1, 2], (
        "a figure without a stage tells nothing"
    )
    assert (str(found["produced"].value), found["produced"].light) == ("25.0", "red")
    campaign = shipped_campaigns()["production-month"]
    late = behind(campaign, "late", "done", "140100", counted_of(campaign, june))
    assert {each.id for each in late} == {PROJECT, next(each.id for each in late if each.name == "桥")}


def test_permits_are_counted_as_they_stood_on_the_day_with_the_list_behind(ledger: Ledger) -> None:
    at = datetime(2019, 6, 3, tzinfo=UTC)
    late = {"limit_days": None, "limit_on": date(2019, 4, 30)}
    for one in (
        permit(**late),
        granted(date(2019, 5, 20), kind=PermitKind.LAND, **late),
        granted(date(2019, 5, 20), kind=PermitKind.ACCEPTANCE, parallel="竣工"),
        permit(kind=PermitKind.FIRE, state=PermitState.NOT_NEEDED, applied_on=None),
    ):
        keep_permit(ledger.store, one, lambda _: None)
    may, june = (watched(ledger, at, date(2019, month, 1)) for month in (5, 6))
    found = [shown("permits-month", on) for on in (may, june)]
    assert [(each["permits"].done, each["permits"].of, each["late"].done) for each in found] == [(0, 3, 2), (2, 3, 1)]
    assert found[1]["granted_late"].done == 2
    assert shown("production-month", june)["parallel"].done == 1
    campaign = shipped_campaigns()["permits-month"]
    behind_it = behind(campaign, "late", "done", "140100", counted_of(campaign, june))
    assert [each.id for each in behind_it] == [f"{PROJECT}/environment/"]
    assert shown("permits-month", watched(ledger, datetime(2019, 6, 2, tzinfo=UTC), june.day))["permits"].of == 0


def test_of_the_reserve_the_last_figure_says_the_programme_also_where_it_names_no_stage(ledger: Ledger) -> None:
    place = {"name": "路", "regions": ("太原市",), "kind": "new"}
    brought(
        ledger, {**place, "month": "2019-01", "stage": "reserve"}, {**place, "month": "2019-02", "transition": True}
    )
    (reserved,) = reserve_of(ledger.store, "2019-06", REPORTED)
    assert (reserved.transition, reserved.begun) == (True, False)


def test_a_campaign_of_a_programme_counts_its_projects_alone(ledger: Ledger) -> None:
    brought(
        ledger,
        {"name": "路", **NEW, "stage": "started", "transition": True},
        {"name": "桥", **NEW, "stage": "preliminary", "transition": True},
        {"name": "渠", **NEW, "stage": "preliminary"},
        {"name": "塔", **NEW, "stage": "reserve", "transition": True},
        {"name": "站", **NEW, "stage": "reserve", "transition": False},
    )
    on = watched(ledger, REPORTED, JUNE)
    for name, key, of in (("start-month", "started", 3), ("reserve-conversion", "conversion", 1)):
        text = json.dumps({"programmes": ["转型"]})
        asked = shipped_campaigns()[name].model_copy(update={"projects": Projects.model_validate_json(text)})
        (row,) = (row for row in progress_of(asked, on) if row.name == "太原市")
        assert {each.key: each.of for each in row.reached}[key] == of


def test_reserve_projects_are_counted_with_what_became_of_them(ledger: Ledger) -> None:
    place = {"regions": ("太原市",)}
    brought(
        ledger,
        {"name": "路", **place, "month": "2018-12", "stage": "reserve"},
        {"name": "路", **place, "month": "2019-03", "stage": "started"},
        {"name": "桥", **place, "month": "2018-12", "stage": "reserve"},
        {"name": "渠", **place, "month": "2019-02", "stage": "reserve"},
        {"name": "渠", **place, "month": "2019-06", "stage": "terminated"},
        {"name": "塔", **place, "month": "2019-06", "stage": "building"},
    )
    found = shown("reserve-conversion", watched(ledger, REPORTED, JUNE))
    assert (found["reserve"].done, found["conversion"].done, found["conversion"].of) == (3, 1, 3)
    assert shown("reserve-conversion", watched(ledger, REPORTED, date(2019, 2, 28)))["conversion"].done == 0
    campaign = shipped_campaigns()["reserve-conversion"]
    left = behind(campaign, "conversion", "left", "140100", counted_of(campaign, watched(ledger, REPORTED, JUNE)))
    assert {each.name for each in left} == {"桥", "渠"}


def test_complaints_are_counted_by_kind_with_their_fees_and_the_mean_of_their_days(ledger: Ledger) -> None:
    def keep(said: Complaint) -> None:
        enter(ledger.store, said, lambda _: said, lambda _: None)

    keep(complaint())
    keep(complaint(kind=ComplaintKind.TOO_SLOW, fee=None, days=35))
    keep(complaint(kind=ComplaintKind.MONOPOLY, fee=None, days=None, region="140213"))
    keep(complaint(received_on=date(2018, 12, 31)))
    keep(complaint(withdrawn="重复"))
    on = watched(ledger, REPORTED, JUNE)
    found = shown("intermediaries", on)
    keys = ("complaints", "overcharging", "too_slow", "monopoly", "fees", "days")
    assert [str(found[key].value) for key in keys] == ["2", "1", "1", "0", "3.50", "27.5"]
    campaign = shipped_campaigns()["intermediaries"]
    assert [each.name for each in behind(campaign, "fees", "done", "140100", counted_of(campaign, on))] == [
        "某评估公司 · 乱收费"
    ]
    unsaid = shown("intermediaries", on, "大同市")["fees"]
    assert (unsaid.value, unsaid.done, unsaid.why) == (None, None, UNSAID)
