"""Knows `GET /v1/boards/steps`: how long each step takes, and how many were in time, in all and by unit."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.counts import Counts
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import RegionCode
from api.http.problems import invalid
from api.http.views import View
from api.resources.boards.lists import Number, number
from api.routes import declared, reads_of, router
from ledger.counting.happened import GIVEN, MET, MISSED, ON_TIME, STRUCK_OFF, TOOK, quantile
from ledger.registry.days import local_day
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import State

routes = router("boards 看板")

_MONTH: Final = r"^[12][0-9]{3}-(0[1-9]|1[0-2])$"
First = Annotated[str | None, Query(pattern=_MONTH, description="a month, 2026-03; `last` unless given")]
Last = Annotated[str | None, Query(pattern=_MONTH, description="this month unless given")]
_SLOWEST: Final = "resolve"


class StepRow(View):
    """One clock: how often it was satisfied, in time and late; how many hours it ran, its rests apart, read off spans.

    Half took `median_hours` at most, nine of ten `p90_hours`.
    """

    code: str
    met: int
    missed: int
    in_time_rate: float
    median_hours: float
    p90_hours: float


class UnitSteps(View):
    """One unit: what was given to it and struck off in these months; of the archive, the list needs `archived=true`."""

    id: str
    name_zh: str | None
    name_en: str | None
    given: int
    struck_off: Number
    on_time_rate: float | None
    steps: list[StepRow]


class Steps(View):
    """`units` begin with those that take longest to resolve."""

    as_of: AwareDatetime
    region: str | None
    first: str
    last: str
    steps: list[StepRow]
    units: list[UnitSteps]


@routes.get(
    "/boards/steps",
    summary="办理时长 / how long steps take, by unit",
    responses=documented.answers(Steps, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_steps(
    request: Request,
    region: RegionCode = None,
    first: First = None,
    last: Last = None,
) -> Response:
    """By whole months, of the regions that one may read, and of one's own unit."""
    return JsonAnswer(await run_in_threadpool(_steps, Counts(reads_of(request)), region, first, last))


def _steps(counts: Counts, region: str | None, first: str | None, last: str | None) -> dict[str, Any]:
    now = counts.now()
    first, last = months(counts, now, first, last)
    by_unit = counts.happened_by_unit(region, first, last)
    total: Counter[str] = Counter()
    for times in by_unit.values():
        total.update(times)
    listed = {"region": region, "state": State.CLOSED, **_span(counts, first, last)}
    units = [_unit(counts, unit, times, listed) for unit, times in sorted(by_unit.items())]
    return {
        "as_of": now,
        "region": region,
        "first": first,
        "last": last,
        "steps": step_rows(total),
        "units": sorted(units, key=_slowness),
    }


def months(counts: Counts, now: datetime, first: str | None, last: str | None) -> tuple[str, str]:
    """The first and the last month that are asked for. Raises Problem (422)."""
    last = last or f"{local_day(now, counts.reads.rules.zone):%Y-%m}"
    if first is not None and first > last:
        said = "起始月不得晚于截止月(未写截止月时为本月);first is no later than last, which is this month unless given"
        raise invalid([Fault("request.query.first", said, "span")])
    return first or last, last


def _span(counts: Counts, first: str, last: str) -> dict[str, datetime]:
    """Of what is struck off, from when and before when it was."""
    end = date.fromisoformat(f"{last}-28") + timedelta(days=4)
    begins, ends = (
        datetime.combine(day, time(), counts.reads.rules.zone)
        for day in (date.fromisoformat(f"{first}-01"), end.replace(day=1))
    )
    return {"closed_from": begins, "closed_before": ends}


def _unit(counts: Counts, unit_id: str, times: Mapping[str, int], listed: Mapping[str, Any]) -> dict[str, Any]:
    entry = counts.reads.rules.catalogue.units.get(unit_id)
    struck_off = times.get(STRUCK_OFF, 0)
    return {
        "id": unit_id,
        "name_zh": entry and entry.name_zh,
        "name_en": entry and entry.name_en,
        "given": times.get(GIVEN, 0),
        "struck_off": number(struck_off, unit=unit_id, **listed),
        "on_time_rate": times.get(ON_TIME, 0) / struck_off if struck_off else None,
        "steps": step_rows(times),
    }


def step_rows(times: Mapping[str, int]) -> list[dict[str, Any]]:
    """`StepRow` of each clock of which something happened."""
    spans: dict[str, Counter[int]] = defaultdict(Counter)
    for name, many in times.items():
        what, _, rest = name.partition(".")
        if what == TOOK:
            code, _, span = rest.rpartition(".")
            spans[code][int(span)] += many
    found = []
    for code, took in sorted(spans.items()):
        met, missed = times.get(f"{MET}.{code}", 0), times.get(f"{MISSED}.{code}", 0)
        found.append(
            {
                "code": code,
                "met": met,
                "missed": missed,
                "in_time_rate": met / (met + missed),
                "median_hours": quantile(took, 0.5),
                "p90_hours": quantile(took, 0.9),
            }
        )
    return found


def _slowness(unit: dict[str, Any]) -> tuple[float, str]:
    took = next((row["median_hours"] for row in unit["steps"] if row["code"] == _SLOWEST), 0.0)
    return -took, unit["id"]
