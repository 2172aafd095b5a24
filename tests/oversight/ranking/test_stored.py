"""Rankings are of what stood on the ledger at a moment: of issues by their events, of projects by their figures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.figures.chosen import Projects
from ledger.figures.keeping import Reporting, report
from ledger.figures.placing.where import derived_code
from ledger.figures.withdrawal.withdrawing import withdraw
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import NewFigure, Stage
from oversight.ranking.computing import Ranked, behind
from oversight.ranking.periods import PeriodKind, period_of
from oversight.ranking.rule import Rule
from oversight.ranking.shipped import shipped_rules
from oversight.ranking.stored import Ledger as Stored
from oversight.ranking.stored import items_of, places_before, ranking_of, subjects_named
from oversight.subjects import UnknownSubject, code_of
from tests.ledger.factories import PROJECT, START
from tests.ledger.parts import Ledger

CATALOGUE = load_catalogue(samples=True)
MONTH = f"{START:%Y-%m}"
SEPTEMBER = datetime(2019, 9, 5, tzinfo=UTC)


def rule(name: str, **over: Any) -> Rule:
    return shipped_rules()[name].model_copy(update=over)


def ranked(ledger: Ledger, by: Rule, period: str, as_of: datetime) -> dict[str, Ranked]:
    rows = ranking_of(by, period_of(period), Stored(ledger.store, CATALOGUE, CHINA, as_of))
    return {row.subject.name: row for row in rows}


def test_closure_work_is_counted_from_events(ledger: Ledger) -> None:
    good, back, idle = (issue.id for issue in ledger.opened(3))
    ledger.wait(hours=5).walk(good, "accept", "report-progress", "request-closure", "approve-closure")
    ledger.walk(back, "accept", "report-progress", "request-closure", "return-closure")
    found = ranked(ledger, rule("closure-by-city", min_items=1), MONTH, ledger.clock.now())["太原市"]
    assert told(found, "closed", "on_time_rate", "returned", "open", "days") == [1, 100, 1, 2, 0]
    assert (found.place, found.broken) == (1, ())
    by_unit = ranked(ledger, rule("closure-by-unit", min_items=1), MONTH, ledger.clock.now())
    assert [row.place for row in by_unit.values() if row.place] == [1]
    assert idle not in {good, back}


def test_a_unit_is_known_by_its_id_and_by_a_name_that_it_has_alone(ledger: Ledger) -> None:
    housing = CATALOGUE.units["140105-housing"]
    twin = replace(CATALOGUE, units={**CATALOGUE.units, "other": housing})
    by_unit = rule("closure-by-unit")
    named = [
        subjects_named(by_unit, Stored(ledger.store, each, CHINA, ledger.clock.now()), ()) for each in (CATALOGUE, twin)
    ]
    assert [code_of(housing.name_zh, named[0]), code_of("140105-housing", named[1])] == ["140105-housing"] * 2
    with pytest.raises(UnknownSubject):
        code_of(housing.name_zh, named[1])


def test_a_ranking_of_key_projects_has_no_others(ledger: Ledger) -> None:
    said: dict[str, Any] = {"month": "2019-08", "plan_year": 100, "done_year": 50, "regions": ("太原市",)}
    named = [NewFigure(name=name, key_project=key, **said) for name, key in (("路", True), ("桥", False), ("渠", None))]
    report(ledger.store, named, Reporting("someone", SEPTEMBER, CATALOGUE, CHINA))
    by = rule("shanxi-province-level")
    keyed = by.model_copy(update={"projects": Projects.model_validate({"programmes": ["重点工程"]})})
    counts = [ranked(ledger, each, "2019-08", SEPTEMBER)["太原市"].items for each in (by, keyed)]
    assert counts == [3, 1]


def test_what_becomes_of_a_programme_in_the_registry_later_changes_no_ranking_that_was_made(ledger: Ledger) -> None:
    said: dict[str, Any] = {"plan_year": 100, "done_year": 50, "regions": ("太原市",)}
    marked = replace(CATALOGUE.projects[PROJECT], key_project=True)
    registered = replace(CATALOGUE, projects={**CATALOGUE.projects, PROJECT: marked})
    by = rule("shanxi-province-level", projects=Projects.model_validate({"programmes": ["重点工程"]}))

    def projects(catalogue: Catalogue, month: str) -> list[str]:
        return [item.id for item in items_of(by, period_of(month), Stored(ledger.store, catalogue, CHINA, SEPTEMBER))]

    for catalogue, month in ((CATALOGUE, "2019-07"), (registered, "2019-08")):
        figure = NewFigure(project=PROJECT, month=month, **said)
        report(ledger.store, [figure], Reporting("someone", SEPTEMBER, catalogue, CHINA))
    assert [projects(registered, "2019-07"), projects(CATALOGUE, "2019-08")] == [[], [PROJECT]]


def test_a_ranking_of_issues_chooses_no_projects() -> None:
    told = shipped_rules()["closure-by-city"].model_dump() | {"projects": {"programmes": ["转型"]}}
    with pytest.raises(ValidationError, match="source: figures"):
        Rule.model_validate(told)


def test_what_was_not_yet_closed_then_is_open_as_of_that_day(ledger: Ledger) -> None:
    (issue,) = ledger.opened(1)
    before = ledger.clock.now()
    ledger.wait(hours=5).walk(issue.id, "accept", "report-progress", "request-closure", "approve-closure")
    by = rule("closure-by-city", min_items=1)
    then, now = (ranked(ledger, by, MONTH, at)["太原市"] for at in (before, ledger.clock.now()))
    assert (told(then, "closed", "open"), then.place) == ([0, 1], None)
    assert (told(now, "closed", "open"), now.place) == ([1, 0], 1)


def test_what_came_back_is_no_closure_any_more_and_counts_as_reopened(ledger: Ledger) -> None:
    (issue,) = ledger.opened(1)
    ledger.wait(hours=5).walk(issue.id, "accept", "report-progress", "request-closure", "approve-closure", "reopen")
    found = ranked(ledger, rule("closure-by-city"), MONTH, ledger.clock.now())["太原市"]
    assert (told(found, "closed", "reopened"), found.place) == ([0, 1], None)


def test_too_few_closures_are_not_ranked_and_say_so(ledger: Ledger) -> None:
    (issue,) = ledger.opened(1)
    ledger.walk(issue.id, "accept", "report-progress", "request-closure", "approve-closure")
    found = ranked(ledger, rule("closure-by-city"), MONTH, ledger.clock.now())["太原市"]
    assert found.place is None
    assert "少于 10" in (found.excluded or "")


def told(row: Ranked, *names: str) -> list[object]:
    return [row.values[name] for name in names]


def said(month: str, region: str, **over: Any) -> NewFigure:
    told = {"name": "路", "month": month, "plan_year": 100, "done_year": 50, "regions": (region,)}
    return NewFigure(**{**told, **over})


def test_a_project_that_moved_counts_in_each_month_where_it_lay(ledger: Ledger) -> None:
    reporting = Reporting("someone", SEPTEMBER, CATALOGUE, CHINA)
    report(ledger.store, [said("2019-06", "太原市小店区"), said("2019-08", "太原市迎泽区")], reporting)
    by = rule("shanxi-province-level-counties")
    june, august = (ranked(ledger, by, period, SEPTEMBER) for period in ("2019-06", "2019-08"))
    assert (june["太原市小店区"].place, june["太原市迎泽区"].place) == (1, None)
    assert (august["太原市小店区"].place, august["太原市迎泽区"].place) == (None, 1)


def test_what_lies_in_two_counties_of_a_city_is_across_counties_and_not_across_cities(ledger: Ledger) -> None:
    both = said("2019-08", "", regions=("太原市小店区", "太原市迎泽区"))
    report(ledger.store, [both], Reporting("someone", SEPTEMBER, CATALOGUE, CHINA))
    cities = ranked(ledger, rule("shanxi-province-level"), "2019-08", SEPTEMBER)
    counties = ranked(ledger, rule("shanxi-province-level-counties"), "2019-08", SEPTEMBER)
    assert (cities["太原市"].place, cities["跨市"].items) == (1, 0)
    assert counties["跨县"].items == 1


def test_what_lies_in_a_zone_counts_for_it_and_for_its_county_and_once_in_the_whole(ledger: Ledger) -> None:
    figures = [
        said("2019-08", "太原市小店区", zone="综改示范区", done_year=60),
        said("2019-08", "太原市小店区", name="桥", done_year=40),
        said("2019-08", "太原市清徐县", name="渠", done_year=10),
        said("2019-08", "", name="线", regions=("太原市小店区", "太原市清徐县"), zone="综改示范区"),
        said("2019-08", "太原市小店区", name="坝", zone="综改示范区", stage=Stage.TERMINATED),
    ]
    report(ledger.store, figures, Reporting("someone", SEPTEMBER, CATALOGUE, CHINA))
    by = rule("shanxi-province-level-sequences")
    rows = ranked(ledger, by, "2019-08", SEPTEMBER)
    zone, district = rows["山西转型综改示范区（太原区）"], rows["太原市小店区"]
    assert [(each.sequence, each.place, each.items) for each in (zone, district, rows["太原市清徐县"])] == [
        ("开发区", 1, 1),
        ("区", 1, 2),
        ("县（市）", 1, 1),
    ]
    assert (zone.values["rate"], district.values["rate"], rows["跨县"].items) == (60, 50, 1)
    assert (rows["全省"].values["projects"], rows["全省"].values["rate"]) == (5, 40)
    alone = ranked(ledger, by.model_copy(update={"in_zones": "zone"}), "2019-08", SEPTEMBER)
    assert (alone[zone.subject.name].values["rate"], alone["太原市小店区"].values["rate"]) == (60, 40)
    assert alone["全省"].values == rows["全省"].values
    items = items_of(by, period_of("2019-08"), Stored(ledger.store, CATALOGUE, CHINA, SEPTEMBER))
    assert [each.name for each in behind(by, items, "done", zone.subject.code)] == ["路"]


def test_a_figure_of_another_month_is_in_no_ranking_of_this_one(ledger: Ledger) -> None:
    report(ledger.store, [said("2019-07", "太原市")], Reporting("someone", SEPTEMBER, CATALOGUE, CHINA))
    assert ranked(ledger, rule("shanxi-province-level"), "2019-08", SEPTEMBER)["全省"].items == 0


def test_a_figure_reported_later_is_not_there_before(ledger: Ledger) -> None:
    report(ledger.store, [said("2019-08", "太原市")], Reporting("someone", SEPTEMBER, CATALOGUE, CHINA))
    by = rule("shanxi-province-level")
    assert ranked(ledger, by, "2019-08", SEPTEMBER - timedelta(milliseconds=1))["全省"].items == 0
    assert ranked(ledger, by, "2019-08", SEPTEMBER)["全省"].items == 1


def test_the_places_of_the_period_before_are_those_that_stand_on_the_ledger(ledger: Ledger) -> None:
    reporting = Reporting("someone", SEPTEMBER, CATALOGUE, CHINA)
    july = [said("2019-07", "太原市", done_year=40), said("2019-07", "大同市", name="桥", done_year=60)]
    report(ledger.store, july, reporting)
    by, august = rule("shanxi-province-level"), period_of("2019-08")
    stored = Stored(ledger.store, CATALOGUE, CHINA, SEPTEMBER)
    assert places_before(by, august, stored) == {"140200": 1, "140100": 2}
    later = SEPTEMBER + timedelta(days=1)
    report(ledger.store, [said("2019-07", "太原市", done_year=90)], Reporting("someone", later, CATALOGUE, CHINA))
    assert places_before(by, august, replace(stored, as_of=later)) == {"140100": 1, "140200": 2}
    assert places_before(by, august, stored) == {"140200": 1, "140100": 2}
    assert places_before(by, period_of("2019-07"), stored) == {}


def test_a_month_that_is_withdrawn_is_in_no_ranking_from_then_on(ledger: Ledger) -> None:
    reporting = Reporting("someone", SEPTEMBER, CATALOGUE, CHINA)
    july = [said("2019-07", "太原市", done_year=10, name="甲"), said("2019-07", "大同市", done_year=50, name="乙")]
    report(ledger.store, july, reporting)
    by, later = rule("shanxi-province-level"), SEPTEMBER + timedelta(days=1)
    before = Stored(ledger.store, CATALOGUE, CHINA, SEPTEMBER)
    assert places_before(by, period_of("2019-08"), before) == {"140200": 1, "140100": 2}
    withdraw(ledger.store, derived_code("乙", ("140200",)), "2019-07", "误", replace(reporting, at=later))
    assert places_before(by, period_of("2019-08"), replace(before, as_of=later)) == {"140100": 1, "140200": 2}
    assert places_before(by, period_of("2019-08"), before) == {"140200": 1, "140100": 2}
    assert ranked(ledger, by, "2019-07", later)["全省"].items == 1


@pytest.mark.parametrize(
    ("kind", "period", "before"),
    [
        ("month-to-date", "2019-08", "2019-07"),
        ("month", "2019-01", "2018-12"),
        ("quarter", "2019-Q1", "2018-Q4"),
        ("quarter", "2019-08", "2019-05"),
        ("month-to-date", "2019-Q3", "2019-Q2"),
        ("month", "2019", "2018"),
        ("year", "1900", None),
    ],
)
def test_the_period_before_is_written_as_it_was_asked(kind: PeriodKind, period: str, before: str | None) -> None:
    found = period_of(period).before(kind)
    assert (found and found.name) == before
    assert found is None or found == period_of(found.name)
