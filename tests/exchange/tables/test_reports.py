"""One row becomes one site visit, the same bytes each time; a row that cannot says which cell and why."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.ids import report_id_of, uuid7_at
from exchange.tables.mapping import Mapping
from exchange.tables.mapping_files import load_mapping
from exchange.tables.reports import report_of
from exchange.tables.row import Row, RowRefused
from exchange.tables.rows import Table
from mobile_schema.fields import as_utc
from mobile_schema.reports.report import AbsentLocation, FixedLocation
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.vocabulary import Category, Severity

CELLS = {
    "no": "7",
    "made": "2020-01-02 13:40",
    "lat": "37.87",
    "lon": "112.55",
    "kind": "pipes",
    "weight": "light",
    "site": "A",
    "what": "管线断裂",
    "done": "2020-01-09 10:00",
    "signed": "",
    "begun": "",
}


def row(**over: str) -> Row:
    return Row(2, {**CELLS, **over})


def visit(mapping: Mapping, **over: str) -> SiteVisit:
    return SiteVisit.model_validate_json(report_of(row(**over), mapping).raw)


def test_a_row_becomes_a_visit_that_keeps_the_contract(mapping: Mapping) -> None:
    made = visit(mapping)
    assert made.captured_at == datetime(2020, 1, 2, 5, 40, tzinfo=UTC)
    assert made.captured_at.utcoffset() == timedelta(hours=8)
    assert made.project_code == "2020-140105-30-03-990001"
    (finding,) = made.findings
    assert (finding.category, finding.severity, finding.description) == (
        Category.UTILITIES,
        Severity.ORDINARY,
        "管线断裂 (7)",
    )
    assert isinstance(made.location, FixedLocation)
    assert (made.location.latitude, made.location.longitude) == (37.87, 112.55)


def test_the_same_row_is_the_same_bytes_and_another_row_another_id(mapping: Mapping) -> None:
    first, again, other = report_of(row(), mapping), report_of(row(), mapping), report_of(row(no="8"), mapping)
    assert (first.report_id, first.raw) == (again.report_id, again.raw)
    assert other.report_id != first.report_id


@given(what=st.text(), at=st.datetimes(timezones=st.timezones(), allow_imaginary=False))
def test_an_id_of_a_moment_is_a_uuid7_that_carries_it(what: str, at: datetime) -> None:
    made = UUID(uuid7_at(at, what))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    if at.year > 1970:
        assert made.int >> 80 == (as_utc(at) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@given(name=st.text(min_size=1), row_id=st.text(min_size=1))
def test_a_report_id_is_a_uuid7_from_before_any_phone(name: str, row_id: str) -> None:
    made = UUID(report_id_of(name, row_id))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert datetime(2000, 1, 1, tzinfo=UTC).timestamp() * 1000 <= made.int >> 80


def test_rows_numbered_upward_have_ids_that_ascend() -> None:
    ids = [report_id_of("works", f"No. {number}") for number in range(1, 2000)]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    "over", [{"made": "2020-01-02 19:40"}, {"what": "x"}, {"kind": "papers"}, {"lat": "37.9"}, {"site": "B"}]
)
def test_a_row_that_was_corrected_keeps_its_id_and_has_other_bytes(mapping: Mapping, over: dict[str, str]) -> None:
    first, corrected = report_of(row(), mapping), report_of(row(**over), mapping)
    assert corrected.report_id == first.report_id
    assert corrected.raw != first.raw


@pytest.mark.parametrize(("lat", "lon"), [("", ""), ("37.87", ""), ("", "112.55"), (" ", "112.55")])
def test_missing_coordinates_make_the_location_absent_with_its_reason(mapping: Mapping, lat: str, lon: str) -> None:
    location = visit(mapping, lat=lat, lon=lon).location
    assert isinstance(location, AbsentLocation)
    assert (location.reason, location.note) == ("not_recorded", None)


@pytest.mark.parametrize("lat", ["north", "nan", "inf", "1e9", "181", "37,87,1", "3_7.87", "9" * 400])
def test_coordinates_that_are_none_are_kept_as_words(mapping: Mapping, lat: str) -> None:
    location = visit(mapping, lat=lat).location
    assert isinstance(location, AbsentLocation)
    assert location.reason == "other"
    assert lat[:40] in str(location.note)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"made": ""}, "made: empty"),
        ({"made": "13/45/20"}, "made: '13/45/20' is no moment in the form %Y-%m-%d %H:%M or iso"),
        ({"made": "2020-02-30 10:00"}, "made: '2020-02-30 10:00'"),
        ({"no": "  "}, "no: empty"),
        ({"no": "A-2\0"}, "no: has control or invisible characters"),
        ({"no": "A-\u200b2"}, "no: has control or invisible characters"),
        ({"kind": "ghosts"}, "kind: no category for 'ghosts'"),
    ],
)
def test_a_row_that_makes_no_report_says_which_cell_and_why(mapping: Mapping, over: dict[str, str], said: str) -> None:
    with pytest.raises(RowRefused) as refused:
        report_of(row(**over), mapping)
    assert said in str(refused.value)


def test_the_next_format_is_tried_and_an_offset_of_the_files_own_holds(mapping: Mapping) -> None:
    assert visit(mapping, made="2020-01-02T13:40:00+02:00").captured_at == datetime(2020, 1, 2, 11, 40, tzinfo=UTC)


def test_a_weight_that_is_listed_makes_it_major(mapping: Mapping) -> None:
    assert visit(mapping, weight="heavy").findings[0].severity == Severity.MAJOR


def test_a_site_that_is_not_listed_gets_a_project_by_its_hash_and_always_the_same(mapping: Mapping) -> None:
    chosen = {site: visit(mapping, site=site).project_code for site in ("B", "C", "D", "E", "F", "")}
    assert set(chosen.values()) == set(mapping.project.among)
    assert chosen == {site: visit(mapping, site=site).project_code for site in chosen}


def test_an_unreadable_row_is_refused_with_what_the_reader_said(mapping: Mapping) -> None:
    with pytest.raises(RowRefused, match="3 cells where the header has 11"):
        report_of(Row(4, {}, "3 cells where the header has 11"), mapping)


def test_the_real_service_requests_all_make_reports_with_ids_of_their_own(shared: Path) -> None:
    mapping = load_mapping("la311")
    rows = list(Table(shared / "data" / "la311_2020_first5000.csv", mapping))
    reports = [report_of(one, mapping) for one in rows]
    assert len({report.report_id for report in reports}) == len(rows) == 5000
    visits = [SiteVisit.model_validate_json(report.raw) for report in reports]
    assert sum(isinstance(made.location, AbsentLocation) for made in visits) == 6
