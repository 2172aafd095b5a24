"""What figures say of targets is computed once for each position of the ledger, and as of each moment."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.figures.keeping import FIGURES, Reporting, report
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import NewFigure, Stage
from oversight.targets import computed
from oversight.targets.computed import computed_once
from oversight.targets.target import parse_targets
from tests.ledger.parts import Ledger

AT = datetime(2019, 6, 5, tzinfo=UTC)
YEAR = parse_targets("""
year: 2019
version: 1
targets:
  - {code: T, item: G1, name_zh: 转化, name_en: Begun, unit_id: u, kind: rate, measure: "%", value: 30,
     computed: conversion}
""")


def test_it_is_computed_again_where_a_figure_came_and_is_as_it_was_of_a_moment_before(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue, asked = load_catalogue(samples=True), []

    def counted(*said: object) -> object:
        asked.append(said)
        return found(*said)

    found = computed.conversion
    monkeypatch.setattr(computed, "conversion", counted)

    def come(name: str, month: str, stage: Stage, at: datetime) -> None:
        said = NewFigure(name=name, month=month, stage=stage, regions=("太原市",))
        report(ledger.store, [said], Reporting("someone", at, catalogue, CHINA))

    def shares(as_of: datetime | None = None) -> list[int]:
        return [int(each.value) for each in computed_once(ledger.store, YEAR, catalogue, as_of)["T"]]

    assert shares() == []
    come("路", "2019-02", Stage.RESERVE, AT)
    assert (shares(), shares(), len(asked)) == ([0], [0], 2)
    come("路", "2019-03", Stage.STARTED, AT + timedelta(days=1))
    assert (shares(), shares(AT), shares(AT), shares(), len(asked)) == ([0, 100], [0], [0], [0, 100], 4)


def test_a_figure_that_is_seen_after_a_later_one_is_not_missed(ledger: Ledger) -> None:
    catalogue = load_catalogue(samples=True)
    said = [
        NewFigure(name=name, month="2019-02", stage=Stage.RESERVE, regions=("太原市",), plan_year=1)
        for name in ("路", "桥")
    ]
    report(ledger.store, said, Reporting("someone", AT, catalogue, CHINA))
    (late, _) = ledger.store[FIGURES].find({}).sort("kept_at")
    ledger.store[FIGURES].delete_one({"_id": late["_id"]})
    assert "储备 1 个" in computed_once(ledger.store, YEAR, catalogue, None)["T"][0].source
    ledger.store[FIGURES].insert_one(late)
    assert "储备 2 个" in computed_once(ledger.store, YEAR, catalogue, None)["T"][0].source
