"""What a process keeps of projects is what stands on the ledger, whatever came in since it read them whole."""

from typing import Any

from ledger.figures.keeping import Reporting, report
from ledger.figures.placing.where import derived_code
from ledger.figures.withdrawal.withdrawing import withdraw
from ledger.registry.days import CHINA
from mobile_schema.reports.figure import NewFigure, Stage
from oversight.projects.following import Followed
from oversight.projects.summing import Cell, Sums, cells_of
from tests.ledger.factories import RULES
from tests.ledger.parts import Ledger


def brought(ledger: Ledger, **over: Any) -> None:
    said = {"name": "渠", "month": "2026-01", "plan_year": 100, "done_year": 10, "regions": ("太原市",)} | over
    report(ledger.store, [NewFigure(**said)], Reporting("someone", ledger.clock.now(), RULES.catalogue, CHINA))


def withdrawn(ledger: Ledger, month: str, name: str = "渠") -> None:
    reporting = Reporting("someone", ledger.clock.now(), RULES.catalogue, CHINA)
    withdraw(ledger.store, derived_code(name, ("140100",)), month, "误", reporting)


def cells_of_new(ledger: Ledger) -> list[Cell]:
    return Followed(ledger.store).cells(2026)


def done(followed: Followed) -> dict[str, int | None]:
    return {last.figure.name: last.figure.done_year for last in followed.those(lambda _: True)}


def test_it_follows_what_comes_and_what_is_corrected(ledger: Ledger) -> None:
    brought(ledger)
    followed = Followed(ledger.store)
    assert done(followed) == {"渠": 10}
    brought(ledger, done_year=12)
    brought(ledger, name="塔")
    assert done(followed) == {"渠": 12, "塔": 10}
    brought(ledger, month="2025-12", done_year=90)
    assert done(followed) == done(Followed(ledger.store)) == {"渠": 12, "塔": 10}


def test_read_whole_it_has_the_last_version_of_the_last_month_of_each(ledger: Ledger) -> None:
    brought(ledger, name="站", month="2025-11", done_year=7)
    brought(ledger, name="站", month="2025-12", done_year=8)
    brought(ledger, name="站", month="2025-12", done_year=9)
    brought(ledger, month="2026-02")
    assert done(Followed(ledger.store)) == {"站": 9, "渠": 10}


def test_it_falls_back_to_the_last_month_that_counts_or_has_the_project_no_more(ledger: Ledger) -> None:
    for month, number in (("2025-11", 7), ("2025-12", 8), ("2026-01", 9)):
        brought(ledger, month=month, done_year=number)
    brought(ledger, name="塔")
    followed = Followed(ledger.store)
    assert done(followed) == {"渠": 9, "塔": 10}
    withdrawn(ledger, "2025-12")
    assert done(followed) == {"渠": 9, "塔": 10}
    withdrawn(ledger, "2026-01")
    assert done(followed) == done(followed) == done(Followed(ledger.store)) == {"渠": 7, "塔": 10}
    assert [cell.projects for cell in followed.cells(2026)] == [cell.projects for cell in cells_of_new(ledger)]
    withdrawn(ledger, "2025-11")
    assert done(followed) == done(Followed(ledger.store)) == {"塔": 10}
    brought(ledger, month="2026-01", done_year=6)
    assert done(followed) == done(Followed(ledger.store)) == {"渠": 6, "塔": 10}
    withdrawn(ledger, "2026-01", name="塔")
    withdrawn(ledger, "2026-01")
    assert (done(followed), followed.last_month()) == ({}, None)


def test_what_is_corrected_and_withdrawn_between_two_looks_is_there_no_more(ledger: Ledger) -> None:
    brought(ledger, name="塔")
    followed = Followed(ledger.store)
    assert done(followed) == {"塔": 10}
    brought(ledger)
    brought(ledger, done_year=12)
    withdrawn(ledger, "2026-01")
    assert done(followed) == done(followed) == {"塔": 10}


def test_who_is_silent_is_known_by_the_last_month(ledger: Ledger) -> None:
    brought(ledger)
    brought(ledger, name="塔", month="2026-02")
    brought(ledger, name="站", stage=Stage.COMPLETED)
    sums = Sums()
    for cell in cells_of(Followed(ledger.store).those(lambda _: True), 2026):
        sums.add(cell, "2026-01")
    assert (sums.projects, sums.silent) == (3, 1)
