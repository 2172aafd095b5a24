"""docker-compose.yml obeys the published compose schema and keeps its promises; it is not run here."""

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from jsonschema import Draft202012Validator

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


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if _SECRET.search(name):
                assert _REQUIRED.fullmatch(value), name
            elif "@" in str(value):
                assert "://" not in value or _REQUIRED.search(value.split("@")[0]), name
    assert ":-" not in COMPOSE.read_text(encoding="utf-8")


def test_only_the_api_is_published_and_only_on_loopback(compose: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert published == {"api": ["127.0.0.1:8710:8710"]}
    assert compose["networks"]["inside"] == {"internal": True}
    reach_out = {name for name, service in compose["services"].items() if service["networks"] != ["inside"]}
    assert reach_out == {"api", "deliver"}


def test_all_that_lasts_has_a_health_check_and_what_keeps_data_a_volume(compose: dict[str, Any]) -> None:
    once = {name for name, service in compose["services"].items() if service["restart"] == "no"}
    assert once == {"mongo-init", "prepare"}
    for name, service in compose["services"].items():
        assert name in once or service["healthcheck"]["test"]
        assert "hostname" not in service or service["volumes"][0].split(":")[0] in compose["volumes"]


def _published_schema() -> dict[str, Any]:
    """The schema file that check-jsonschema carries; its code is not run."""
    package = find_spec("check_jsonschema")
    assert package is not None
    assert package.origin is not None
    file = Path(package.origin).parent / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema
