"""Knows the list behind a number: the query of `GET /v1/issues` that shows just the issues that were counted."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from api.http.views import View
from ledger.issue.issue import OPEN_STATES
from ledger.issue.lights import RUNNING
from ledger.store.counted.standing import Standing
from mobile_schema.cloudevents import rfc3339
from mobile_schema.vocabulary import Light, State

NONE = "none"
"""What stands in a query for no unit."""


class Number(View):
    """How many issues, and the list that shows them, to those who may read them all."""

    count: int
    list: str


class Lights(View):
    """The open issues, and of these the red 红, the yellow 黄 and the green 绿."""

    open: Number
    red: Number
    yellow: Number
    green: Number


def number(count: int, **query: Any) -> dict[str, Any]:
    """A number with its list; several values of one parameter are joined by commas, what is None is left out."""
    return _number(count, _query(query))


def lights(one: Standing, **where: Any) -> dict[str, Any]:
    """The numbers of `Lights`. A board of a province has some thousand rows of them: where is written once for each."""
    said = _query(where)
    return {
        name: _number(count, f"{said}&{its}" if said else its)
        for count, (name, its) in zip((one.open, one.red, one.yellow, one.green), _LIGHTS.items(), strict=True)
    }


def by_state(one: Standing, **where: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each state with its number."""
    for state in State:
        yield state.value, number(one.of(state), **where, state=state)


def running(count: int, first: datetime, end: datetime, **where: Any) -> dict[str, Any]:
    """The number of those whose clocks run and that fall due from a moment on and before another."""
    return number(count, **where, state=RUNNING, due_from=first, due_before=end)


def _number(count: int, query: str) -> dict[str, Any]:
    return {"count": count, "list": f"/v1/issues?{query}" if query else "/v1/issues"}


def _query(asked: Mapping[str, Any]) -> str:
    return "&".join(f"{name}={quote(_words(value), ',:')}" for name, value in asked.items() if value is not None)


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Collection):
        return ",".join(sorted(map(str, value)))
    return str(value)


_LIGHTS: Final = {
    "open": _query({"state": OPEN_STATES}),
    "red": _query({"light": Light.RED}),
    "yellow": _query({"light": Light.YELLOW}),
    "green": _query({"state": OPEN_STATES, "light": Light.GREEN}),
}
