"""Each number of a board names its list, and the list has just so many lines, for whoever asks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from ledger.policy.rules import GivenRules
from ledger.store.counted.turns import Counting
from tests import factories
from tests.api.parts import CITY, COUNTY, INSPECTOR, LAND_STAFF, LAND_UNIT, PROVINCE, Scene, done, give, slug
from tests.ledger.factories import RULES

PEOPLE = [INSPECTOR, LAND_STAFF, COUNTY, CITY, PROVINCE]
PATHS = [
    "/v1/boards",
    "/v1/boards?by=category",
    "/v1/boards?by=unit",
    "/v1/boards?region=140105",
    "/v1/boards?by=category&region=140100",
    "/v1/boards/days",
    "/v1/boards/days?region=140105",
    "/v1/boards/hours",
]


@pytest.fixture(scope="module")
def lived(scene: Scene) -> Scene:
    """A ledger on which something happened yesterday, and some of it was struck off."""
    for category in ("land", "land", "funding", "other"):
        scene.issue(category=category)
    add_up(scene)
    scene.clock.move(scene.clock.now() + timedelta(days=4))
    closed = scene.issue(category="land")
    with scene.client(LAND_STAFF) as staff, scene.client(COUNTY) as county:
        done(give(staff, closed, "accept", person_id=LAND_STAFF))
        done(give(staff, closed, "report-progress", note="已办结"))
        evidence = [
            {"kind": "land_certificate", "text": "小自然资〔2026〕8号"},
            {"kind": "photo", "sha256": photo(staff)},
        ]
        done(give(staff, closed, "request-closure", statement="已办结", evidence=evidence))
        done(give(county, closed, "approve-closure", grade="good"))
    return scene


def photo(client: httpx.Client) -> str:
    path = f"/v1/attachments/{factories.SHA}"
    client.put(path, content=factories.PHOTO, headers={"Content-Type": "image/jpeg"}).raise_for_status()
    return factories.SHA


def add_up(scene: Scene) -> None:
    Counting(scene.store, GivenRules(RULES), "test").turn()


def numbers(value: Any) -> Iterator[dict[str, Any]]:
    """Every number of an answer."""
    if isinstance(value, dict):
        if value.keys() == {"count", "list"}:
            yield value
        for part in value.values():
            yield from numbers(part)
    if isinstance(value, list):
        for part in value:
            yield from numbers(part)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("person", PEOPLE)
def test_every_number_is_that_of_its_list(lived: Scene, person: str, path: str) -> None:
    with lived.client(person) as client:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        found = list(numbers(answer.json()))
        nothing = [number for number in found if not number["count"]]
        for number in (*(number for number in found if number["count"]), *nothing[:3]):
            shown = client.get(number["list"].replace("/v1/issues", "/v1/issues/marks"))
            assert shown.status_code == 200, shown.text
            assert shown.json()["total"] == number["count"], number


def test_a_board_has_a_row_for_each_region_below_with_its_categories(lived: Scene) -> None:
    with lived.client(PROVINCE) as client:
        board = client.get("/v1/boards").json()
    (city,) = board["rows"]
    assert (city["id"], city["whole"], city["open"]["count"]) == ("140100", True, 4)
    assert {row["id"]: row["open"]["count"] for row in city["categories"]} == {"land": 2, "funding": 1, "other": 1}
    assert board["by_state"]["closed"]["count"] == 1


def test_days_tell_what_came_in_and_what_was_struck_off(lived: Scene) -> None:
    with lived.client(COUNTY) as client:
        days = client.get("/v1/boards/days").json()
    assert len(days["days"]) == 30
    assert [day["new"]["count"] for day in days["days"][-5:]] == [4, 0, 0, 0, 1]
    assert days["days"][-1]["struck_off"]["count"] == 1
    assert days["on_time_rate"] == 1.0
    assert sum(day["overdue"]["count"] for day in days["days"]) >= 3


def test_steps_tell_how_long_they_take_by_unit(lived: Scene) -> None:
    with lived.client(CITY) as client:
        steps = client.get("/v1/boards/steps").json()
    unit = next(row for row in steps["units"] if row["id"] == LAND_UNIT)
    assert unit["struck_off"] == 1
    assert unit["on_time_rate"] == 1.0
    rows = {row["code"]: row for row in unit["steps"]}
    assert rows["resolve"]["met"] == 1
    assert 0 < rows["resolve"]["median_hours"] <= 1


def test_nothing_of_another_region_is_counted(lived: Scene) -> None:
    with lived.client(COUNTY) as client:
        for path in ("/v1/boards?region=140213", "/v1/boards?by=unit&region=140213"):
            board = client.get(path).json()
            assert board["rows"] == []
            assert board["all"]["open"]["count"] == 0


@pytest.mark.parametrize(
    "path",
    [
        "/v1/boards?by=x",
        "/v1/boards?region=999",
        "/v1/boards/days?first=2026-03-02&last=2026-03-01",
        "/v1/boards/days?first=2020-01-01",
        "/v1/boards/steps?first=2026-13",
    ],
)
def test_what_cannot_be_asked_is_said(lived: Scene, path: str) -> None:
    with lived.client(COUNTY) as client:
        answer = client.get(path)
    assert answer.status_code == 422
    assert slug(answer) == "invalid"


def test_counts_are_those_of_the_list(lived: Scene) -> None:
    with lived.client(COUNTY) as client:
        counts = client.get("/v1/counts").json()
    assert counts["open"] == sum(counts["by_state"].values()) == sum(counts["by_light"].values()) == 4
