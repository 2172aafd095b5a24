"""Knows how fast each list answers over HTTP, for every role, filter and order, on a ledger with a past: a million
issues of which most have ended, and one unit that has a tenth of them; and how many keys MongoDB examines for a page.
"""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from bench.asking.past import BIG_UNIT, HOME, ISSUES, count, fill, moment
from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.parts import api, parts
from ledger.access.scopes import Scope, region_key, unit_key
from ledger.mongo.connection import Store
from ledger.mongo.whole import BY_STATE, in_states
from ledger.store.listing import list_issues
from ledger.store.wanted import IssueFilter, Sort
from mobile_schema.cloudevents import rfc3339
from mobile_schema.vocabulary import State

ASKS: Final = 200
SORTED_ASKS: Final = 40
LIMIT_MS: Final = 100.0
EXAMINED_A_LINE: Final = 3.0
PAGE: Final = 50
READERS: Final = (
    "inspector-140105-1",
    f"staff-{BIG_UNIT}",
    "supervisor-140105",
    "supervisor-140100",
    "supervisor-140000",
)
"""One of each post that reads lists; an auditor's scope is a supervisor's."""
IN_A_SPAN: Final = ("reported on a day", "struck off on a day")
"""What is sorted as it is few. Of what is in the order of an index the keys are counted; where other categories are
read past in it, the documents."""
SORTED: Final = ("all", "overdue", "struck off", "a category, overdue", "reported on a day")
_REFUSED: Final = 422


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is asked over HTTP."""

    name: str
    path: str
    times: int
    examined: str | None = None
    """`keys` or `docs`: of which few a line are promised"""


def run(issues: int = ISSUES) -> list[Figure]:
    """p95 and keys examined of each list for each role, of one issue and of the counts; a scoped list beside one that
    is not."""
    with parts() as running:
        store = running.store()
        fill(store, issues)
        count(store)
        with api(running) as url:
            found = [
                figure
                for person in READERS
                for asked in _asked(store)
                for figure in _measure(store, url, token_of(running.credentials, person), person, asked)
            ]
            return [*found, _beside_unscoped(store)]


def _filters(store: Store) -> dict[str, str]:
    """The lists that are asked for, by name, each as a query."""
    some = store["issues"].find_one({"scopes": unit_key(BIG_UNIT)}) or {}
    day, next_day = (quote(rfc3339(moment() - timedelta(days=before))) for before in (30, 29))
    return {
        "all": "",
        "in a state": "&state=assigned",
        "struck off": "&state=closed",
        "overdue": "&light=red",
        "green": "&light=green",
        "a county": f"&region={HOME}",
        "a unit, overdue": f"&unit={BIG_UNIT}&light=red",
        "a project": f"&project={some['project_code']}",
        "a category": "&category=land",
        "a category, overdue": "&category=land&light=red",
        "a category, in a state": "&category=land&state=assigned",
        "two categories, overdue": "&category=land,funding&light=red",
        "reported on a day": f"&reported_from={day}&reported_before={next_day}",
        "struck off on a day": f"&state=closed&closed_from={day}&closed_before={next_day}",
    }


def _asked(store: Store) -> Iterator[Asked]:
    filters = _filters(store)
    for name, words in filters.items():
        examined = None if name in IN_A_SPAN else "docs" if "category" in words else "keys"
        yield Asked(name, f"/v1/issues?limit={PAGE}{words}", ASKS, examined)
    for sort in Sort:
        for name in SORTED if sort is not Sort.DUE else ():
            yield Asked(f"{name}, by {sort}", f"/v1/issues?limit={PAGE}&sort={sort}{filters[name]}", SORTED_ASKS)
    some = store["issues"].find_one({"scopes": unit_key(BIG_UNIT)}) or {}
    yield Asked("counts", "/v1/counts", ASKS)
    yield Asked("one issue", f"/v1/issues/{some['_id']}", ASKS)


def _measure(store: Store, url: str, token: str, person: str, asked: Asked) -> Iterator[Figure]:
    status = _status(url, token, asked.path)
    name = f"{person}: {asked.name}" + (" (refused)" if status == _REFUSED else "")
    request = Request("GET", asked.path, expects=status)
    served = percentile(flood(url, token, [request] * asked.times, connections=1).seconds, 0.95)
    yield Figure.below(name, "p95 ms", served * 1000, LIMIT_MS)
    if asked.examined is not None:
        looks = _examined(store, asked.examined, lambda: flood(url, token, [request], connections=1))
        told = f"{name}, {asked.examined} examined"
        yield Figure.below(told, "a line of the page", looks / (PAGE + 1), EXAMINED_A_LINE + 0.001)


def _status(url: str, token: str, path: str) -> int:
    """How it is answered: well, or with too much to be sorted."""
    request = urllib.request.Request(url + path, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        if error.code != _REFUSED:
            raise
        return error.code


def _examined(store: Store, what: str, ask: Callable[[], object]) -> int:
    """How many keys of indexes, or docs, MongoDB examined for what was asked of issues meanwhile."""
    store.database["system.profile"].drop()
    store.database.command("profile", 2)
    try:
        ask()
    finally:
        store.database.command("profile", 0)
    of_issues = {"ns": f"{store.database.name}.issues"}
    return sum(entry.get(f"{what}Examined", 0) for entry in store.database["system.profile"].find(of_issues))


def _beside_unscoped(store: Store) -> Figure:
    """A county's list in a state, and the first page of the same state with no scope at all, turn by turn."""
    scope, wanted, now = Scope(frozenset({region_key(HOME)})), IssueFilter(state=State.ASSIGNED), datetime.now(UTC)
    query, order = in_states(store, {State.ASSIGNED}), [("due_at", 1), ("_id", 1)]

    def scoped() -> object:
        return list_issues(store, scope, wanted, now, PAGE)

    def unscoped() -> object:
        return list(store["issues"].find(query, sort=order, limit=PAGE + 1, hint=BY_STATE))

    pairs = [(ASKS / _seconds(scoped), ASKS / _seconds(unscoped)) for _ in range(5)]
    return Figure.beside("an authorised list beside the same unscoped", "pages/s", pairs, 0.8)


def _seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(ASKS):
        ask()
    return time.perf_counter() - began
