"""What a process keeps of projects is what stands on the ledger, whatever came in since it read them whole."""

from typing import Any

from ledger.figures.keeping import Reporting, report
from ledger.registry.days import CHINA
from mobile_schema.reports.figure import NewFigure, Stage
from oversight.projects.following import Followed
from oversight.projects.summing import Sums, cells_of
from tests.ledger.factories import RULES
from tests.ledger.parts import Ledger


def brought(ledger: Ledger, **over: Any) -> None:
    said = {"name": "渠", "month": "2026-01", "plan_year": 100, "done_year": 10, "regions": ("太原市",)} | over
    report(ledger.store, [NewFigure(**said)], Reporting("someone", ledger.clock.now(), RULES.catalogue, CHINA))


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


def test_who_is_silent_is_known_by_the_last_month(ledger: Ledger) -> None:
    brought(ledger)
    brought(ledger, name="塔", month="2026-02")
    brought(ledger, name="站", stage=Stage.COMPLETED)
    sums = Sums()
    for cell in cells_of(Followed(ledger.store).those(lambda _: True), 2026):
        sums.add(cell, "2026-01")
    assert (sums.projects, sums.silent) == (3, 1)
