"""What is taken back, unknown or another's id in a change is refused with a sentence; what each may read imports as it
is."""

from typing import Any

import pytest

from tests.api.parts import slug
from tests.api.resources.organisation.parts import HOUSING, Office


@pytest.mark.parametrize(
    ("kind", "key", "change", "why"),
    [
        ("units", HOUSING, {"name_zh": None}, "registry-refused"),
        ("units", HOUSING, {"region": None}, "registry-refused"),
        ("persons", "staff-x", {"name": None}, "registry-refused"),
        ("persons", "staff-x", {"unit_id": None}, "registry-refused"),
        ("categories", "land", {"evidence": None}, "registry-refused"),
        ("zones", "none", {"region": None}, "unknown-entry"),
        ("units", HOUSING, {"id": "140105-other"}, "invalid"),
        ("categories", "land", {"code": "other"}, "invalid"),
        ("posts", "supervisor:140105", {"place": "140106"}, "invalid"),
        ("posts", "supervisor:140105", {"id": "supervisor:140106"}, "invalid"),
        ("units", HOUSING, {"nonsense": None}, "invalid"),
    ],
)
def test_what_cannot_be_changed_so_is_refused_and_nothing_is_written(
    made: Office, kind: str, key: str, change: dict[str, Any], why: str
) -> None:
    events = made.store["registry_events"].count_documents({})
    with made.client("admin-140000") as client:
        answer = client.patch(f"/v1/registry/{kind}/{key}", json={"change": change, "reason": "变动"})
    assert slug(answer) == why, answer.text
    assert made.store["registry_events"].count_documents({}) == events


def test_what_has_a_default_is_taken_back_to_it(made: Office) -> None:
    with made.client("admin-140000") as client:
        body = {"change": {"level": None, "phone": None, "leads": None}, "reason": "变动"}
        entry = client.patch(f"/v1/registry/units/{HOUSING}", json=body).json()["entry"]
    assert (entry["level"], entry["phone"], entry["leads"]) == ("county", None, [])


@pytest.mark.parametrize("reader", ["county-140105", "auditor-140105", "admin-140105", "admin-140100", "admin-140000"])
@pytest.mark.parametrize("importer", ["admin-140105", "admin-140000"])
def test_what_each_may_read_of_it_imports_as_it_is(made: Office, reader: str, importer: str) -> None:
    with made.client(reader) as client:
        text = client.get("/v1/registry/export").content
    with made.client(importer) as client:
        headers = {"Content-Type": "application/yaml"}
        came = client.post("/v1/registry/import", content=text, headers=headers, params={"dry_run": "true"})
    assert came.status_code == 200, came.text
    assert (came.json()["created"], came.json()["changed"]) == ({}, {})
