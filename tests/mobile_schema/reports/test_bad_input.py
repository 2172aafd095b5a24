"""Bad input: whatever a phone sends wrong is refused with the path of each fault, and nothing plausible is refused."""

import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from mobile_schema.faults import MAX_FAULTS, Fault, faults_of
from mobile_schema.fields import MAX_FINDINGS, as_utc
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.report import FixedLocation
from mobile_schema.reports.site_visit import SiteVisit
from tests import factories as make


def faults(report: Any, model: type[BaseModel] = SiteVisit) -> list[Fault]:
    """What is wrong with a report (JSON value, or the bytes themselves)."""
    raw = report if isinstance(report, bytes) else json.dumps(report).encode()
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(raw)
    return faults_of(caught.value)


def where(report: Any, model: type[BaseModel] = SiteVisit) -> list[tuple[str, str]]:
    """The path and type of each fault."""
    return [(fault.path, fault.type) for fault in faults(report, model)]


def visit_with(text: bytes) -> bytes:
    """A visit whose finding's description is these raw bytes between its quotes."""
    return make.as_bytes(make.site_visit(findings=[make.finding(description="HERE")])).replace(b"HERE", text)


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown field": ({"reporter": "me"}, "$.reporter", "extra_forbidden"),
    "unknown field inside": ({"device": make.site_visit()["device"] | {"imei": 1}}, "$.device.imei", "extra_forbidden"),
    "unknown field in a variant": ({"location": make.fixed_location(city="x")}, "$.location.city", "extra_forbidden"),
    "an object for a list": ({"findings": {}}, "$.findings", "tuple_type"),
    "a list for an object": ({"device": []}, "$.device", "model_type"),
    "a number for a text": ({"findings": [make.finding(description=5)]}, "$.findings[0].description", "string_type"),
    "a text for a number": ({"progress": {"percent": "35"}}, "$.progress.percent", "int_type"),
    "a fraction for a whole number": ({"progress": {"percent": 35.5}}, "$.progress.percent", "int_type"),
    "a bool for a whole number": ({"progress": {"percent": True}}, "$.progress.percent", "int_type"),
    "a number for a bool": ({"no_problem_found": 0}, "$.no_problem_found", "bool_type"),
    "an operator for a text": ({"project_code": {"$ne": ""}}, "$.project_code", "string_type"),
    "null for a text": ({"project_code": None}, "$.project_code", "string_type"),
    "percent above 100": ({"progress": {"percent": 101}}, "$.progress.percent", "less_than_equal"),
    "a huge whole number": ({"progress": {"percent": 10**300}}, "$.progress.percent", "less_than_equal"),
    "a huge negative number": ({"progress": {"percent": -(10**300)}}, "$.progress.percent", "greater_than_equal"),
    "NaN": ({"location": make.fixed_location(latitude=float("nan"))}, "$.location.latitude", "finite_number"),
    "Infinity": ({"location": make.fixed_location(accuracy_m=float("inf"))}, "$.location.accuracy_m", "finite_number"),
    "no degree": ({"location": make.fixed_location(longitude=180.1)}, "$.location.longitude", "less_than_equal"),
    "unknown variant": ({"location": {"status": "guessed"}}, "$.location", "union_tag_invalid"),
    "no variant": ({"location": {}}, "$.location", "union_tag_not_found"),
    "no reason for no place": ({"location": {"status": "absent"}}, "$.location.reason", "missing"),
    "a category that is no word": ({"findings": [make.finding(category="Weather!")]}, "$.findings[0].category", "enum"),
    "an unhashable category": ({"findings": [make.finding(category=[])]}, "$.findings[0].category", "enum"),
    "empty description": (
        {"findings": [make.finding(description="")]},
        "$.findings[0].description",
        "string_too_short",
    ),
    "long description": (
        {"findings": [make.finding(description="长" * 2001)]},
        "$.findings[0].description",
        "string_too_long",
    ),
    "NUL in a text": (
        {"findings": [make.finding(description="a\0b")]},
        "$.findings[0].description",
        "nul_character",
    ),
    "NUL in a name": ({"device": make.site_visit()["device"] | {"os": "\0"}}, "$.device.os", "nul_character"),
    "UUID of version 4": (
        {"report_id": "0195551a-9b20-4c31-8f4e-2a6d1b9c0e57"},
        "$.report_id",
        "string_pattern_mismatch",
    ),
    "UUID of another variant": (
        {"report_id": "0195551a-9b20-7c31-0f4e-2a6d1b9c0e57"},
        "$.report_id",
        "string_pattern_mismatch",
    ),
    "UUID in upper case": (
        {"report_id": "0195551A-9B20-7C31-8F4E-2A6D1B9C0E57"},
        "$.report_id",
        "string_pattern_mismatch",
    ),
    "a project code with a line after it": (
        {"project_code": make.PROJECT_CODE + "\n"},
        "$.project_code",
        "string_pattern_mismatch",
    ),
    "an unknown schema version": ({"schema_version": "2.0"}, "$.schema_version", "literal_error"),
    "a number as schema version": ({"schema_version": 1.0}, "$.schema_version", "literal_error"),
    "a hash in upper case": (
        {"attachments": [make.attachment(sha256="A" * 64)]},
        "$.attachments[0].sha256",
        "string_pattern_mismatch",
    ),
    "an attachment of no bytes": (
        {"attachments": [make.attachment(bytes=0)]},
        "$.attachments[0].bytes",
        "greater_than_equal",
    ),
    "21 attachments": ({"attachments": [make.attachment()] * 21}, "$.attachments", "too_long"),
    "10,000 findings": ({"findings": [make.finding()] * 10_000}, "$.findings", "too_long"),
    "findings and no problem": ({"no_problem_found": True}, "$", "contradiction"),
    "nothing said": ({"findings": []}, "$", "nothing_said"),
    "a finding that corrects one of no report": ({"findings": [make.finding(corrects=0)]}, "$", "corrects_nothing"),
    "corrects what is no report": ({"corrects": "1"}, "$.corrects", "string_pattern_mismatch"),
    "corrects several": ({"corrects": []}, "$.corrects", "string_type"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_report_is_refused_at_the_place_that_is_wrong(case: str) -> None:
    over, path, kind = WRONG[case]
    assert where(make.site_visit(**over)) == [(path, kind)]


WRONG_MOMENTS = {
    "without an offset": "2026-03-02T09:15:00",
    "a bare date": "2026-03-02",
    "epoch seconds as text": "1772413200",
    "epoch seconds": 1772413200,
    "no such day": "2026-02-30T00:00:00Z",
    "no such hour": "2026-03-02T24:00:00Z",
    "no such year": "0000-01-01T00:00:00Z",
    "no such offset": "2026-03-02T09:15:00+24:00",
    "a space between": "2026-03-02 09:15:00Z",
    "digits of another script": "٢٠٢٦-03-02T09:15:00Z",
    "a line after it": "2026-03-02T09:15:00Z\n",
}


@pytest.mark.parametrize("field", ["captured_at", "sent_at"])
@pytest.mark.parametrize("case", WRONG_MOMENTS)
def test_what_is_no_moment_is_refused(case: str, field: str) -> None:
    assert [path for path, _ in where(make.site_visit(**{field: WRONG_MOMENTS[case]}))] == [f"$.{field}"]


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "2026-03-02T09:15:00.123456789+08:00",
        "2026-03-02t09:15:00z",
        "2026-03-02T09:15:00-00:00",
        "2026-03-02T09:15:00+23:59",
    ],
)
def test_an_absurd_moment_is_kept_to_be_flagged(moment: str) -> None:
    report = SiteVisit.model_validate_json(make.as_bytes(make.site_visit(captured_at=moment)))
    assert as_utc(report.captured_at).tzinfo is not None
    assert report.captured_at.year == int(moment[:4])


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(112.5489, 37.8706), (0, 0), (-90, -180), (48.85, 2.35), (38, 112)]
)
def test_a_place_that_is_swapped_or_abroad_is_kept_to_be_flagged(latitude: float, longitude: float) -> None:
    location = make.fixed_location(latitude=latitude, longitude=longitude)
    report = SiteVisit.model_validate_json(make.as_bytes(make.site_visit(location=location)))
    assert isinstance(report.location, FixedLocation)
    assert (report.location.latitude, report.location.longitude) == (latitude, longitude)


NOT_JSON = {
    "empty": b"",
    "cut short": make.as_bytes(make.site_visit())[:-1],
    "something after it": make.as_bytes(make.site_visit()) + b"{}",
    "a comment": b"/* */" + make.as_bytes(make.site_visit()),
    "single quotes": b"{'report_id': 1}",
    "a byte order mark": b"\xef\xbb\xbf" + make.as_bytes(make.site_visit()),
    "UTF-16": json.dumps(make.site_visit()).encode("utf-16"),
    "a lone high surrogate": visit_with(rb"\ud800"),
    "a lone low surrogate": visit_with(rb"\udc00"),
    "surrogates the wrong way round": visit_with(rb"\udc00\ud800"),
    "an encoded surrogate": visit_with(b"\xed\xa0\x80"),
    "bytes that are no UTF-8": visit_with(b"\xff\xfe"),
    "an overlong NUL": visit_with(b"\xc0\x80"),
    "a raw line break in a text": visit_with(b"\n"),
    "an unknown escape": visit_with(rb"\x41"),
    "a number of 5,000 digits": make.as_bytes(make.site_visit(progress={"percent": 77})).replace(b"77", b"7" * 5000),
    "deep lists": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
}


@pytest.mark.parametrize("case", NOT_JSON)
def test_what_is_no_json_is_refused_with_its_line_and_column(case: str) -> None:
    (fault,) = faults(NOT_JSON[case])
    assert fault.type == "json_invalid"
    assert fault.path.startswith("$ (line ")


@pytest.mark.parametrize("raw", [b"null", b"[]", b'"text"', b"5", b"true"])
def test_json_that_is_no_object_is_refused_at_the_root(raw: bytes) -> None:
    assert where(raw) == [("$", "model_type")]


def test_nesting_where_a_text_belongs_is_refused_there() -> None:
    nested: Any = "x"
    for _ in range(150):
        nested = [nested]
    assert where(make.site_visit(findings=[make.finding(description=nested)])) == [
        ("$.findings[0].description", "string_type")
    ]


def test_a_missing_field_is_named() -> None:
    for name in ("report_id", "schema_version", "captured_at", "sent_at", "device", "project_code", "location"):
        report = make.site_visit()
        del report[name]
        assert where(report) == [(f"$.{name}", "missing")]


@pytest.mark.parametrize(("model", "report"), [(SiteVisit, make.site_visit()), (ObstructionIncident, make.incident())])
def test_what_may_be_left_out_may_be_null_but_for_lists_and_the_severity(
    model: type[BaseModel], report: dict[str, Any]
) -> None:
    optional = {name for name, field in model.model_fields.items() if not field.is_required()}
    never_null = optional & {"attachments", "findings", "rechecks", "referrals", "severity"}
    nulls = dict.fromkeys(optional - never_null)
    model.model_validate_json(make.as_bytes(report | nulls))
    for name in never_null:
        assert [path for path, _ in where(report | {name: None}, model)] == [f"$.{name}"]


def test_every_fault_is_told_not_only_the_first() -> None:
    report = make.site_visit(extra=1, schema_version="9", findings=[make.finding(severity="grave"), {}])
    paths = [path for path, _ in where(report)]
    assert paths[:2] == ["$.schema_version", "$.findings[0].severity"]
    assert paths[2:5] == [f"$.findings[1].{name}" for name in ("category", "severity", "description")]
    assert paths[-1] == "$.extra"


def test_ten_thousand_wrong_findings_give_a_bounded_answer() -> None:
    found = faults(make.site_visit(findings=[{}] * 10_000))
    assert len(found) == MAX_FAULTS
    assert sum(len(fault.message) + len(fault.path) for fault in found) < 50_000


def test_a_fault_never_repeats_what_was_sent() -> None:
    secret = "机密内容-do-not-repeat"
    report = make.site_visit(
        report_id=secret,
        schema_version=secret,
        captured_at=secret,
        project_code=secret,
        kind=secret,
        findings=[make.finding(category=secret, description=secret + "\0")],
        location={"status": secret},
    )
    told = faults(report)
    assert len(told) == 8
    assert all(secret not in fault.message + fault.path for fault in told)


def test_the_largest_number_of_findings_is_accepted() -> None:
    findings = [make.finding(description=f"第{number}处") for number in range(MAX_FINDINGS)]
    report = SiteVisit.model_validate_json(make.as_bytes(make.site_visit(findings=findings)))
    assert [finding.description for finding in report.findings] == [finding["description"] for finding in findings]


def test_a_limit_counts_characters_not_bytes() -> None:
    report = make.site_visit(findings=[make.finding(description="𠀀" * 2000)])
    assert SiteVisit.model_validate_json(make.as_bytes(report)).findings[0].description == "𠀀" * 2000
    assert SiteVisit.model_validate_json(json.dumps(report)).findings[0].description == "𠀀" * 2000


INCIDENT_WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a verdict": ({"guilty": True}, "$.guilty", "extra_forbidden"),
    "unknown kind": ({"kind": "crime"}, "$.kind", "enum"),
    "people below zero": ({"people": -1}, "$.people", "greater_than_equal"),
    "works as a bool": ({"works": True}, "$.works", "model_type"),
    "a referral to nobody": ({"referrals": [{"body": "mayor"}]}, "$.referrals[0].body", "enum"),
    "a start without an offset": ({"started_at": "2026-03-02T08:00:00"}, "$.started_at", "string_pattern_mismatch"),
    "a grievance without words": ({"grievance": {}}, "$.grievance.description", "missing"),
}


@pytest.mark.parametrize("case", INCIDENT_WRONG)
def test_a_wrong_incident_is_refused_at_the_place_that_is_wrong(case: str) -> None:
    over, path, kind = INCIDENT_WRONG[case]
    assert (path, kind) in where(make.incident(**over), ObstructionIncident)
