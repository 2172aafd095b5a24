"""A month that is withdrawn counts as not reported from then on, whoever reads it; what was reported of it stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from msgspec.structs import asdict

from ledger.figures.judging import FigureVerdict
from ledger.figures.keeping import FIGURES, report, to_event
from ledger.figures.monthly import (
    figures_of,
    figures_of_year,
    last_months,
    month_before,
    months_reported,
    silent_between,
)
from ledger.figures.placing.where import derived_code
from ledger.figures.reserve import conversion, reserve_of
from ledger.figures.withdrawal.withdrawing import AlreadyWithdrawn, NoSuchMonth, OutOfReach, withdraw
from ledger.mongo.connection import Store
from ledger.mongo.waiting import UNDISPATCHED
from mobile_schema.reports.figure import FigureReported, Stage
from tests.ledger.figures.withdrawal.parts import AT, FIRST, ROAD, SECOND, brought, gone, said, versions, who

LATER = AT + timedelta(days=1)
NEW, SAME = FigureVerdict.NEW, FigureVerdict.SAME


def month_of(store: Store) -> str | None:
    """Of which month the year's figure of the only project is, told by what was done."""
    return next((f"2019-{each.done_year:02}" for each in figures_of_year(store, "2019-08", LATER)), None)


def test_its_next_version_says_why_and_what_was_reported_stays(store: Store) -> None:
    brought(store, said(FIRST, done_year=200, note="说明"))
    told = gone(store, at=LATER)
    first, last = versions(store)
    assert (last, last.version, last.corrects) == (told, 2, first.id)
    assert (last.withdrawn, last.by, last.at, last.flags) == ("报错了月份", "someone", LATER, ())
    assert (last.source["sha256"], last.note, last.done_year) == (None, "说明", 200)
    assert FigureReported.model_validate(to_event(last)).withdrawn == "报错了月份"
    assert store[UNDISPATCHED].count_documents({"_id": last.id}) == 1


def test_no_ranking_of_the_month_has_it_and_one_of_a_moment_before_has_it_still(store: Store) -> None:
    brought(store, said(), said(name="桥"))
    gone(store, at=LATER)
    assert [each.name for each in figures_of(store, "2019-08", LATER)] == ["桥"]
    assert {each.name for each in figures_of(store, "2019-08", LATER - timedelta(seconds=1))} == {"桥", "路"}


def test_an_earlier_month_of_the_year_has_the_last_figure_then(store: Store) -> None:
    brought(store, *(said(month=f"2019-0{number}", done_year=number) for number in (6, 7, 8)))
    assert month_of(store) == "2019-08"
    gone(store)
    gone(store, "2019-06")
    assert month_of(store) == "2019-07"
    gone(store, "2019-07")
    assert month_of(store) is None
    brought(store, said(month="2019-06", done_year=6), at=LATER)
    assert month_of(store) == "2019-06"


def test_since_when_a_project_is_silent_is_told_without_it(store: Store) -> None:
    brought(store, *(said(month=f"2019-0{number}") for number in (5, 6, 8)), said(name="桥", month="2019-06"))
    assert [each.name for each in silent_between(store, "2019-01", "2019-06")] == ["桥"]
    gone(store)
    assert sorted(each.name for each in silent_between(store, "2019-01", "2019-06")) == ["桥", "路"]
    assert last_months(store, [ROAD]) == {ROAD: "2019-06"}
    gone(store, "2019-06")
    assert (month_before(store, ROAD, "2019-09"), last_months(store, [ROAD])) == ("2019-05", {ROAD: "2019-05"})
    assert [each.month for each in silent_between(store, "2019-01", "2019-05")] == ["2019-05"]
    gone(store, "2019-05")
    assert (month_before(store, ROAD, "2019-09"), last_months(store, [ROAD])) == (None, {})
    assert [each.name for each in silent_between(store, "2019-01", "2019-06")] == ["桥"]


def test_a_month_of_which_nothing_counts_any_more_is_none_that_was_reported(store: Store) -> None:
    brought(store, said(), said(name="桥"), said(month="2019-07"))
    gone(store)
    assert months_reported(store) == ["2019-08", "2019-07"]
    gone(store, "2019-07")
    assert months_reported(store) == ["2019-08"]
    brought(store, said(month="2019-07"))
    assert months_reported(store) == ["2019-08", "2019-07"]


def test_what_it_said_of_the_reserve_is_not_counted(store: Store) -> None:
    brought(store, said(month="2019-03", stage=Stage.RESERVE), said(month="2019-06", stage=Stage.STARTED))
    gone(store, "2019-06", LATER)
    assert [each.begun for each in reserve_of(store, "2019-08", AT)] == [True]
    assert [each.begun for each in reserve_of(store, "2019-08", LATER)] == [False]
    gone(store, "2019-03", LATER)
    brought(store, said(month="2019-07", stage=None), at=LATER)
    assert list(reserve_of(store, "2019-08", LATER)) == []
    assert conversion(store, 2019, LATER) == {}


def test_what_was_said_before_it_says_nothing_of_the_stage_that_is_reported_after_it(store: Store) -> None:
    brought(store, said(month="2019-03", stage=Stage.RESERVE), said(month="2019-06", stage=Stage.STARTED))
    gone(store, "2019-06")
    brought(store, said(month="2019-06", stage=None))
    assert [each.begun for each in reserve_of(store, "2019-08", AT)] == [False]


def test_the_same_or_another_report_of_it_is_new_and_goes_on_with_the_versions(store: Store) -> None:
    brought(store, said(unit="甲"))
    withdrawn = gone(store)
    assert brought(store, said(unit="乙"), said(name="桥")) == [NEW, NEW]
    assert brought(store, said(unit="乙")) == [SAME]
    last = versions(store)[-1]
    assert (last.version, last.corrects, last.unit, last.withdrawn) == (3, withdrawn.id, "乙", "")
    assert {each.name for each in figures_of(store, "2019-08", AT)} == {"桥", "路"}


def test_a_file_takes_over_nothing_of_it_and_no_later_month_does(store: Store) -> None:
    brought(store, said(month="2019-07", key_project=True, done_year=90, note="误"))
    gone(store, "2019-07")
    (judged,) = report(store, [said(done_year=40)], who())
    assert judged.figure is not None
    assert (judged.project_is_new, judged.flags, judged.figure.key_project) == (True, (), None)
    brought(store, said(SECOND, month="2019-07", done_year=30))
    assert [(each.note, each.key_project) for each in versions(store) if each.version == 3] == [("", None)]


def test_a_month_before_it_is_looked_for_further_back(store: Store) -> None:
    brought(store, said(month="2019-01", key_project=True), said(month="2019-07"))
    gone(store, "2019-07")
    brought(store, said())
    last = versions(store)[-1]
    assert (last.key_project, last.flags) == (True, ("gap",))


def test_a_wrong_name_whose_months_are_withdrawn_is_offered_for_no_other(store: Store) -> None:
    wrong, right = said(name="长治城市快速路工程"), said(name="长治城市快速路")
    project = report(store, [wrong], who())[0].figure
    assert project is not None
    assert brought(store, right) == [FigureVerdict.FAULT]
    gone(store, project=project.project)
    assert brought(store, right) == [NEW]


def test_what_was_withdrawn_in_a_wrong_place_is_another_project_in_the_right_one(store: Store) -> None:
    wrong = derived_code("路", ("140200",))
    for _ in range(2):
        assert brought(store, said(regions=("140200",))) == [NEW]
        gone(store, project=wrong)
    (judged,) = report(store, [said()], who())
    assert judged.figure is not None
    assert (judged.figure.project, judged.project_is_new) == (ROAD, True)
    assert [each.version for each in versions(store, wrong)] == [1, 2, 3, 4]


def test_there_must_be_a_month_that_counts_and_one_may_report(store: Store) -> None:
    with pytest.raises(NoSuchMonth):
        gone(store)
    brought(store, said())
    with pytest.raises(OutOfReach):
        withdraw(store, ROAD, "2019-08", "误", who(person="supervisor-140105"))
    gone(store)
    with pytest.raises(AlreadyWithdrawn):
        gone(store)
    assert len(versions(store)) == 2


def test_a_unit_withdraws_what_it_reported_in_its_own_name_and_no_other_units(store: Store) -> None:
    code, unit = "2019-140105-65-03-990010", "140105-natural-resources"
    brought(store, said(project=code, regions=("140105",), unit=unit), said(project=code, month="2019-07", unit="甲"))
    staff = who(person=f"staff-{unit}")
    assert withdraw(store, code, "2019-08", "误", staff).by == f"staff-{unit}"
    with pytest.raises(OutOfReach):
        withdraw(store, code, "2019-07", "误", staff)


def test_of_several_at_once_one_withdraws_it(store: Store) -> None:
    brought(store, said())

    def once(_: int) -> bool:
        try:
            gone(store)
        except AlreadyWithdrawn:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(once, range(4))) == [False, False, False, True]
    assert store[FIGURES].count_documents({}) == 2


def test_figures_kept_before_any_was_withdrawn_are_read_as_they_are(store: Store) -> None:
    brought(store, said())
    store[FIGURES].update_many({}, {"$unset": {"withdrawn": 1, "restores": 1}})
    (kept,) = versions(store)
    assert (kept.withdrawn, kept.restores) == ("", None)
    assert [asdict(each)["name"] for each in figures_of(store, "2019-08", AT)] == ["路"]
    gone(store)
    assert list(figures_of(store, "2019-08", AT)) == []
