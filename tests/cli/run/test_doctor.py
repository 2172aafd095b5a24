"""`xiaohao doctor` finds a sound stack sound, names what is wrong and what to do, and says when nothing runs."""

import json
from pathlib import Path

from click.testing import Result
from kafka.admin import ConfigResource, ConfigResourceType
from typer.testing import CliRunner

from cli.commands import app
from ledger.groundwork.brokers import brokers_at
from mobile_schema.topics import ALERTS
from stack.embedded.broker_state import admin_of
from stack.embedded.mongod import Mongod
from tests.databases import database_name
from tests.languages import in_both_languages
from tests.stacks import Up


def test_a_sound_stack_is_sound(running_stack: Up) -> None:
    said = _doctor("--data", str(running_stack.data), "--json")
    rows = json.loads(said.stdout)
    assert [row for row in rows if not row["ok"]] == []
    assert [row for row in rows if not in_both_languages(row["says"])] == []
    assert said.exit_code == 0
    parts = {row["part"] for row in rows}
    assert parts >= {
        "packages",
        "fonts",
        "processes",
        "disk",
        "mongodb",
        "replica set",
        "indexes",
        "clock",
        "kafka",
        "workers",
    }
    assert parts >= {"topic field.site-visits.v1", "consumer lag", "relay lag", "sweep", "dead letters", "channels"}


def test_a_setting_that_was_changed_is_named_with_the_remedy(running_stack: Up) -> None:
    with admin_of(brokers_at(running_stack.state["kafka"])) as admin:
        admin.alter_configs([_topic({**ALERTS.config(), "retention.ms": "60000"})])
        try:
            said = _doctor("--data", str(running_stack.data))
        finally:
            admin.alter_configs([_topic(ALERTS.config())])
    assert said.exit_code == 1
    assert f"WRONG  topic {ALERTS.name}" in said.stdout
    assert f"set retention.ms={ALERTS.retention_ms}" in said.stdout


def test_it_says_plainly_that_no_stack_runs(tmp_path: Path) -> None:
    said = _doctor("--data", str(tmp_path / "none"))
    assert said.exit_code == 1
    assert f"no stack is running on {tmp_path / 'none'}" in said.stdout
    assert not (tmp_path / "none").exists()


def test_what_is_away_is_said_with_what_to_do(mongod: Mongod) -> None:
    told = {"XIAOHAO_MONGO_URL": mongod.url(database_name()), "XIAOHAO_KAFKA": "127.0.0.1:1"}
    rows = json.loads(_doctor("--external", "--json", **told).stdout)
    assert [row for row in rows if not in_both_languages(row["says"]) or not in_both_languages(row["do"])] == []
    said = _doctor("--external", **told)
    assert said.exit_code == 1
    assert "WRONG  kafka: 无法查询 / cannot be asked" in said.stdout
    assert "-> 检查 Kafka 是否在运行、地址是否正确 / see that Kafka runs and XIAOHAO_KAFKA is right" in said.stdout
    assert "WRONG  indexes: 缺少 / missing: " in said.stdout
    assert "ok     replica set: rs0" in said.stdout


def _topic(configs: dict[str, str]) -> ConfigResource:
    return ConfigResource(ConfigResourceType.TOPIC, ALERTS.name, configs=configs)


def _doctor(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["doctor", *arguments], env=environment, catch_exceptions=False)
