"""Who changed policies, channels and tokens is readable too: by whom, when, from what to what, and never a secret."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from api.changes import ChangePage
from api.resources.people.views import JournalPage
from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.store import add_endpoint, enable_endpoint, remove_endpoint
from ledger.policy.store import adopt_policy, enter_policy
from ledger.policy.versions import shipped_text
from ledger.registry.actors import Actor
from people.journal import Entry, What, write
from tests.api.parts import slug
from tests.api.resources.organisation.parts import Office

NOW = datetime.now(UTC)
WHO = Actor("operator:zhao", None)


def items(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    ChangePage.model_validate_json(answer.content)
    return list(answer.json()["items"])


def test_a_policy_entered_and_adopted(made: Office) -> None:
    text = shipped_text("13710@1").replace("version: 1", "version: 9", 1)
    enter_policy(made.store, text, NOW, actor=WHO)
    enter_policy(made.store, text, NOW, actor=WHO)
    from_when = NOW + timedelta(days=1)
    adopt_policy(made.store, "13710", 9, from_when, NOW, WHO)
    with made.client("auditor-140105") as auditor, made.client("inspector-x") as inspector:
        adopted, entered = items(auditor, "/v1/history/policies")
        assert slug(inspector.get("/v1/history/policies")) == "not-permitted"
        assert auditor.get("/v1/registry/history").json()["items"] == []
    assert (entered["what"], entered["entry_id"], entered["changes"][0]["field"]) == ("created", "13710@9", "sha256")
    assert (adopted["what"], adopted["actor"]["person_id"]) == ("changed", "operator:zhao")
    (change,) = adopted["changes"]
    assert (change["field"], change["from"], change["to"][:16]) == ("holds_from", None, from_when.isoformat()[:16])


def test_a_channel_added_switched_and_removed_without_its_address(made: Office) -> None:
    one = Endpoint("group", ChannelKind.WECOM, "群", "https://robot.example/key=canary", "canary", regions=("140105",))
    add_endpoint(made.store, one, NOW, WHO)
    for enabled in (True, False):
        enable_endpoint(made.store, "group", enabled, NOW + timedelta(seconds=1), WHO)
    remove_endpoint(made.store, "group", NOW + timedelta(seconds=2), WHO)
    with made.client("auditor-140105") as auditor, made.client("county-140105") as county:
        found = items(auditor, "/v1/history/channels")
        assert "canary" not in auditor.get("/v1/history/channels").text
        assert slug(county.get("/v1/history/channels")) == "not-permitted"
    assert [each["what"] for each in found] == ["removed", "changed", "created"]
    assert found[1]["changes"] == [{"field": "enabled", "from": True, "to": False}]
    assert {each["actor"]["person_id"] for each in found} == {"operator:zhao"}


def test_tokens_issued_and_ended(made: Office) -> None:
    for number, what in enumerate((What.TOKEN_ISSUED, What.SIGNED_IN, What.TOKEN_ENDED)):
        at = NOW + timedelta(seconds=number)
        write(made.store, Entry(at, what, "staff-x", "admin-140105", facts={"token_id": "0" * 16}))
    with made.client("auditor-140105") as auditor, made.client() as admin:
        pages = [auditor.get("/v1/history/tokens?limit=1").json()]
        pages.append(auditor.get("/v1/history/tokens", params={"cursor": pages[0]["next_cursor"]}).json())
        JournalPage.model_validate_json(auditor.get("/v1/history/tokens").content)
        assert slug(admin.get("/v1/history/tokens")) == "not-permitted"
    found = [item["what"] for page in pages for item in page["items"]]
    assert found == ["token-ended", "token-issued"]
