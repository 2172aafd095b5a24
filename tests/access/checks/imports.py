"""Knows how imports are held to the table: who sends a ledger, sees whose, throws
it away, commits it or takes it back."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import httpx

from ledger.imports.records import ImportRecord, begin
from tests import factories as phone
from tests.access.asking import TABLE, asked
from tests.access.world import PERSONAS, World
from tests.api.parts import slug

LEDGER = "序号,检查时间,存在问题,状态\n1,2026-01-05,便道未通,整改中\n".encode()
SHA256 = hashlib.sha256(LEDGER).hexdigest()


def check_imports(made: World, persona: str, only: str | None = None) -> None:
    """A ledger is sent; one that the county began is there for whom the table says, and for the others not."""
    said = {action: TABLE[action][persona] for action in TABLE if action.startswith("import.")}
    is_there, is_own = bool(said["import.read"]), persona == "county"
    path = f"/v1/imports/{_of_the_county(made)}"
    with made.client(persona) as client:
        if only in (None, "import.make"):
            assert _sent(client).status_code in ({200, 201} if said["import.make"] else {403})
            answer = client.post(f"/v1/imports/{_of_the_county(made)}/check")
            assert answer.status_code == (200 if is_own and said["import.make"] else 403 if is_there else 404)
        if only in (None, "import.discard"):
            may = said["import.discard"]
            for each, owns in ((_of(made, persona), True), (_of_the_county(made), is_own)):
                answer = asked(made, client, persona, "DELETE", f"/v1/imports/{each}")
                assert answer.status_code == (204 if may and owns else 403 if is_there else 404), answer.text
        if only in (None, "import.read"):
            assert asked(made, client, persona, "GET", "/v1/imports").status_code == (200 if is_there else 403)
            assert asked(made, client, persona, "GET", path).status_code == (200 if is_there else 404)
        for action in ("import.commit", "import.undo"):
            if only in (None, action):
                for each, owns in ((_of(made, persona), True), (_of_the_county(made), is_own)):
                    answer = asked(made, client, persona, "POST", f"/v1/imports/{each}/{action.partition('.')[2]}")
                    if is_there and said[action] and (owns or action == "import.undo"):
                        assert slug(answer) == "wrong-state"
                    else:
                        assert answer.status_code == (403 if is_there else 404), answer.text


def _of_the_county(made: World) -> str:
    """An import that the county's supervisor began, and did not check."""
    with made.client("county") as client:
        _sent(client)
        asked_for = {"id": phone.report_id(), "sha256": SHA256, "filename": "台账.csv"}
        answer = client.post("/v1/imports", json=asked_for)
        assert answer.is_success, answer.text
        return str(answer.json()["id"])


def _of(made: World, persona: str) -> str:
    """An import that is a persona's own, whether or not they could begin it."""
    at = datetime(2026, 1, 5, tzinfo=UTC)
    kept = ImportRecord(phone.report_id(), PERSONAS[persona].id, SHA256, "台账.csv", len(LEDGER), at, at)
    return begin(made.store, replace(kept, mapping="name: ledger")).id


def _sent(client: httpx.Client) -> httpx.Response:
    return client.put(f"/v1/import-files/{SHA256}", params={"filename": "台账.csv"}, content=LEDGER)
