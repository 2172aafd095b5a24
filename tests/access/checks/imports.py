"""Knows how imports are held to the table: who sends a ledger, sees whose, and commits it or takes it back."""

import hashlib

import httpx

from tests import factories as phone
from tests.access.asking import TABLE, asked
from tests.access.world import World
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
        if only in (None, "import.read"):
            assert asked(made, client, persona, "GET", "/v1/imports").status_code == (200 if is_there else 403)
            assert asked(made, client, persona, "GET", path).status_code == (200 if is_there else 404)
        for action in ("import.commit", "import.undo"):
            if only in (None, action):
                own = action == "import.undo" or is_own
                answer = asked(made, client, persona, "POST", f"{path}/{action.partition('.')[2]}")
                if is_there and said[action] and own:
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


def _sent(client: httpx.Client) -> httpx.Response:
    return client.put(f"/v1/import-files/{SHA256}", params={"filename": "台账.csv"}, content=LEDGER)
