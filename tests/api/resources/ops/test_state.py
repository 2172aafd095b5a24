"""How each part fares is told by figures, to who may know; a MongoDB that is away is told, too."""

from datetime import UTC, datetime

import httpx
import pytest

from api.resources.ops.state import Health
from ledger.jobs.presence import Presence
from mobile_schema.topics import BY_COUNTY
from tests.api.parts import COUNTY, PROVINCE, Scene, slug

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def parts(client: httpx.Client) -> dict[str, dict[str, object]]:
    answer = client.get("/v1/health")
    assert answer.status_code == 200, answer.text
    Health.model_validate_json(answer.content)
    assert answer.json()["ok"] == all(part["ok"] for part in answer.json()["parts"])
    return {part["part"]: part for part in answer.json()["parts"]}


def test_workers_are_well_once_every_partition_is_read(scene: Scene) -> None:
    scene.store["workers"].delete_many({})
    places = [f"{topic.name}/{number}" for topic in BY_COUNTY for number in range(topic.partitions)]
    with scene.client(PROVINCE) as client:
        nobody = parts(client)
        assert (nobody["mongodb"]["ok"], nobody["kafka"]["ok"], nobody["workers"]["ok"]) == (True, True, False)
        worker = Presence(scene.store)
        worker.tell(places)
        assert parts(client)["workers"]["ok"]
        worker.tell(places, [{"place": places[0], "offset": 3, "why": "damaged"}])
        assert not parts(client)["workers"]["ok"]
        worker.leave()


def test_what_has_not_fired_is_told(scene: Scene) -> None:
    scene.issue(category="land")
    with scene.client(PROVINCE) as client:
        assert parts(client)["sweep"]["ok"]
        scene.store["issues"].update_many({"next_due_at": {"$exists": True}}, {"$set": {"next_due_at": LONG_AGO}})
        late = parts(client)["sweep"]
    assert not late["ok"]


@pytest.mark.parametrize("who", [COUNTY])
def test_it_is_for_who_may_know(scene: Scene, who: str) -> None:
    with scene.client(who) as client:
        assert slug(client.get("/v1/health")) == "not-permitted"
