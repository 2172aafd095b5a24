"""Projects begun in development zones are counted from figures: of a size, in the zone with fewest, once all say so."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ledger.figures.keeping import Reporting, report
from ledger.figures.placing.where import derived_code
from ledger.figures.withdrawal.withdrawing import withdraw
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import Kind, NewFigure, Stage
from oversight.targets.computed import computed_figures
from oversight.targets.target import BegunInZones, parse_targets
from tests.ledger.parts import Ledger

CATALOGUE = load_catalogue(samples=True)
AT = datetime(2019, 6, 5, tzinfo=UTC)
YI = 10**10
FILE = """
year: 2019
version: 1
targets:
  - {code: T1, item: G5, name_zh: 大, name_en: Large, unit_id: u, kind: total, measure: 个, value: 5,
     computed: {zones: [zone-jinzhong], above: 30}}
  - {code: T2, item: G5, name_zh: 中, name_en: Middle, unit_id: u, kind: total, measure: 个, value: 5,
     computed: {zones: [zone-jinzhong, zone-datong], at_least: 10, at_most: 30}}
  - {code: T3, item: G5, name_zh: 他, name_en: Others, unit_id: u, kind: total, measure: 个, value: 2,
     computed: {zones: provincial}}
  - {code: T4, item: G5, name_zh: 转, name_en: Transition, unit_id: u, kind: total, measure: 个, value: 2,
     computed: {zones: [zone-jinzhong], above: 10, programmes: [转型]}}
"""


def said(name: str, month: str, zone: str, total: int | None, stage: Stage = Stage.STARTED, **over: Any) -> NewFigure:
    region = CATALOGUE.zones[zone].region
    told = {"name": name, "month": month, "zone": zone, "total": total and total * YI, "stage": stage, "kind": Kind.NEW}
    return NewFigure(**{**told, "regions": (region,), **over})


def counted(ledger: Ledger, *figures: NewFigure) -> dict[str, dict[str, Decimal]]:
    report(ledger.store, figures, Reporting("someone", AT, CATALOGUE, CHINA))
    found = computed_figures(ledger.store, parse_targets(FILE), CATALOGUE.zones, AT)
    return {code: {each.month: each.value for each in figures} for code, figures in found.items()}


def test_those_of_the_size_count_from_the_month_in_which_every_zone_was_heard_of(ledger: Ledger) -> None:
    found = counted(
        ledger,
        said("一", "2019-02", "zone-jinzhong", 31),
        said("二", "2019-02", "zone-jinzhong", 30, Stage.PRELIMINARY),
        said("二", "2019-04", "zone-jinzhong", 30),
        said("三", "2019-03", "zone-jinzhong", 40, Stage.BUILDING, kind=Kind.CARRIED_OVER),
        said("四", "2019-03", "zone-datong", 10),
        said("五", "2019-03", "zone-datong", 12),
        said("六", "2019-04", "zone-datong", 9),
    )
    assert found["T1"] == {"2019-02": 1, "2019-03": 1, "2019-04": 1}
    assert found["T2"] == {"2019-03": 0, "2019-04": 1}
    unsaid = counted(ledger, said("七", "2019-05", "zone-datong", None))
    assert max(unsaid["T1"]) == "2019-05"
    assert max(unsaid["T2"]) == "2019-04", "how large it is nobody said"
    assert found["T3"] == {}, "of zones that the registry does not have nothing is known"


def test_those_of_a_programme_count_once_of_all_it_is_said_whether_they_are_in_it(ledger: Ledger) -> None:
    found = counted(
        ledger,
        said("一", "2019-02", "zone-jinzhong", 31, transition=True),
        said("二", "2019-02", "zone-jinzhong", None, transition=False),
        said("三", "2019-03", "zone-jinzhong", 40),
    )
    assert found["T4"] == {"2019-02": 1}
    assert counted(ledger, said("三", "2019-03", "zone-jinzhong", 40, transition=True))["T4"]["2019-03"] == 2


def test_what_lies_in_a_zone_no_more_is_counted_there_no_more(ledger: Ledger) -> None:
    moved = said("一", "2019-03", "zone-jinzhong", 31).model_copy(update={"zone": ""})
    found = counted(
        ledger, said("一", "2019-02", "zone-jinzhong", 31), said("二", "2019-02", "zone-jinzhong", 1), moved
    )
    assert found["T1"] == {"2019-02": 1, "2019-03": 0}


def test_what_is_withdrawn_is_counted_in_no_zone(ledger: Ledger) -> None:
    first, last = said("一", "2019-02", "zone-jinzhong", 31), said("二", "2019-04", "zone-jinzhong", 31)
    assert counted(ledger, first, last)["T1"] == {"2019-02": 1, "2019-03": 1, "2019-04": 2}
    reporting = Reporting("someone", AT, CATALOGUE, CHINA)
    withdraw(ledger.store, derived_code("二", last.regions), "2019-04", "误", reporting)
    assert counted(ledger, first)["T1"] == {"2019-02": 1}


def test_a_zone_of_which_nobody_said_a_tier_is_of_none() -> None:
    unsaid = replace(CATALOGUE.zones["zone-datong"], tier=None)
    assert [BegunInZones(zones=tier).is_of(unsaid) for tier in ("key", "provincial")] == [False, False]
