"""Examples of reports: each is valid for the model and for the committed schema, and says all there is to say."""

import json
from typing import Any

import pytest

from mobile_schema.publishing import export
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.reports.sync import split_sync
from tests import factories as make
from tests.mobile_schema.committed import committed

EXAMPLES = [
    (name, example)
    for name, model in export.RECEIVED.items()
    for example in model.model_json_schema().get("examples", [])
]


def test_every_kind_of_report_has_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == export.RECEIVED.keys()


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_is_valid_for_the_model_and_for_the_schema(name: str, example: dict[str, Any]) -> None:
    export.RECEIVED[name].model_validate_json(json.dumps(example))
    committed(name).validate(example)


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_says_every_field_there_is(name: str, example: dict[str, Any]) -> None:
    assert export.RECEIVED[name].model_fields.keys() == example.keys()


def test_the_example_queue_can_be_taken_apart() -> None:
    (example,) = (example for name, example in EXAMPLES if name == "sync-request")
    kinds = [item[0] for item in split_sync(json.dumps(example).encode()) if isinstance(item, tuple)]
    assert kinds == ["site_visit", "incident"]


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("site-visit", make.site_visit()),
        ("site-visit", make.quiet_visit()),
        ("site-visit", make.quiet_visit(location=make.absent_location())),
        ("site-visit", make.site_visit(attachments=[make.attachment()])),
        ("site-visit", make.quiet_visit(kind="recheck", rechecks=[make.recheck("8c6f1f0e-3d5b-5a54")])),
        ("obstruction-incident", make.incident()),
        ("sync-request", make.sync_request(make.site_visit(), make.incident())),
    ],
)
def test_what_the_factories_make_is_valid(name: str, report: dict[str, Any]) -> None:
    export.RECEIVED[name].model_validate_json(make.as_bytes(report))
    committed(name).validate(report)


def test_no_report_names_its_reporter_and_no_incident_a_culprit() -> None:
    names = SiteVisit.model_fields.keys() | ObstructionIncident.model_fields.keys()
    assert not {name for name in names if "report" in name and name != "report_id"}
    assert {name for name in names if "part" in name} == {"alleged_parties"}
