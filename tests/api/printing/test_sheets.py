"""Every list of the API has a sheet, and every column of it stands in the list's answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.app import create_app
from api.http.settings import Settings
from api.printing.printed import FORMS
from api.printing.sheets import SHEETS

FLATTENED = {
    "/v1/issues/{issue_id}/history": {"note"},
    "/v1/issues/{issue_id}/slip": {"section", "what", "said"},
    "/v1/counts": {"state", "light", "count"},
    "/v1/boards": {"category"},
    "/v1/boards/steps": {"unit", "obligation"},
    "/v1/inbox": {"what", "at", "description"},
    "/v1/complaints/counts": {"name_zh"},
    "/v1/campaigns/{name}": {"indicator", "value", "expected", "done", "of", "target", "by", "why"},
}
"""What rows have that are no plain items, beside what the parts of their answer say."""
OF_PARTS = {
    "/v1/boards": ["rows"],
    "/v1/boards/days": ["days"],
    "/v1/boards/hours": ["hours"],
    "/v1/boards/steps": ["steps"],
    "/v1/boards/since": [],
    "/v1/inbox": ["waiting", "items"],
    "/v1/project-board": ["places"],
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(Settings(mongo_url="mongodb://127.0.0.1:9/none", kafka="127.0.0.1:9")).openapi()


def answer_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    got = document["paths"][path].get("get", {}).get("responses", {}).get("200", {})
    return dict(got.get("content", {}).get("application/json", {}).get("schema", {}))


def member(document: dict[str, Any], schema: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The schema of what stands under a name, in a thing or in each of a list; None where nothing does."""
    for one in _resolved(document, schema):
        if "items" in one:
            return member(document, one["items"], name)
        if name in one.get("properties", {}):
            return dict(one["properties"][name])
    return None


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in schema.get("anyOf", [schema]):
        named = one.get("$ref", "").rpartition("/")[2]
        yield document["components"]["schemas"][named] if named else one


def test_every_list_has_a_sheet(document: dict[str, Any]) -> None:
    lists = {path for path in document["paths"] if member(document, answer_of(document, path), "items")}
    assert len(lists) > 30
    assert lists - SHEETS.keys() == set()
    assert SHEETS.keys() <= document["paths"].keys()


@pytest.mark.parametrize("path", SHEETS)
def test_every_column_stands_in_the_answer(document: dict[str, Any], path: str) -> None:
    row = answer_of(document, path)
    for name in OF_PARTS.get(path, ["items"]):
        row = member(document, row, name) or {}
    for column in SHEETS[path].columns:
        here: dict[str, Any] | None = row
        if column.path in FLATTENED.get(path, ()):
            continue
        for name in column.path.split("."):
            here = here and member(document, here, name)
            assert here is not None, (path, column.path)


@pytest.mark.parametrize("path", SHEETS)
def test_no_two_columns_have_one_heading_and_paper_is_not_too_narrow(path: str) -> None:
    columns = SHEETS[path].columns
    assert len({column.heading for column in columns}) == len(columns)
    assert len(SHEETS[path].printed) <= 14


def test_the_document_tells_the_forms_of_each(document: dict[str, Any]) -> None:
    for path in SHEETS:
        got = document["paths"][path]["get"]
        assert {form.media_type for form in FORMS.values()} < got["responses"]["200"]["content"].keys()
        assert "406" in got["responses"]
        assert [said["name"] for said in got["parameters"]].count("form") == 1
