"""A figure's zone is found however people write it, and is the registry's where nothing is said; it stays as it was."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ledger.figures.figure import Figure
from ledger.figures.keeping import Reporting, figures_of_project, report
from ledger.figures.placing.where import PlacedFigure, WhereFault
from ledger.figures.placing.zones import in_its_zone
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import NewFigure
from tests.ledger.parts import Ledger

CATALOGUE = load_catalogue(samples=True)
IN_A_ZONE = next(project for project in CATALOGUE.projects.values() if project.zone is not None)
SEPTEMBER = datetime(2019, 9, 5, tzinfo=UTC)


def found(said: str, *regions: str) -> PlacedFigure | WhereFault:
    return in_its_zone(PlacedFigure("p", "路", regions, 0), said, CATALOGUE)


@pytest.mark.parametrize(
    ("said", "region", "zone"),
    [
        ("晋中经济开发区", "140700", "zone-jinzhong"),
        ("晋中经开区", "140702", "zone-jinzhong"),
        ("综改示范区", "140105", "zone-shanxi-transition-taiyuan"),
        ("山西转型综改示范区(太原区)", "140000", "zone-shanxi-transition-taiyuan"),
        ("长治高新区", "140400", "zone-changzhi-hightech"),
        ("zone-xiaoyi", "141181", "zone-xiaoyi"),
        ("", "140700", None),
    ],
)
def test_a_zone_is_known_however_it_is_written(said: str, region: str, zone: str | None) -> None:
    placed = found(said, region)
    assert isinstance(placed, PlacedFigure)
    assert placed.zone == zone


@pytest.mark.parametrize(
    ("said", "region", "slug"),
    [
        ("火星经开区", "140700", "unknown-zone"),
        ("经开区", "140700", "several-zones"),
        ("晋中经开区", "140100", "zone-elsewhere"),
    ],
)
def test_what_is_no_zone_or_lies_elsewhere_is_a_fault(said: str, region: str, slug: str) -> None:
    fault = found(said, region)
    assert isinstance(fault, WhereFault)
    assert (fault.field, fault.slug) == ("zone", slug)
    assert " / " in fault.sentence


def test_a_retired_zone_is_meant_where_no_other_is_called_so() -> None:
    successor = replace(CATALOGUE.zones["zone-jinzhong"], id="zone-jinzhong-2")
    retired = replace(CATALOGUE.zones["zone-jinzhong"], retired_on=date(2019, 1, 1))
    alone = CATALOGUE.zones | {"zone-jinzhong": retired}
    for zones, meant in ((alone, "zone-jinzhong"), (alone | {successor.id: successor}, successor.id)):
        placed = in_its_zone(PlacedFigure("p", "路", ("140700",), 0), "晋中经开区", replace(CATALOGUE, zones=zones))
        assert isinstance(placed, PlacedFigure)
        assert placed.zone == meant


def test_what_the_registry_says_is_kept_with_the_figure_and_says_otherwise_in_the_next_alone(ledger: Ledger) -> None:
    def reported(zone: str | None, month: str) -> Figure:
        project = replace(IN_A_ZONE, zone=zone)
        known = CATALOGUE.with_entries({"projects": {project.code: project}})
        report(ledger.store, [NewFigure(project=project.code, month=month)], Reporting("a", SEPTEMBER, known, CHINA))
        return figures_of_project(ledger.store, project.code)[-1]

    assert reported(IN_A_ZONE.zone, "2019-07").zone == IN_A_ZONE.zone
    assert reported(None, "2019-08").zone is None
    assert [each.zone for each in figures_of_project(ledger.store, IN_A_ZONE.code)] == [IN_A_ZONE.zone, None]


def test_a_file_that_names_no_zone_keeps_the_months_and_the_registrys_is_for_a_month_without(ledger: Ledger) -> None:
    code, region = IN_A_ZONE.code, IN_A_ZONE.regions[0]
    other = next(zone for zone in CATALOGUE.zones.values() if zone.id != IN_A_ZONE.zone)
    elsewhere = replace(other, region=region)
    bare = replace(IN_A_ZONE, zone=None)
    without = CATALOGUE.with_entries({"projects": {code: bare}, "zones": {other.id: elsewhere}})
    within = CATALOGUE.with_entries({"zones": {other.id: elsewhere}})

    def after(done: int, known: Catalogue, zone: str = "", row: int | None = 3) -> str | None:
        source = {} if row is None else {"sha256": "ab" * 32, "row": row}
        said = NewFigure(project=code, month="2019-08", done_year=done, zone=zone, source=source)
        report(ledger.store, [said], Reporting("a", SEPTEMBER, known, CHINA))
        return figures_of_project(ledger.store, code)[-1].zone

    assert after(1, without) is None
    assert after(2, within) == IN_A_ZONE.zone
    assert after(3, within, zone=other.id) == other.id
    assert after(4, within) == other.id
    assert after(5, within, row=None) == IN_A_ZONE.zone
