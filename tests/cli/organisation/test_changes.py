"""`… history` lists who changed channels, policies and tokens, as `registry history` does for the registry."""

from datetime import timedelta

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.store import add_endpoint
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
