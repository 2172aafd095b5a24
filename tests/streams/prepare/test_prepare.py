"""Prepare makes what is missing, and changes nothing that is there when it runs again."""

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kafka.admin import ConfigResource, ConfigResourceType

from ledger.groundwork.brokers import brokers_at
from ledger.groundwork.clock import SystemClock
from ledger.policy.store import enter_policy
from ledger.policy.versions import parse_policy, shipped_texts, shipped_versions
from ledger.registry.store import enter, read_catalogue
from mobile_schema.topics import BY_COUNTY, SITE_VISITS, TOPICS, Topic
from mobile_schema.vocabulary import Role
from people.accounts import account_of
from people.first_run import wants_administrator
from people.passwords import compare
from people.tokens import person_of, revoke_tokens
from streams.prepare.credentials import read_administrator, write_credentials
from streams.prepare.topics import ensure_topics
from tests.ledger.factories import START
from tests.streams.parts import PROJECTS, Scene


def prepare(scene: Scene, credentials: Path) -> None:
    run = f"prepare.run(True, Path({str(credentials)!r}))"
    program = f"from pathlib import Path; from streams.prepare import prepare; {run}"
    assert scene.start(program).wait() == 0


@pytest.fixture
def prepared(scene: Scene, tmp_path: Path) -> Path:
    """The credentials that a first `prepare` wrote."""
    scene.store["positions"].delete_many({})
    path = tmp_path / "credentials.json"
    prepare(scene, path)
    return path


def test_prepare_leaves_topics_positions_and_credentials(scene: Scene, prepared: Path) -> None:
    assert len(scene.positions()) == sum(topic.partitions for topic in BY_COUNTY)
    assert scene.store["projects"].find_one({"_id": PROJECTS[0]})
    assert stat.S_IMODE(prepared.stat().st_mode) == 0o600
    people = json.loads(prepared.read_text(encoding="utf-8"))
    assert {person: person_of(scene.store, told["token"]) for person, told in people.items()} == {
        person: person for person in people
    }
    assert people["staff-140105-public-security"]["unit"] == "140105-public-security"


def test_prepare_again_keeps_tokens_that_speak_and_replaces_others(scene: Scene, prepared: Path) -> None:
    before = json.loads(prepared.read_text(encoding="utf-8"))
    at = scene.store["tokens"].find_one({})["created_at"]  # type: ignore[index]
    revoke_tokens(scene.store, "supervisor-140000", at)
    scene.stand_at({(SITE_VISITS.name, 0): 10_000})
    prepare(scene, prepared)
    after = json.loads(prepared.read_text(encoding="utf-8"))
    assert {person for person in before if before[person] != after[person]} == {"supervisor-140000"}
    assert person_of(scene.store, after["supervisor-140000"]["token"]) == "supervisor-140000"
    assert scene.positions()[(SITE_VISITS.name, 0)] == 10_000


def test_prepare_keeps_the_policies_that_ship_and_tells_of_one_that_was_entered_otherwise(
    scene: Scene, tmp_path: Path
) -> None:
    own = shipped_texts()["three-sheets"] + "# ours\n"
    enter_policy(scene.store, own, START)
    prepare(scene, tmp_path / "credentials.json")
    kept = {document["_id"]: document["text"] for document in scene.store["policies"].find()}
    shipped = {parse_policy(text).key: text for text in shipped_versions()}
    assert kept == shipped | {"three-sheets@1": own}
    told = [line for line in (tmp_path / "process-0.log").read_text().splitlines() if "differs" in line]
    assert len(told) == 1
    assert "policy three-sheets@1" in told[0]


def test_topics_are_as_stated_and_never_shrink(scene: Scene) -> None:
    assert ensure_topics(brokers_at(scene.bootstrap)) == {topic.name: topic.partitions for topic in TOPICS}
    small = Topic("test.never-shrinks", partitions=2, retention_ms=60_000)
    assert ensure_topics(brokers_at(scene.bootstrap), [small]) == {small.name: 2}
    assert ensure_topics(brokers_at(scene.bootstrap), [replace(small, partitions=3)]) == {small.name: 3}
    assert ensure_topics(brokers_at(scene.bootstrap), [small]) == {small.name: 3}


def test_prepare_leaves_what_the_operator_made_longer_and_mends_what_was_made_shorter(scene: Scene) -> None:
    topic = Topic("test.operators-settings", partitions=1, retention_ms=60_000)
    ensure_topics(brokers_at(scene.bootstrap), [topic])

    def kept_for(milliseconds: str) -> str:
        resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, configs={"retention.ms": milliseconds})
        scene.admin.alter_configs([resource])
        ensure_topics(brokers_at(scene.bootstrap), [topic])
        said = scene.admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name)], config_filter="all")
        return str(said["topic"][topic.name]["retention.ms"]["value"])

    assert [kept_for(told) for told in ("90000", "-1", "30000")] == ["90000", "-1", "60000"]


def test_who_was_entered_under_a_samples_id_gets_no_token_in_the_file(scene: Scene, prepared: Path) -> None:
    person = replace(read_catalogue().persons["supervisor-140000"], name="王省长", sample=False)
    nothing: dict[str, Any] = {name: {} for name in ("regions", "units", "zones", "projects", "posts")}
    enter(scene.store, replace(scene.catalogue, persons={person.id: person}, **nothing))
    prepare(scene, prepared)
    assert read_catalogue().persons[person.id].name == "王省长"
    assert person.id not in json.loads(prepared.read_text(encoding="utf-8"))


def first_run(scene: Scene, *arguments: str) -> int:
    """Prepare without samples; its exit code."""
    run = f"prepare.run(False, None{''.join(arguments)})"
    return scene.start(f"from pathlib import Path; from streams.prepare import prepare; {run}").wait()


def test_the_first_run_makes_one_administrator_and_the_next_one_nothing(scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "administrator"
    for name in ("persons", "accounts"):
        scene.store[name].delete_many({})
    assert first_run(scene) == 0
    assert wants_administrator(read_catalogue()), "no terminal and no file: nobody could read the password"
    assert first_run(scene, f", Path({str(path)!r})") == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = read_administrator(path)
    assert told is not None
    account = account_of(scene.store, told[0])
    assert compare(account.password, told[1]).right
    path.unlink()
    assert first_run(scene, f", Path({str(path)!r})") == 0
    assert not path.exists()
    assert account_of(scene.store, told[0]) == account


def test_sample_people_share_a_password_that_stands_in_the_file(scene: Scene, prepared: Path) -> None:
    people = json.loads(prepared.read_text(encoding="utf-8"))
    (password,) = {told["password"] for told in people.values()}
    assert {told["role"] for told in people.values()} == set(Role)
    assert compare(account_of(scene.store, "supervisor-140000").password, password).right


def test_where_the_file_cannot_be_written_nobody_has_a_password_that_nobody_knows(scene: Scene, tmp_path: Path) -> None:
    people = [person for person in read_catalogue().persons.values() if person.sample]
    with pytest.raises(IsADirectoryError):
        write_credentials(scene.store, people, tmp_path, SystemClock())
    assert [person.id for person in people if account_of(scene.store, person.id).password] == []
