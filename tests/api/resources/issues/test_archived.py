"""An archived issue is found as any other and says so; lists show it when asked; a command brings it back."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from ledger.store.archive.moving import archive
from tests.api.parts import LAND_STAFF, PROJECT, Scene, done, give, slug


@pytest.fixture
def old(scene: Scene, county: httpx.Client) -> dict[str, Any]:
    """An issue that was voided and went to the archive, as it was before."""
    voided = done(give(county, scene.issue(), "void", reason="误报"))
    # Nothing delivers here, and what is still to be sent keeps its issue on the ledger.
    scene.store["notices"].update_many({"issue_id": voided["id"]}, {"$set": {"dispatched": True}})
    moved = archive(scene.store, [voided["id"]], scene.clock.now() + timedelta(days=365))
    assert (moved.issues, moved.receipts) == (1, 1)
    return voided


def listed(client: httpx.Client, **wanted: Any) -> dict[str, Any]:
    answer = client.get("/v1/issues", params={"project": PROJECT, "state": "voided", "limit": 200} | wanted)
    assert answer.status_code == 200, answer.text
    return {line["id"]: line for line in answer.json()["items"]}


def test_it_is_shown_whole_and_says_that_it_is_archived(old: dict[str, Any], county: httpx.Client) -> None:
    for name in (old["id"], old["serial"]):
        answer = county.get(f"/v1/issues/{name}")
        assert answer.json() == old | {"archived": True, "informant": None}
        assert answer.headers["etag"] == f'"{old["version"]}-archived"'
    assert old["archived"] is False
    known = {"If-None-Match": f'"{old["version"]}-archived"'}
    assert county.get(f"/v1/issues/{old['id']}", headers=known).status_code == 304
    history = county.get(f"/v1/issues/{old['serial']}/history").json()["items"]
    assert [event["version"] for event in history] == list(range(1, old["version"] + 1))
    assert county.get(f"/v1/issues/{old['serial']}/explain").json()["serial"] == old["serial"]
    assert county.get("/v1/alerts", params={"mine": False, "issue": old["serial"]}).json()["items"] == []


def test_its_receipt_is_as_before(old: dict[str, Any], inspector: httpx.Client) -> None:
    receipt = inspector.get(f"/v1/receipts/{old['report_id']}").json()
    assert (receipt["status"], receipt["issues"]) == ("in_ledger", [{"id": old["id"], "serial": old["serial"]}])


def test_lists_show_it_only_when_asked(old: dict[str, Any], county: httpx.Client) -> None:
    assert old["id"] not in listed(county)
    assert listed(county, archived=True)[old["id"]]["archived"] is True
    assert not any(line["archived"] for line in listed(county).values())


def test_a_command_brings_it_back_and_a_refused_one_does_not(
    old: dict[str, Any], scene: Scene, county: httpx.Client
) -> None:
    with scene.client(LAND_STAFF) as staff:
        assert slug(give(staff, old, "accept", person_id=LAND_STAFF)) == "wrong-state"
    assert county.get(f"/v1/issues/{old['id']}").json()["archived"] is True
    seen = f'"{old["version"]}-archived"'
    back = done(give(county, old, "record-recheck", seen, result="not_solved", on_site=False, note="仍在"))
    assert (back["archived"], back["version"]) == (False, old["version"] + 1)
    assert county.get(f"/v1/issues/{old['id']}").json()["archived"] is False
    assert back["id"] in listed(county)
