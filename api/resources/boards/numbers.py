"""Knows `GET /v1/boards/numbers`: the five numbers of a board, each beside what it was when today began."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.counts import Counts
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import RegionCode
from api.http.views import View
from api.resources.boards.lists import Number, lights, running
from api.routes import declared, reads_of, router
from ledger.counting.happened import ON_TIME, STRUCK_OFF
from ledger.registry.days import local_day
from ledger.store.counted.stood import Stood

routes = router("boards 看板")

_DAY: Final = timedelta(days=1)
_SPAN: Final = 30


class MovedNumber(Number):
    """A number, and what it was; null where too much has happened since to say so at once."""

    was: int | None


class OnTime(View):
    """Of those struck off in the last 30 days (`was`: in the 30 before today) the share of which no step was late; null
    where none was."""

    rate: float | None
    was: float | None
    on_time: int
    struck_off: int


class Numbers(View):
    """As of now, and as of `was_at`, the midnight at which today began. `due_today` falls due in what is left of today,
    and is escalated where nobody does anything; it was what fell due in the whole of it."""

    as_of: AwareDatetime
    was_at: AwareDatetime
    region: str | None
    red: MovedNumber
    yellow: MovedNumber
    open: MovedNumber
    due_today: MovedNumber
    on_time: OnTime


@routes.get(
    "/boards/numbers",
    summary="五个数 / red, yellow, open, due today, struck off on time; and what they were",
    responses=documented.answers(Numbers, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_numbers(request: Request, region: RegionCode = None) -> Response:
    """Of those that one may read. What they were is exact: of what has changed since midnight the events tell."""
    return JsonAnswer(await run_in_threadpool(_numbers, Counts(reads_of(request)), region))


def _numbers(counts: Counts, region: str | None) -> dict[str, Any]:
    total, now = counts.standing_of_all(region)
    zone = counts.reads.rules.zone
    today = local_day(now, zone)
    begins, ends = (datetime.combine(day, time(), zone) for day in (today, today + _DAY))
    due, was = sum(counts.due_by_hour(region, now, ends).values()), counts.stood(region, begins, ends)
    its = lights(total, region=region) | {"due_today": running(due, now, ends, region=region)}
    return {
        "as_of": now,
        "was_at": begins,
        "region": region,
        **{name: its[name] | {"was": _was(was, name)} for name in ("red", "yellow", "open", "due_today")},
        "on_time": _on_time(counts, region, today),
    }


def _was(was: Stood | None, name: str) -> int | None:
    return None if was is None else int(getattr(was, "due" if name == "due_today" else name))


def _on_time(counts: Counts, region: str | None, today: date) -> dict[str, Any]:
    happened = counts.happened_by_day(region, today - _SPAN * _DAY, today)

    def told(last: date) -> tuple[int, int]:
        days = [happened.get(last - n * _DAY, {}) for n in range(_SPAN)]
        return sum(day.get(ON_TIME, 0) for day in days), sum(day.get(STRUCK_OFF, 0) for day in days)

    (on_time, struck_off), (on_time_then, struck_off_then) = told(today), told(today - _DAY)
    return {
        "rate": on_time / struck_off if struck_off else None,
        "was": on_time_then / struck_off_then if struck_off_then else None,
        "on_time": on_time,
        "struck_off": struck_off,
    }
