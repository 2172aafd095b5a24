"""What could not enter the ledger is seen by who may, and sent again once its cause is put right."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from api.resources.ops.dead_letters import DeadLetterPage, WholeDeadLetter
from ledger.intake.incoming import DAMAGED, UNSIGNED
from mobile_schema.topics import SITE_VISITS
from tests import factories
from tests.api.parts import COUNTY, PROVINCE, Scene, slug, visit
from tests.ledger.parts import enter_project

NUMBERS = count(777)


@pytest.fixture
def province(scene: Scene) -> Iterator[httpx.Client]:
    with scene.client(PROVINCE) as client:
        yield client


@pytest.fixture
def letter(scene: Scene) -> Iterator[dict[str, Any]]:
    """A report of a project that the registry does not know."""
    scene.store["dead_letters"].delete_many({})
    raw = factories.as_bytes(visit(project_code=f"2026-140105-48-01-{next(NUMBERS):06d}"))
    scene.put(SITE_VISITS, raw)
    scene.settle()
    found = scene.store["dead_letters"].find_one({})
    assert found is not None
    yield found
    scene.skip()


def test_a_dead_letter_says_why_and_the_province_what_it_says(
    scene: Scene, province: httpx.Client, letter: dict[str, Any]
) -> None:
    page = province.get("/v1/dead-letters")
    DeadLetterPage.model_validate_json(page.content)
    (line,) = page.json()["items"]
    assert (line["id"], line["reason"], line["replayable"]) == (letter["_id"], "unknown-project", True)
    whole = province.get(f"/v1/dead-letters/{letter['_id']}")
    assert whole.status_code == 200, whole.text
    WholeDeadLetter.model_validate_json(whole.content)
    assert whole.json()["content"] == bytes(letter["raw"]).decode()
    with scene.client(COUNTY) as county:
        for path in ("/v1/dead-letters", f"/v1/dead-letters/{letter['_id']}"):
            assert slug(county.get(path)) == "not-permitted"


def test_sent_again_once_its_cause_is_put_right_it_is_on_the_ledger(
    scene: Scene, province: httpx.Client, letter: dict[str, Any]
) -> None:
    enter_project(scene.store, json.loads(letter["raw"])["project_code"])
    answer = province.post(f"/v1/dead-letters/{letter['_id']}/replay")
    assert (answer.status_code, answer.json()["replayed"]) == (200, True)
    assert province.get("/v1/dead-letters").json()["items"] == []
    (line,) = province.get("/v1/dead-letters?replayed=true").json()["items"]
    assert line["replayed_at"] is not None
    assert scene.settle() == 1


@pytest.mark.parametrize("reason", [UNSIGNED, DAMAGED])
def test_what_nobody_signed_or_is_damaged_is_for_the_machine(
    scene: Scene, province: httpx.Client, letter: dict[str, Any], reason: str
) -> None:
    scene.store["dead_letters"].update_one({"_id": letter["_id"]}, {"$set": {"reason": reason}})
    answer = province.post(f"/v1/dead-letters/{letter['_id']}/replay")
    assert (answer.status_code, slug(answer), answer.json()["reason"]) == (409, "not-replayable", reason)
    assert scene.published() == []


def test_there_is_none_by_another_name(province: httpx.Client) -> None:
    for answer in (province.get("/v1/dead-letters/x/0/1"), province.post("/v1/dead-letters/x/0/1/replay")):
        assert (answer.status_code, slug(answer)) == (404, "unknown-dead-letter")
