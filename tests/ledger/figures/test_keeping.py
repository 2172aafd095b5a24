"""Figures are appended: the same again writes nothing, a correction leaves the old one, and any day can be read."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import asdict

from ledger.figures.figure import Figure, MonthFigure
from ledger.figures.judging import FigureVerdict, JudgedFigure
from ledger.figures.keeping import FIGURES, Reporting, figures_of_project, report, to_event, would_be
from ledger.figures.monthly import figures_of, months_reported
from ledger.figures.reach import REPORT, reach_of
from ledger.mongo.connection import Store
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import FigureReported, Kind, NewFigure
from tests.ledger.parts import Ledger

CATALOGUE = load_catalogue(samples=True)
AT = datetime(2019, 9, 5, tzinfo=UTC)


def said(**over: Any) -> NewFigure:
    told = {"name": "路", "month": "2019-08", "plan_year": 100, "done_year": 50, "regions": ("长治市",)}
    return NewFigure(**{**told, "kind": Kind.CARRIED_OVER, **over})


def brought(store: Store, *figures: NewFigure, at: datetime = AT) -> list[JudgedFigure]:
    return report(store, figures, Reporting("someone", at, CATALOGUE, CHINA))


def verdicts(judged: Sequence[JudgedFigure]) -> list[str]:
    return [one.verdict.value for one in judged]


def august(store: Store, at: datetime = AT) -> list[MonthFigure]:
    return list(figures_of(store, "2019-08", at))


def test_the_same_again_writes_nothing(ledger: Ledger) -> None:
    assert verdicts(brought(ledger.store, said(), said(name="桥"))) == ["new", "new"]
    assert verdicts(brought(ledger.store, said(), said(name="桥"))) == ["same", "same"]
    assert ledger.store[FIGURES].count_documents({}) == 2


def test_a_file_with_its_months_in_any_order_is_the_same_when_it_comes_again(ledger: Ledger) -> None:
    planned = {"plan_months": (10,) * 12, "key_project": True}
    months = [said(month=f"2019-{number:02}", done_year=number) for number in range(8, 1, -1)]
    file = [*months, said(month="2019-01", done_year=1, **planned)]
    assert set(verdicts(brought(ledger.store, *file))) == {"new"}
    assert [(each.key_project, each.plan_months is None) for each in of(ledger.store)] == [(True, False)] * 8
    assert set(verdicts(brought(ledger.store, *file))) == {"same"}


def test_what_becomes_known_of_an_earlier_month_makes_a_report_that_comes_again_no_other(ledger: Ledger) -> None:
    brought(ledger.store, said())
    brought(ledger.store, said(month="2019-01", plan_months=(10,) * 12, transition=True))
    assert verdicts(brought(ledger.store, said())) == ["same"]


def of(store: Store) -> list[Figure]:
    (project,) = store[FIGURES].distinct("project")
    return figures_of_project(store, project)


def test_a_dry_run_writes_nothing(ledger: Ledger) -> None:
    told = would_be(ledger.store, [said()], Reporting("someone", AT, CATALOGUE, CHINA))
    assert (verdicts(told), told[0].project_is_new) == (["new"], True)
    assert august(ledger.store) == []


def test_a_correction_holds_from_its_own_moment_on(ledger: Ledger) -> None:
    later = AT + timedelta(days=3)
    brought(ledger.store, said())
    assert verdicts(brought(ledger.store, said(done_year=60), at=later)) == ["changed"]
    before, after = august(ledger.store, later - timedelta(milliseconds=1)), august(ledger.store, later)
    assert [each.done_year for each in before] == [50]
    assert [each.done_year for each in after] == [60]
    first, second = figures_of_project(ledger.store, before[0].project)
    assert (first.corrects, second.corrects) == (None, first.id)


def test_back_to_what_it_was_is_a_correction_too(ledger: Ledger) -> None:
    for done in (50, 60, 50):
        brought(ledger.store, said(done_year=done))
    (kept,) = august(ledger.store)
    assert kept.done_year == 50
    assert [each.version for each in figures_of_project(ledger.store, kept.project)] == [1, 2, 3]


def test_what_is_wrong_of_one_keeps_no_other_out(ledger: Ledger) -> None:
    told = brought(ledger.store, said(), said(name="桥", regions=("火星",)), said(name="渠", done_year=-5))
    assert verdicts(told) == ["new", "fault", "fault"]
    assert [each.name for each in august(ledger.store)] == ["路"]


def test_two_units_of_one_batch_that_name_one_project_are_in_conflict(ledger: Ledger) -> None:
    assert verdicts(brought(ledger.store, said(unit="甲"), said(unit="乙"))) == ["new", "conflict"]


def test_a_project_that_moved_lies_where_each_figure_says(ledger: Ledger) -> None:
    brought(ledger.store, said(month="2019-06", regions=("太原市小店区",)), said(regions=("太原市迎泽区",)))
    june, late = list(figures_of(ledger.store, "2019-06", AT)), august(ledger.store)
    assert [each.regions for each in june + late] == [("140105",), ("140106",)]
    assert june[0].project == late[0].project


def test_a_project_of_the_same_name_elsewhere_is_another_one_or_asked_for_its_code(ledger: Ledger) -> None:
    assert verdicts(brought(ledger.store, said(), said(regions=("大同市",)))) == ["new", "new"]
    assert verdicts(brought(ledger.store, said(), said(regions=("大同市",)))) == ["same", "same"]
    assert verdicts(brought(ledger.store, said(name="桥"))) == ["new"]
    assert verdicts(brought(ledger.store, said(name="桥", regions=("大同市",)))) == ["conflict"]


def test_many_at_once_keep_each_figure_once(ledger: Ledger) -> None:
    wanted = [said(name=f"路{number}") for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: verdicts(brought(ledger.store, *wanted)), range(4)))
    assert ledger.store[FIGURES].count_documents({}) == 20
    assert sum(each.count(FigureVerdict.NEW) for each in told) >= 20


def test_figures_kept_before_any_said_a_leader_are_read_as_they_are(ledger: Ledger) -> None:
    brought(ledger.store, said())
    ledger.store[FIGURES].update_many({}, {"$unset": {"due_complete": 1, "due_produce": 1, "leader": 1}})
    (counted,) = august(ledger.store)
    (kept,) = figures_of_project(ledger.store, counted.project)
    assert (counted.due_produce, kept.due_produce, kept.leader) == (None, None, "")
    assert verdicts(brought(ledger.store, said(), said(leader="甲某"))) == ["same", "changed"]


def test_what_is_kept_is_the_event_that_is_published(ledger: Ledger) -> None:
    brought(ledger.store, said(started_on=None, source={"sha256": "ab" * 32, "row": 7}))
    (counted,) = august(ledger.store)
    (kept,) = figures_of_project(ledger.store, counted.project)
    assert FigureReported.model_validate(to_event(kept)).id == kept.id


def test_the_months_of_which_anything_was_reported_are_known_the_last_first(ledger: Ledger) -> None:
    assert months_reported(ledger.store) == []
    brought(ledger.store, said(month="2019-06"), said(), said(name="桥", month="2018-12"))
    assert months_reported(ledger.store) == ["2019-08", "2019-06", "2018-12"]


def test_what_is_counted_of_a_figure_is_what_was_reported_of_it(ledger: Ledger) -> None:
    brought(ledger.store, said(plan_year=2**40, total=2**31, started_on="2019-05-31", unit="甲", region_count=3))
    (counted,) = august(ledger.store)
    (kept,) = figures_of_project(ledger.store, counted.project)
    assert {name: getattr(kept, name) for name in counted.__struct_fields__} == asdict(counted)
    assert type(counted.plan_year) is int


def test_what_a_file_has_no_column_for_or_leaves_blank_stays_as_it_was_known(ledger: Ledger) -> None:
    more = {"due_complete": date(2020, 6, 30), "due_produce": date(2020, 12, 31), "leader": "甲某 副市长"}
    brought(ledger.store, said(total=900, progress=5_000, unit="甲", regions=("跨市",), note="说明", **more))
    fewer = NewFigure(
        name="路", month="2019-08", done_year=60, regions=("跨市",), source={"sha256": "ab" * 32, "row": 3}
    )
    assert verdicts(brought(ledger.store, fewer)) == ["changed"]
    before, after = figures_of_project(ledger.store, august(ledger.store)[0].project)
    assert after.done_year == 60
    assert all(
        getattr(after, name) == getattr(before, name)
        for name in ("total", "plan_year", "kind", "progress", "unit", "regions", "region_count", "note", *more)
    )
    typed = said(done_year=60, plan_year=None, regions=("跨市",))
    assert verdicts(brought(ledger.store, typed)) == ["changed"]
    assert august(ledger.store)[0].plan_year is None


def test_of_two_near_names_of_one_file_the_second_is_offered_the_first(ledger: Ledger) -> None:
    first, near, parted = "吕梁铝镁新材料基地", "吕梁铝镁新材料基地项目", "吕梁铝镁新材料基地二期"
    told = brought(
        ledger.store, said(name=first), said(name=near), said(name=parted), said(name=first, month="2019-07")
    )
    assert verdicts(told) == ["new", "fault", "new", "new"]
    assert (told[1].slug, first in told[1].reason) == ("near-project", True)
    elsewhere, own = said(name=near, regions=("大同市",)), said(name=near, new=True)
    assert verdicts(brought(ledger.store, elsewhere, own)) == ["new", "new"]


@pytest.mark.parametrize("name", ["智能产业园1期", "智能产业园Ⅰ期", "智能产业园(一期)"])
def test_a_part_of_a_series_is_one_however_its_number_is_written(ledger: Ledger, name: str) -> None:
    brought(ledger.store, said(name="智能产业园一期"))
    (told,) = brought(ledger.store, said(name=name))
    assert told.slug == "near-project"


def test_a_name_near_to_one_that_figures_gave_is_offered(ledger: Ledger) -> None:
    brought(ledger.store, said(name="长治城市快速路"))
    (told,) = brought(ledger.store, said(name="长治城市快速路工程", month="2019-07"))
    assert (told.verdict, told.slug) == (FigureVerdict.FAULT, "near-project")
    assert verdicts(brought(ledger.store, said(name="长治城市快速路工程", month="2019-07", new=True))) == ["new"]


def test_another_places_unit_is_named_by_nobody_unless_the_month_says_it_already(ledger: Ledger) -> None:
    here = {"project": "2020-140105-30-03-990001", "name": "", "regions": ("140105",), "unit": "140106-housing"}
    within = reach_of(CATALOGUE.persons["supervisor-140105"], REPORT, CATALOGUE)
    county = Reporting("supervisor-140105", AT, CATALOGUE, CHINA, within=within)
    (refused,) = report(ledger.store, [said(**here)], county)
    assert (refused.verdict, refused.slug, refused.field) == (FigureVerdict.FAULT, "unit-elsewhere", "unit")
    brought(ledger.store, said(**here))
    assert verdicts(report(ledger.store, [said(**here, done_year=60)], county)) == ["changed"]


def test_of_two_rows_of_a_file_that_name_one_project_by_code_and_by_name_neither_comes_in(ledger: Ledger) -> None:
    by_name, by_code = (
        said(name="太焦铁路", source={"sha256": "ab" * 32, "sheet": "一", "row": 3}),
        said(project="2019-140100-53-01-900002", done_year=60, source={"sha256": "ab" * 32, "sheet": "一", "row": 4}),
    )
    told = brought(ledger.store, by_name, by_code, said())
    assert verdicts(told) == ["conflict", "conflict", "new"]
    assert ["一!4" in told[0].reason, "一!3" in told[1].reason] == [True, True]
    assert [each.name for each in august(ledger.store)] == ["路"]


def test_a_file_without_regions_is_judged_where_the_month_lies_and_not_where_the_registry_has_it(
    ledger: Ledger,
) -> None:
    code, source = "2020-140105-30-03-990001", {"sha256": "ab" * 32, "row": 3}
    brought(ledger.store, said(project=code, regions=("140106",)))
    row = NewFigure(project=code, month="2019-08", done_year=60, source=source)

    def by(person: str, row: NewFigure = row) -> JudgedFigure:
        within = reach_of(CATALOGUE.persons[person], REPORT, CATALOGUE)
        (told,) = report(ledger.store, [row], Reporting(person, AT, CATALOGUE, CHINA, within=within))
        return told

    assert by("supervisor-140105").slug == "elsewhere"
    assert by("supervisor-140106", row.model_copy(update={"zone": "zone-jinzhong"})).slug == "zone-elsewhere"
    assert by("supervisor-140106").verdict is FigureVerdict.CHANGED
    assert figures_of_project(ledger.store, code)[-1].regions == ("140106",)


def test_a_project_that_figures_alone_know_lies_where_the_month_says_in_a_file_without_regions(ledger: Ledger) -> None:
    brought(ledger.store, said())
    row = NewFigure(name="路", month="2019-08", done_year=60, source={"sha256": "ab" * 32, "row": 3})
    assert verdicts(brought(ledger.store, row)) == ["changed"]
    assert august(ledger.store)[0].regions == ("140400",)


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_rows_that_contradict_each_other_neither_comes_in_also_where_one_says_what_an_older_file_said(
    ledger: Ledger, is_first: bool
) -> None:
    def row(file: str, number: int, done: int) -> NewFigure:
        return said(done_year=done, source={"sha256": file * 32, "sheet": "一", "row": number})

    brought(ledger.store, row("ab", 3, 50))
    again, other = row("cd", 3, 50), row("cd", 4, 60)
    told = brought(ledger.store, *((again, other) if is_first else (other, again)))
    assert verdicts(told) == ["conflict", "conflict"]
    assert ["一!4" in told[not is_first].reason, "一!3" in told[is_first].reason] == [True, True]
    assert august(ledger.store)[0].done_year == 50
