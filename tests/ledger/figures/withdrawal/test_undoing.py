"""A file is taken back: what it alone reported is withdrawn, what it corrected stands again, the rest is named."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import PyMongoError

from ledger.figures.figure import Figure
from ledger.figures.judging import FigureVerdict
from ledger.figures.keeping import FIGURES
from ledger.figures.monthly import figures_of
from ledger.figures.withdrawal import undoing
from ledger.figures.withdrawal.taken_back import UNDONE, WhyLeft
from ledger.figures.withdrawal.undoing import LeftMonth, TakenBack, UnknownFile
from ledger.mongo.connection import Store
from ledger.mongo.waiting import UNDISPATCHED
from tests.ledger.figures.withdrawal.parts import AT, FIRST, ROAD, SECOND, brought, gone, said, undone, versions

DAY = timedelta(days=1)
Plan = Callable[[], tuple[TakenBack, Sequence[Figure]]]


def done(store: Store) -> dict[str, int | None]:
    """What counts of August, by the project's name."""
    return {each.name: each.done_year for each in figures_of(store, "2019-08", AT + 90 * DAY)}


def test_what_the_file_alone_reported_is_withdrawn_and_comes_in_again_as_new(store: Store) -> None:
    rows = said(FIRST), said(FIRST, name="桥"), said(FIRST, month="2019-07")
    brought(store, *rows)
    assert undone(store, FIRST, AT + DAY) == TakenBack(withdrawn=3)
    assert (done(store), versions(store)[-1].withdrawn) == ({}, UNDONE)
    assert brought(store, *rows) == [FigureVerdict.NEW] * 3
    assert done(store) == {"路": 50, "桥": 50}


def test_what_it_corrected_says_again_what_it_said_with_its_source_and_flags(store: Store) -> None:
    brought(store, said(FIRST, done_year=200, note="说明"))
    brought(store, said(SECOND, done_year=60))
    assert undone(store, SECOND, AT + DAY) == TakenBack(restored=1)
    first, second, third = versions(store)
    assert (third.version, third.corrects, third.restores) == (3, second.id, first.id)
    assert (third.done_year, third.note, third.source, third.flags) == (200, "说明", first.source, ("over-plan",))
    assert (third.at, third.by) == (AT + DAY, "someone")
    assert store[UNDISPATCHED].count_documents({"_id": third.id}) == 1


def test_done_again_it_repeats_nothing(store: Store) -> None:
    brought(store, said(FIRST), said(SECOND, name="桥"))
    brought(store, said(SECOND, done_year=60))
    undone(store, SECOND)
    before = store[FIGURES].count_documents({})
    assert undone(store, SECOND) == TakenBack()
    assert store[FIGURES].count_documents({}) == before


def test_one_file_after_the_other_may_be_taken_back(store: Store) -> None:
    brought(store, said(FIRST))
    brought(store, said(SECOND, done_year=60))
    undone(store, SECOND)
    assert undone(store, FIRST) == TakenBack(withdrawn=1)
    assert done(store) == {}


def test_a_file_that_came_twice_otherwise_read_is_taken_back_whole(store: Store) -> None:
    brought(store, said(done_year=40))
    brought(store, said(FIRST, done_year=50))
    brought(store, said(FIRST, done_year=60))
    assert undone(store, FIRST) == TakenBack(restored=1)
    assert done(store) == {"路": 40}


def test_what_was_corrected_since_is_too_old_or_lies_elsewhere_is_left_and_named(store: Store) -> None:
    brought(store, said(FIRST, name="桥"))
    brought(store, said(FIRST), said(FIRST, name="渠", regions=("140105",)), at=AT + 10 * DAY)
    brought(store, said(done_year=60), at=AT + 11 * DAY)
    left = undone(store, FIRST, AT + 31 * DAY).left
    assert {each.name: each.why for each in left} == {"桥": WhyLeft.EXPIRED, "路": WhyLeft.CORRECTED_SINCE}
    assert LeftMonth(ROAD, "路", "2019-08", WhyLeft.CORRECTED_SINCE, ("140400",)) in left
    assert done(store) == {"路": 60, "桥": 50}
    brought(store, said(FIRST, name="渠", regions=("140105",)), at=AT + 31 * DAY)
    told = undone(store, FIRST, AT + 31 * DAY, "supervisor-140400")
    assert {each.name: each.why for each in told.left}["渠"] == WhyLeft.ELSEWHERE


def test_what_says_an_older_figure_again_is_as_old_as_that_one(store: Store) -> None:
    brought(store, said(FIRST))
    brought(store, said(SECOND, done_year=60), at=AT + 20 * DAY)
    undone(store, SECOND, AT + 25 * DAY)
    assert [each.why for each in undone(store, FIRST, AT + 31 * DAY).left] == [WhyLeft.EXPIRED]


def test_on_the_thirtieth_day_it_may_still_be_taken_back(store: Store) -> None:
    brought(store, said(FIRST))
    assert undone(store, FIRST, AT + 30 * DAY) == TakenBack(withdrawn=1)


def test_what_was_withdrawn_meanwhile_is_not_put_back(store: Store) -> None:
    brought(store, said(FIRST), said(FIRST, name="桥"))
    gone(store)
    brought(store, said(SECOND, done_year=60))
    assert undone(store, SECOND) == TakenBack(withdrawn=1)
    assert undone(store, FIRST) == TakenBack(withdrawn=1)
    assert done(store) == {}


def test_of_a_file_that_nobody_brought_nothing_is_taken_back(store: Store) -> None:
    brought(store, said(FIRST))
    with pytest.raises(UnknownFile):
        undone(store, SECOND)


def test_cut_short_it_is_finished_by_the_next_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    brought(store, *(said(FIRST, name=f"路{number}") for number in range(5)))
    monkeypatch.setattr(undoing, "_AT_ONCE", 2)
    keep, kept = undoing.appended, []

    def dies(*what: Any) -> TakenBack:
        if kept:
            raise PyMongoError("gone")
        kept.append(what)
        return keep(*what)

    monkeypatch.setattr(undoing, "appended", dies)
    with pytest.raises(PyMongoError):
        undone(store, FIRST)
    assert len(done(store)) == 3
    monkeypatch.setattr(undoing, "appended", keep)
    assert undone(store, FIRST) == TakenBack(withdrawn=3)
    assert (done(store), store[FIGURES].count_documents({})) == ({}, 10)


def test_several_at_once_take_each_month_back_once(store: Store) -> None:
    brought(store, *(said(FIRST, name=f"路{number}") for number in range(20)))
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: undone(store, FIRST), range(4)))
    assert sum(each.withdrawn for each in told) == 20
    assert store[FIGURES].count_documents({}) == 40


def test_what_comes_while_it_is_taken_back_stands(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    brought(store, said(FIRST), said(FIRST, name="桥"))
    keep = undoing.appended

    def corrected_meanwhile(store: Store, plan: Plan) -> TakenBack:
        def planned() -> tuple[TakenBack, Sequence[Figure]]:
            told = plan()
            brought(store, said(done_year=70))
            return told

        return keep(store, planned)

    monkeypatch.setattr(undoing, "appended", corrected_meanwhile)
    told = undone(store, FIRST)
    assert (told.withdrawn, [each.why for each in told.left]) == (1, [WhyLeft.CORRECTED_SINCE])
    assert done(store) == {"路": 70}
