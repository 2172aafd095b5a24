"""The calendar over HTTP: days as the clocks count them, of one's own region unless another is asked for."""

import httpx
import pytest

from api.resources.policies.calendar import CalendarView
from ledger.calendar.store import enter_calendar
from tests.api.parts import Scene, slug
from tests.streams.parts import until

TAIYUAN = """
name: taiyuan
version: 2
region: "140100"
closed: [{from: 2026-07-06, reason: 防汛}]
"""


def test_days_are_told_as_clocks_count_them(inspector: httpx.Client) -> None:
    answer = inspector.get("/v1/calendar?region=140100&first=2026-02-13&last=2026-02-18")
    assert answer.status_code == 200, answer.text
    CalendarView.model_validate_json(answer.content)
    told = answer.json()
    assert (told["region"], told["working_days"], len(told["days"])) == ("140100", 2, 6)
    assert told["days"][1] == {
        "day": "2026-02-14",
        "kind": "made_up",
        "working": True,
        "provisional": False,
        "name_zh": "春节",
        "name_en": "Spring Festival",
        "ordered_by": None,
    }


def test_unless_said_it_is_the_month_to_come_where_one_is(inspector: httpx.Client) -> None:
    told = inspector.get("/v1/calendar").json()
    assert (told["region"], len(told["days"])) == ("140105", 31)
    assert told["days"][0]["day"] == told["today"]


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("2026-01-01", "2027-02-04", 200),
        ("2026-01-01", "2027-02-05", 422),
        ("2026-01-02", "2026-01-01", 422),
        ("0999-12-31", "1000-01-01", 422),
        ("2999-12-31", "2999-12-31", 422),
    ],
)
def test_spans_are_bounded(inspector: httpx.Client, first: str, last: str, status: int) -> None:
    answer = inspector.get("/v1/calendar", params={"first": first, "last": last})
    assert answer.status_code == status
    if status == 422:
        assert slug(answer) == "invalid"


def test_who_ordered_days_of_their_own_is_named_where_they_hold(
    scene: Scene, inspector: httpx.Client, province: httpx.Client
) -> None:
    assert inspector.get("/v1/calendar").json()["files"] == []
    enter_calendar(scene.store, TAIYUAN, scene.clock.now())
    until(lambda: inspector.get("/v1/calendar").json()["files"] != [])
    assert inspector.get("/v1/calendar").json()["files"] == [
        {"name": "taiyuan", "version": 2, "region": "140100", "region_zh": "太原市", "region_en": "Taiyuan City"}
    ]
    assert province.get("/v1/calendar").json()["files"] == []
    told = inspector.get("/v1/calendar?first=2026-07-06&last=2026-07-06").json()["days"][0]
    assert (told["kind"], told["name_zh"], told["ordered_by"]) == ("holiday", "防汛", "140100")
