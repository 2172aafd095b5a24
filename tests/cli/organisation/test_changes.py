"""`… history` lists who changed channels, policies and tokens, as `registry history` does for the registry."""

from datetime import timedelta

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.store import add_endpoint, remove_endpoint
from ledger.mongo.connection import Store
from ledger.policy.store import adopt_policy, enter_policy
from ledger.policy.versions import shipped_text
from ledger.registry.actors import Actor
from tests.cli.conftest import Run
from tests.ledger.factories import START

ZHAO = Actor("zhao", None)


def test_each_says_who_when_and_from_what_to_what(store: Store, run: Run) -> None:
    for noun in ("channel", "policy", "token"):
        assert run(noun, "history").stdout.strip() == "没有变更 / nothing was changed"
    add_endpoint(store, Endpoint("group", ChannelKind.WECOM, "群", "https://robot.example/canary"), START, ZHAO)
    enter_policy(store, shipped_text("13710@1").replace("version: 1", "version: 9", 1), START, actor=ZHAO)
    adopt_policy(store, "13710", 9, START + timedelta(days=1), START, ZHAO)
    assert run("token", "issue", "supervisor-140105").exit_code == 0
    channel, policy, token = (run(noun, "history").stdout for noun in ("channel", "policy", "token"))
    assert "zhao created channels group: kind: — → wecom" in channel
    assert "canary" not in channel
    adopted, entered = policy.splitlines()
    assert "zhao created policies 13710@9: sha256" in entered
    assert "zhao changed policies 13710@9: holds_from: — → 2026-03-" in adopted
    assert "operator token-issued supervisor-140105: token_id: " in token


def test_the_history_of_all_is_one_in_the_order_in_which_it_was_made(store: Store, run: Run) -> None:
    add_endpoint(store, Endpoint("group", ChannelKind.WECOM, "群", "https://robot.example/canary"), START, ZHAO)
    enter_policy(store, shipped_text("13710@1").replace("version: 1", "version: 9", 1), START, actor=ZHAO)
    remove_endpoint(store, "group", START, ZHAO)
    kept_by_time = store["registry_events"].find_one({"entry_id": "group"}) or {}
    store["registry_events"].insert_one(kept_by_time | {"_id": "20260302T080000.0:channels:old:1", "entry_id": "old"})
    told = [line.split(": ")[0].split(" zhao ")[1] for line in run("registry", "history").stdout.splitlines()]
    assert "created channels old" in told
    told.remove("created channels old")
    assert told == ["removed channels group", "created policies 13710@9", "created channels group"]
