"""Dead letters can be listed, looked at whole, and sent to their topic again as they were."""

import json
import uuid

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from cli.skipping import operator_here
from ledger.groundwork.brokers import brokers_at
from ledger.intake.incoming import UNSIGNED
from ledger.intake.incoming import letter_id as letter_id_of
from ledger.mongo.connection import Store
from streams.prepare.topics import ensure_topics
from tests.cli.conftest import Run
from tests.signing import signatures


def test_dead_letters_are_listed_and_shown_with_reason_and_original_bytes(ledger: Store, run: Run) -> None:
    listed = run("deadletters", "list")
    assert listed.exit_code == 0
    letter_id = letter_id_of("field.site-visits.v1/0/3", b"{}")
    assert letter_id in listed.stdout
    assert "invalid: " in listed.stdout
    assert "1 dead letter(s)" in listed.stdout
    (line,) = run("deadletters", "list", "--json").stdout.splitlines()
    assert json.loads(line)["reason"] == "invalid"
    shown = json.loads(run("deadletters", "show", letter_id).stdout)
    assert shown["raw"] == "{}"
    assert shown["headers"]["ce_reporter"] == "inspector-140105-1"
    assert shown["faults"]


def test_an_unknown_dead_letter_is_told(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHAO_KAFKA", "127.0.0.1:9")
    for command in ("show", "replay"):
        told = run("deadletters", command, "nowhere/0/0")
        assert (told.exit_code, "no such dead letter: nowhere/0/0" in told.stderr) == (1, True)


def test_replay_needs_a_broker_and_a_choice(store: Store, run: Run) -> None:
    assert "XIAOHAO_KAFKA is not set" in run("deadletters", "replay", "--all").stderr
    assert run("deadletters", "replay").exit_code == 2
    assert run("deadletters", "replay", "--all", "x/0/0").exit_code == 2


def test_what_nobody_signed_is_sent_again_by_its_id_in_the_name_of_who_answers_for_it(
    ledger: Store, run: Run, kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOHAO_KAFKA", kafka_bootstrap)
    ensure_topics(brokers_at(kafka_bootstrap))
    ledger["dead_letters"].update_one({}, {"$set": {"reason": UNSIGNED}})
    letter = ledger["dead_letters"].find_one()
    assert letter
    assert run("deadletters", "replay", "--all").stdout == ""
    refused = run("deadletters", "replay", letter["_id"])
    assert (refused.exit_code, "answer for it with --vouch" in refused.stderr) == (1, True)

    assert run("deadletters", "replay", letter["_id"], "--vouch").exit_code == 0

    kept = ledger["dead_letters"].find_one()
    assert kept
    assert (kept["replayed"], kept["vouched_by"]) == (True, operator_here())


def test_what_was_mended_is_not_sent_as_it_came(
    ledger: Store, run: Run, kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOHAO_KAFKA", kafka_bootstrap)
    ledger["dead_letters"].update_one({}, {"$set": {"mended": {"by": "supervisor-140000"}}})
    letter = ledger["dead_letters"].find_one()
    assert letter
    assert run("deadletters", "replay", "--all").stdout == ""
    refused = run("deadletters", "replay", letter["_id"])
    assert (refused.exit_code, "it was mended and sent" in refused.stderr) == (1, True)


def test_replay_sends_the_original_record_again_and_marks_it(
    ledger: Store, run: Run, kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOHAO_KAFKA", kafka_bootstrap)
    topic = f"replayed-{uuid.uuid4().hex[:8]}"
    admin = KafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    admin.create_topics([NewTopic(topic, 1, 1)])
    admin.close()
    ledger["dead_letters"].update_one({}, {"$set": {"topic": topic}})
    letter = ledger["dead_letters"].find_one()
    assert letter

    told = run("deadletters", "replay", "--all")

    assert told.exit_code == 0
    assert f"sent again: {letter['_id']}" in told.stdout
    consumer = KafkaConsumer(bootstrap_servers=kafka_bootstrap, auto_offset_reset="earliest")
    consumer.assign([TopicPartition(topic, 0)])
    polled = consumer.poll(timeout_ms=10_000)
    consumer.close()
    ((record,),) = polled.values()
    assert (record.key, record.value) == (letter["key"], letter["raw"])
    assert dict(letter["headers"]).items() <= dict(record.headers).items()
    assert signatures().hold(record.headers, topic, record.value)
    assert "0 dead letter(s)" in run("deadletters", "list").stdout
    assert "sent again" in run("deadletters", "list", "--replayed").stdout
