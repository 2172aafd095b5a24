"""A campaign is of what stood on the ledger at a moment, seen on a day: figures, visits, problems, answers."""

import json
from datetime import UTC, date, datetime
from typing import Any

from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA, local_day
from mobile_schema.reports.figure import NewFigure
from oversight.campaigns.checking import shipped_campaigns
from oversight.campaigns.progress import Reached, behind
from oversight.campaigns.stored import Watched, counted_of, progress_of
from tests.ledger.factories import PROJECT, RULES
from tests.ledger.parts import Ledger

REPORTED = datetime(2019, 7, 5, tzinfo=UTC)
JUNE = date(2019, 6, 30)
START = shipped_campaigns()["start-month"]


def watched(ledger: Ledger, as_of: datetime | None = None, day: date | None = None) -> Watched:
    at = as_of or ledger.clock.now()
    return Watched(ledger.store, RULES.catalogue, CHINA, at, day or local_day(at, CHINA))


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
    found = shown("permits-month", watched(ledger))
    assert (found["permits"].value, found["permits"].done) == (None, None)
    assert found["permits"].why
