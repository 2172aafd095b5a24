"""Whatever else can be asked of the ledger tells nobody of what they may not read, and gives nobody a command there.

The world's other tests ask each action in one of its ways; here are all the ways of reading and those on many at once.
"""

from typing import Any, Final

import pytest

from api.routes import ACTION
from mobile_schema.vocabulary import State
from tests.access.asking import TABLE, asked, stands
from tests.access.world import HOME, PERSONAS, World
from tests.api.openapi import document

NEVER_ENDS: Final = "/v1/stream"
FAR: Final = "140213"


def ways_of_reading() -> list[tuple[str, str]]:
    """Each path that is read, with its action, but those that never end."""
    return sorted(
        (path, operations["get"][ACTION])
        for path, operations in document()["paths"].items()
        if "get" in operations and path.startswith("/v1/") and path != NEVER_ENDS
        if operations["get"].get(ACTION) in TABLE
    )


def printed() -> set[str]:
    """The paths whose list is a file too."""
    return {
        path
        for path, operations in document()["paths"].items()
        for asked_by in operations.get("get", {}).get("parameters", [])
        if asked_by["name"] == "form" and "html" in asked_by["schema"]["enum"]
    }


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_way_of_reading_shows_what_is_foreign(made: World, persona: str) -> None:
    case = made.case(FAR, State.ASSIGNED)
    names = {
        "issue_id": case.id,
        "report_id": case.report_id,
        "sha256": case.sha256,
        "set_id": case.report_id,
        "code": f"2026-{FAR}-30-03-880001",
        "person_id": f"worker-{FAR}",
        "what": "sign",
        "name": "13710",
        "version": "1",
        "view_id": "nothing",
        "export_id": "nothing",
        "key": "nothing",
        "letter_id": "nothing",
        "kind": "file",
        "suffix": "docx",
        "bulletin_id": "0" * 32,
        "complaint_id": "00000000-0000-7000-8000-000000000000",
        "import_id": "00000000-0000-7000-8000-000000000000",
    }
    with made.client(persona) as client:
        for path, action in ways_of_reading():
            answer = asked(made, client, persona, "GET", path.format_map(names))
            assert answer.status_code in {200, 403, 404}, (path, answer.text)
            if not TABLE[action][persona]:
                assert answer.status_code != 200, path
            elif "{issue_id}" in path or "{report_id}" in path:
                assert (answer.status_code == 200) == stands(persona, case, TABLE[action][persona]), path
            assert [token for token in made.tokens.values() if token in answer.text] == [], path


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_file_shows_no_more_than_the_list_that_it_is(made: World, persona: str) -> None:
    assert "/v1/issues" in printed()
    with made.client(persona) as client:
        for path in sorted(path for path in printed() if "{" not in path):
            listed = asked(made, client, persona, "GET", path)
            for form in ("csv", "html"):
                file = asked(made, client, persona, "GET", path, params={"form": form})
                assert file.status_code == listed.status_code, (path, form, file.text)


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_command_on_many_is_refused_for_each_as_for_it_alone(made: World, persona: str) -> None:
    events = made.store["events"].count_documents({})
    known = [made.case(county, State.VOIDED) for county in (HOME, "140106", FAR)]
    selected = [{"issue_id": case.id} for case in known]
    far = made.case(FAR, State.ASSIGNED)
    alerts = [alert["_id"] for alert in made.store["alerts"].find({"issue_id": far.id})]
    said: dict[str, dict[str, Any]] = {
        "assign": {"unit_id": f"{HOME}-natural-resources"},
        "remind": {},
        "comment": {"note": "请核实", "attachments": ["0" * 64]},
    }
    with made.client(persona) as client:
        for name, command in said.items():
            body = {"issues": selected, "command": command}
            answer = asked(made, client, persona, "POST", f"/v1/bulk/{name}", json=body)
            assert answer.status_code == 200, answer.text
            for case, item in zip(known, answer.json()["items"], strict=True):
                if not stands(persona, case, TABLE["issue.read"][persona]):
                    assert item["status"] == 404, (name, item)
                elif not stands(persona, case, TABLE[f"issue.{name}"][persona]):
                    assert item["status"] == 403, (name, item)
                else:
                    assert item["status"] in {409, 422}, (name, item)
        if not stands(persona, far, TABLE["alert.acknowledge"][persona]):
            answer = asked(made, client, persona, "POST", "/v1/bulk/acknowledge", json={"alerts": alerts})
            assert {item["status"] for item in answer.json()["items"]} <= {403, 404}
    assert made.store["events"].count_documents({}) == events
