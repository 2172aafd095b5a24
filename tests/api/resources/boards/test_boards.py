"""Each number of a board names its list, and the list has just so many lines, for whoever asks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from api.resources.boards.numbers import Numbers
from tests import factories
from tests.api.parts import CITY, COUNTY, INSPECTOR, LAND_STAFF, LAND_UNIT, PROVINCE, Scene, done, give, slug

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
    "/v1/boards/numbers",
    "/v1/boards/numbers?region=140105",
    "/v1/boards/steps",
    "/v1/boards/steps?region=140105",
    "/v1/boards/slowest",
    "/v1/boards/slowest?region=140105",
    "/v1/boards/since",
    "/v1/boards/since?region=140105",
]


@pytest.fixture(scope="module")
def lived(scene: Scene) -> Scene:
    """A ledger on which something happened yesterday, and some of it was struck off."""
    for category in ("land", "land", "funding", "other"):
        scene.issue(category=category)
    scene.add_up()
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


def numbers(value: Any) -> Iterator[dict[str, Any]]:
    """Every number of an answer."""
    if isinstance(value, dict):
        if {"count", "list"} <= value.keys():
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


def test_the_five_numbers_are_beside_what_they_were_when_today_began(lived: Scene) -> None:
    with lived.client(COUNTY) as client:
        answer = client.get("/v1/boards/numbers")
        numbers = answer.json()
        days = client.get("/v1/boards/days").json()
    Numbers.model_validate_json(answer.content)
    assert (numbers["open"]["count"], numbers["open"]["was"]) == (4, 4)
    assert 3 <= numbers["red"]["was"] <= numbers["red"]["count"]
    assert numbers["on_time"] == {"rate": days["on_time_rate"], "was": None, "on_time": 1, "struck_off": 1}
    assert datetime.fromisoformat(numbers["was_at"]) <= datetime.fromisoformat(numbers["as_of"])


def test_steps_tell_how_long_they_take_by_unit(lived: Scene) -> None:
    with lived.client(CITY) as client:
        steps = client.get("/v1/boards/steps").json()
    unit = next(row for row in steps["units"] if row["id"] == LAND_UNIT)
    assert unit["struck_off"]["count"] == 1
    assert unit["on_time_rate"] == 1.0
    rows = {row["code"]: row for row in unit["steps"]}
    assert rows["resolve"]["met"] == 1
    assert 0 < rows["resolve"]["median_hours"] <= 1


def test_a_units_people_have_the_days_and_the_steps_of_their_unit(lived: Scene) -> None:
    with lived.client(LAND_STAFF) as client:
        days = client.get("/v1/boards/days").json()
        (unit,) = client.get("/v1/boards/steps").json()["units"]
        nothing = client.get("/v1/boards/steps?region=140213").json()["units"]
    assert [day["new"]["count"] for day in days["days"][-5:]] == [2, 0, 0, 0, 1]
    assert (days["days"][-1]["struck_off"]["count"], days["on_time_rate"]) == (1, 1.0)
    assert (unit["id"], unit["struck_off"]["count"], nothing) == (LAND_UNIT, 1, [])


def test_the_slowest_steps_are_those_longest_overdue(lived: Scene) -> None:
    with lived.client(COUNTY) as client:
        slowest = client.get("/v1/boards/slowest?limit=2").json()
    assert slowest["red"]["count"] >= 3
    assert len(slowest["items"]) == 2
    first, second = slowest["items"]
    assert first["due_at"] <= second["due_at"]
    assert first["late_hours"] >= second["late_hours"] > 0
    assert first["ran_hours"] == pytest.approx(4 * 24, abs=1)
    assert {row["id"] for row in slowest["units"]} == {LAND_UNIT}
    assert next(row for row in slowest["units"] if row["code"] == "resolve")["red"]["count"] == 2


def test_since_my_last_look_is_what_changed_after_i_said_that_i_had_looked(lived: Scene) -> None:
    with lived.client(COUNTY) as client:
        never = client.get("/v1/boards/since").json()
        assert (never["looked_at"], never["new"]["count"], never["struck_off"]["count"]) == (None, 1, 1)
        assert client.get("/v1/boards/since").json()["since"] > never["since"]
        said = client.put("/v1/boards/since", json={"at": never["as_of"]}).json()
        nothing = client.get("/v1/boards/since").json()
        assert nothing["looked_at"] == nothing["since"] == said["looked_at"] == never["as_of"]
        assert [nothing[name]["count"] for name in ("changed", "new", "struck_off", "overdue")] == [0, 0, 0, 0]
        earlier = client.put("/v1/boards/since", json={"at": "2026-01-01T00:00:00Z"}).json()
        assert earlier == said
    with lived.client(CITY) as other:
        assert other.get("/v1/boards/since").json()["looked_at"] is None


@pytest.mark.parametrize("body", [{}, {"at": "2026-03-02"}, {"at": "9999-01-01T00:00:00Z"}, {"at": None}, {"x": 1}])
def test_a_look_that_cannot_be_is_refused(lived: Scene, body: dict[str, Any]) -> None:
    with lived.client(COUNTY) as client:
        answer = client.put("/v1/boards/since", json=body)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


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
        "/v1/boards/days?first=0001-01-01&last=0001-01-01",
        "/v1/boards/days?last=0001-01-05",
        "/v1/boards/days?last=9999-12-31",
        "/v1/boards/steps?first=2026-13",
        "/v1/boards/steps?first=2026-03&last=2026-02",
        "/v1/boards/steps?first=2999-12",
        "/v1/boards/slowest?first=2026-03&last=2026-02",
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
