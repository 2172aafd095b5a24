"""The embedded mongod and Kafka are real, keep their data, and come back after SIGKILL."""

from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.errors import KafkaError
from pymongo import MongoClient

from stack.embedded.kafka import KafkaBroker
from stack.embedded.kafka_parts import KAFKA
from stack.embedded.mongod import Mongod


def test_mongod_keeps_data_over_kill_and_a_change_of_port(tmp_path: Path) -> None:
    first = Mongod(tmp_path)
    with first, MongoClient[dict[str, Any]](first.url(), w="majority") as client:
        client.xiaohao.things.insert_one({"_id": 1})
        first.kill()
        first.start()
    with Mongod(tmp_path) as moved, MongoClient[dict[str, Any]](moved.url()) as client:
        assert moved.port != first.port
        assert client.xiaohao.things.count_documents({}) == 1


def test_mongod_has_transactions(mongo_url: str, mongo_database: str) -> None:
    with MongoClient[dict[str, Any]](mongo_url) as client, client.start_session() as session:
        with session.start_transaction():
            client[mongo_database].things.insert_one({"_id": 1}, session=session)
        assert client[mongo_database].things.count_documents({}) == 1


def test_kafka_comes_back_after_a_kill_and_makes_no_topic_by_itself(tmp_path: Path) -> None:
    with KafkaBroker(tmp_path) as broker:
        broker.kill()
        broker.start()
        producer = KafkaProducer(bootstrap_servers=broker.bootstrap, max_block_ms=1_000)
        with pytest.raises(KafkaError):
            producer.send("never-made", b"x").get(timeout=5)
        producer.close()


def test_the_lock_file_pins_every_jar_and_names_no_host() -> None:
    assert "//" not in KAFKA.lock_file.read_text(encoding="utf-8")
    assert all(len(jar.sha256) == 64 for jar in KAFKA.jars())
    assert {jar.version for jar in KAFKA.jars() if jar.group == "org.apache.kafka"} == {"4.3.1"}
