"""docker-compose.yml obeys the published compose schema and keeps its promises; it is not run here."""

import json
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from jsonschema import Draft202012Validator

from ledger.groundwork.process_settings import DEFAULT_GROUP
from mobile_schema.topics import TOPICS
from tests.acls import ON_GROUP, ON_TOPICS
from tests.checkout import CHECKOUT

COMPOSE = CHECKOUT / "docker-compose.yml"
_SECRET = re.compile(r"password|secret|keyfile|cluster_id", re.IGNORECASE)
_REQUIRED = re.compile(r"\$\{[A-Z_]+:\?[^}]+\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return content


def test_it_obeys_the_published_schema(compose: dict[str, Any]) -> None:
    faults = Draft202012Validator(_published_schema()).iter_errors(compose)
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


def test_what_it_refers_to_is_there(compose: dict[str, Any]) -> None:
    PyCompose.from_yaml(yaml.safe_dump({key: compose[key] for key in compose if not key.startswith("x-")})).validate()
    named = set(compose["services"])
    assert all(set(service.get("depends_on", {})) <= named for service in compose["services"].values())


def test_there_are_three_brokers_and_three_members(compose: dict[str, Any]) -> None:
    images = [service["image"].split(":")[0] for service in compose["services"].values() if "hostname" in service]
    assert sorted(images) == ["apache/kafka"] * 3 + ["mongo"] * 3
    for number in (1, 2, 3):
        settings = compose["services"][f"kafka-{number}"]["environment"]
        assert settings["KAFKA_NODE_ID"] == number
        assert settings["KAFKA_DEFAULT_REPLICATION_FACTOR"] == 3
        assert settings["KAFKA_MIN_INSYNC_REPLICAS"] == 2


def test_no_secret_has_a_default_and_none_stands_in_an_environment(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        files = {f"/run/secrets/{name}" for name in service.get("secrets", ())}
        for name, value in service.get("environment", {}).items():
            if _SECRET.search(name):
                assert value in files or _REQUIRED.fullmatch(value), name
            assert "@" not in str(value) or "://" not in str(value), name
            named = re.findall(r"/run/secrets/\w+", str(value))
            assert files.issuperset(named), name
    assert ":-" not in COMPOSE.read_text(encoding="utf-8")


def test_only_the_api_is_published_and_only_on_loopback(compose: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert published == {"api": ["127.0.0.1:8710:8710"]}
    assert compose["networks"]["inside"] == {"internal": True}
    reach_out = {name for name, service in compose["services"].items() if service["networks"] != ["inside"]}
    assert reach_out == {"api", "deliver"}


def test_all_that_lasts_has_a_health_check_and_what_keeps_data_a_volume(compose: dict[str, Any]) -> None:
    once = {name for name, service in compose["services"].items() if service["restart"] == "no"}
    assert once == {"mongo-init", "kafka-init", "prepare"}
    for name, service in compose["services"].items():
        assert name in once or service["healthcheck"]["test"]
        assert "hostname" not in service or service["volumes"][0].split(":")[0] in compose["volumes"]


def test_the_secrets_are_made_once_as_files_for_their_owner_alone(compose: dict[str, Any], tmp_path: Path) -> None:
    script = CHECKOUT / "compose-secrets.sh"
    subprocess.run([script], cwd=tmp_path, check=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert {each["file"] for each in compose["secrets"].values()} <= {f"secrets/{name}" for name in made}
    assert made["mongo_password"] in made["mongo_url"]
    assert made["mongo_keyfile"].isalnum()
    assert made["kafka_admin_password"] in made["kafka_jaas"]
    assert len(set(made.values())) == len(made)
    subprocess.run([script], cwd=tmp_path, check=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made


def test_our_user_of_kafka_may_do_what_was_tried_on_a_broker_and_no_more(compose: dict[str, Any]) -> None:
    script = compose["services"]["kafka-init"]["entrypoint"][-1]
    granted = [tuple(line.split(" in ")[1].split(";")[0].split()) for line in script.splitlines() if " in " in line]
    assert granted == [ON_TOPICS, ON_GROUP]
    assert {topic.name.partition(".")[0] for topic in TOPICS} == set(re.findall(r"--topic (\w+)\.", script))
    assert f"--group {DEFAULT_GROUP}\n" in script


def _published_schema() -> dict[str, Any]:
    """The schema file that check-jsonschema carries; its code is not run."""
    package = find_spec("check_jsonschema")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema
