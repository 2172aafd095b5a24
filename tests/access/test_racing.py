"""Of fifty requests at once of two people for one issue, one wins: one event, and the others are told why not."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, Final

import httpx
import pytest

from ledger.registry.entries import Person
from mobile_schema.vocabulary import Level, Role, State
from tests.access.world import HOME, HOME_CITY, World, lead_of
from tests.streams.parts import until

AT_ONCE: Final = 50
UNIT: Final = lead_of(HOME)
ANOTHER: Final = Person("another-of-city", "同级", Role.SUPERVISOR, None, HOME_CITY, Level.CITY)
Asked = tuple[str, str, dict[str, Any]]
"""Who, which command, and its body."""
RACES: Final[dict[str, tuple[State, Asked, Asked]]] = {
    "one accepts, one declines": (
        State.ASSIGNED,
        ("unit_staff", "accept", {"person_id": "staff-of-home"}),
        (f"worker-{HOME}", "decline", {"reason": "不属本单位"}),
    ),
    "two assign": (
        State.REPORTED,
        ("city", "assign", {"unit_id": UNIT}),
        (ANOTHER.id, "assign", {"unit_id": f"{HOME}-housing"}),
    ),
    "one strikes off, one returns": (
        State.CLOSURE_REQUESTED,
        ("county", "approve-closure", {"grade": "good"}),
        ("city", "return-closure", {"reasons": ["未办"]}),
    ),
    "two void": (
        State.RETURNED,
        ("city", "void", {"reason": "误报"}),
        ("province", "void", {"reason": "重复"}),
    ),
    "one suspends, one voids": (
        State.ACCEPTED,
        ("city", "suspend", {"resume_on": "2026-06-01", "reason": "冬季"}),
        ("province", "void", {"reason": "误报"}),
    ),
}


@pytest.fixture(scope="module", autouse=True)
def another(made: World) -> None:
    """A second supervisor of the city, whom the API knows already."""
    made.enter(ANOTHER)
    with made.client(ANOTHER.id) as client:
        until(lambda: client.get("/v1/me").status_code == 200)


@pytest.mark.parametrize("race", RACES)
def test_one_of_fifty_wins(made: World, race: str) -> None:
    state, *askers = RACES[race]
    issue_id = made.case(HOME, state).id
    before = _events(made, issue_id)
    answers = _at_once(made, issue_id, askers, len(before))
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[200] == 1, statuses
    assert statuses.keys() <= {200, 409, 412}
    (event,) = _events(made, issue_id)[len(before) :]
    (won,) = (answer.json() for answer in answers if answer.status_code == 200)
    assert (event["version"], won["version"]) == (len(before) + 1, len(before) + 1)
    by = {persona: made.client(persona).get("/v1/me").json()["id"] for persona, _, _ in askers}
    assert event["actor"]["person_id"] in by.values()


def _at_once(made: World, issue_id: str, askers: list[Asked], seen: int) -> list[httpx.Response]:
    """The answers to so many requests, sent together; every other one says which version it saw."""
    together = Barrier(AT_ONCE)
    clients = [made.client(persona) for persona, _, _ in askers]

    def ask(number: int) -> httpx.Response:
        _, command, body = askers[number % 2]
        headers = {"If-Match": f'"{seen}"'} if number % 4 < 2 else {}
        together.wait(30)
        return clients[number % 2].post(f"/v1/issues/{issue_id}/{command}", json=body, headers=headers)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(ask, range(AT_ONCE)))


def _events(made: World, issue_id: str) -> list[dict[str, Any]]:
    return list(made.store["events"].find({"issue_id": issue_id}).sort("version", 1))
