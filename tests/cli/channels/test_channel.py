"""`xiaohao channel`: endpoints are added with clear faults, listed without secrets, tried, switched and taken away."""

import json

import pytest

from ledger.mongo.connection import Store
from tests.channels.parts import receiving, status
from tests.cli.conftest import Run

HOOK = "https://oa.example.org/hooks/xiaohao"
ROBOT = "https://qyapi.example.org/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4"


def one(store: Store) -> dict[str, object]:
    (document,) = store["endpoints"].find()
    return dict(document)


def test_a_webhook_is_given_a_secret_that_is_shown_once(run: Run, store: Store) -> None:
    said = run("channel", "add", "oa", "webhook", HOOK, "--region", "140000", "--copies")
    assert said.exit_code == 0, said.output
    secret = str(one(store)["secret"])
    assert secret.startswith("whsec_")
    assert said.output.count(secret) == 1
    for listing in (run("channel", "list"), run("channel", "list", "--json")):
        assert "oa" in listing.output
        assert secret not in listing.output
    line = json.loads(run("channel", "list", "--json").output)
    assert (line["state"], line["signed"], line["queued"], line["address"]) == ("ok", True, 0, HOOK)


def test_a_robots_address_and_secret_come_from_the_environment_and_are_never_shown(
    run: Run, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROBOT", ROBOT)
    monkeypatch.setenv("SIGN", "SEC0123456789")
    arguments = ("--region", "140105", "--address-env", "ROBOT", "--secret-env", "SIGN")
    added = run("channel", "add", "group", "dingtalk", *arguments)
    assert added.exit_code == 0, added.output
    assert (one(store)["address"], one(store)["secret"]) == (ROBOT, "SEC0123456789")
    for said in (added, run("channel", "list"), run("channel", "list", "--json")):
        assert "693a91f6" not in said.output
        assert "SEC0123456789" not in said.output


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("oa", "webhook", "https://127.0.0.1/x", "--region", "140105"), "127.0.0.1 is not a public address"),
        (("oa", "webhook", "https://2130706433/x", "--region", "140105"), "not a plain address"),
        (("oa", "webhook", "http://example.org/x", "--region", "140105"), "only https"),
        (("oa", "webhook", HOOK), "--person, --region"),
        (("oa", "webhook", HOOK, "--person", "nobody"), "no such person: nobody"),
        (("oa", "webhook", HOOK, "--region", "999999"), "no such region: 999999"),
        (("OA 1", "webhook", HOOK, "--region", "140105"), "the id may have"),
        (("oa", "email", "not-an-address", "--region", "140105"), "not a mail address"),
        (("oa", "email", "a@example.org", "--region", "140105"), "XIAOHAO_SMTP_URL is not set"),
        (("oa", "webhook", HOOK, "--region", "140105", "--language", "fr"), "zh or en"),
    ],
)
def test_what_cannot_work_is_refused_with_the_reason(
    run: Run, store: Store, arguments: tuple[str, ...], fault: str
) -> None:
    said = run("channel", "add", *arguments)
    assert said.exit_code == 1
    assert fault in said.output
    assert store["endpoints"].count_documents({}) == 0


def test_an_id_is_given_once(run: Run, store: Store) -> None:
    assert run("channel", "add", "oa", "webhook", HOOK, "--region", "140105").exit_code == 0
    again = run("channel", "add", "oa", "webhook", HOOK, "--region", "140105")
    assert again.exit_code == 1
    assert "there is one already" in again.output


def test_a_test_message_says_what_came_back(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHAO_OUTBOUND_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("XIAOHAO_OUTBOUND_HTTP", "yes")
    with receiving() as receiver:
        run("channel", "add", "oa", "webhook", receiver.url(), "--region", "140105")
        assert "delivered: HTTP 200" in run("channel", "test", "oa").output
        assert receiver.requests[0].json["type"] == "channel.tested"
        receiver.answer = status(401)
        failed = run("channel", "test", "oa")
        assert (failed.exit_code, "HTTP 401" in failed.output) == (1, True)
    assert store["deliveries"].count_documents({}) == 0


def test_it_is_switched_off_and_on(run: Run, store: Store) -> None:
    run("channel", "add", "oa", "webhook", HOOK, "--region", "140105")
    assert run("channel", "disable", "oa").exit_code == 0
    assert "停用 disabled" in run("channel", "list").output
    assert run("channel", "enable", "oa").exit_code == 0
    assert one(store)["enabled"] is True


def test_it_is_taken_away_only_when_that_is_confirmed(run: Run, store: Store) -> None:
    run("channel", "add", "oa", "webhook", HOOK, "--region", "140105")
    assert run("channel", "remove", "oa").exit_code == 1
    assert store["endpoints"].count_documents({}) == 1
    assert run("channel", "remove", "oa", "--yes").exit_code == 0
    assert store["endpoints"].count_documents({}) == 0


@pytest.mark.parametrize("command", ["test", "enable", "disable", "remove"])
def test_one_that_is_not_there_is_named(run: Run, store: Store, command: str) -> None:
    said = run("channel", command, "nothing")
    assert said.exit_code == 1
    assert "no such endpoint: nothing" in said.output
