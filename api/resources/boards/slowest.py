"""Knows `GET /v1/boards/slowest`: the open steps that are longest past their due time, and the units that take longest.

Steps have unlike limits: what a step is compared by is how long it is late, not how long it runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.counts import Counts
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Limit, RegionCode
from api.http.views import View
from api.resources.boards.lists import Number, number
from api.resources.boards.steps import First, Last, StepRow, months, step_rows
from api.routes import declared, reads_of, router
from ledger.mongo.pages import Document
from ledger.policy.rules import Rules
from ledger.store.counted.standing import Standing
from mobile_schema.vocabulary import Light
from oversight.explain.clocks import policy_version, title_of

routes = router("boards 看板")

_HOUR: Final = timedelta(hours=1)
_SHOWN: Final = 20
_NONE: Final = Standing()


class SlowStep(View):
    """A clock that runs and is overdue: `ran_hours` since it began, its rests apart; `late_hours` of them too long."""

    id: str
    serial: str
    code: str
    title_zh: str
    title_en: str | None
    unit_id: str | None
    unit_name_zh: str | None
    unit_name_en: str | None
    started_at: AwareDatetime
    due_at: AwareDatetime
    ran_hours: float
    late_hours: float


class SlowUnit(StepRow):
    """A unit at one step in these months, as in `/v1/boards/steps`; `red` is what it has overdue now, at any step."""

    id: str
    name_zh: str | None
    name_en: str | None
    red: Number


class Slowest(View):
    """`items` are the first of `red`, a step each where one still runs; `units` those that take longest, by step."""

    as_of: AwareDatetime
    region: str | None
    first: str
    last: str
    red: Number
    items: list[SlowStep]
    units: list[SlowUnit]


@routes.get(
    "/boards/slowest",
    summary="最慢环节 / the slowest open steps, and the slowest units",
    responses=documented.answers(Slowest, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_slowest(
    request: Request, region: RegionCode = None, first: First = None, last: Last = None, limit: Limit = _SHOWN
) -> Response:
    """`limit` of the steps, and of the units at each step, by median and then p90."""
    return JsonAnswer(await run_in_threadpool(_slowest, Counts(reads_of(request)), region, first, last, limit))


def _slowest(counts: Counts, region: str | None, first: str | None, last: str | None, limit: int) -> dict[str, Any]:
    total, now = counts.standing_of_all(region)
    first, last = months(counts, now, first, last)
    issues, read_at = counts.most_overdue(region, limit)
    rows = [
        (unit, row) for unit, times in counts.happened_by_unit(region, first, last).items() for row in step_rows(times)
    ]
    slow = sorted(rows, key=lambda each: (-each[1]["median_hours"], -each[1]["p90_hours"], each[0]))
    codes = sorted({row["code"] for _, row in rows})
    shown = [(unit, row) for code in codes for unit, row in [each for each in slow if each[1]["code"] == code][:limit]]
    standing = counts.standing_of_units(region, {unit for unit, _ in shown}, now)
    return {
        "as_of": now,
        "region": region,
        "first": first,
        "last": last,
        "red": number(total.red, region=region, light=Light.RED),
        "items": list(_steps(issues, counts.reads.rules, read_at)),
        "units": [_unit(counts, region, unit, row, standing) for unit, row in shown],
    }


def _steps(issues: Sequence[Document], rules: Rules, now: datetime) -> Iterator[dict[str, Any]]:
    for issue in issues:
        clock = min(filter(_runs, issue["obligations"]), key=itemgetter("due_at"), default=None)
        if clock is None:
            continue
        title = title_of(policy_version(rules, issue.get("policy"), issue.get("policy_version")), clock["code"])
        unit = rules.catalogue.units.get(issue.get("unit_id") or "")
        rested = timedelta(milliseconds=clock.get("rested_ms", 0))
        yield {
            "id": issue["_id"],
            "serial": issue["serial"],
            "code": clock["code"],
            "title_zh": title.zh,
            "title_en": title.en,
            "unit_id": issue.get("unit_id"),
            "unit_name_zh": unit and unit.name_zh,
            "unit_name_en": unit and unit.name_en,
            "started_at": clock["started_at"],
            "due_at": clock["due_at"],
            "ran_hours": round((now - clock["started_at"] - rested) / _HOUR, 1),
            "late_hours": round((now - clock["due_at"]) / _HOUR, 1),
        }


def _runs(clock: Document) -> bool:
    return clock.get("outcome") is None and clock.get("paused_at") is None


def _unit(
    counts: Counts, region: str | None, unit_id: str, row: dict[str, Any], standing: Mapping[str, Standing]
) -> dict[str, Any]:
    entry = counts.reads.rules.catalogue.units.get(unit_id)
    red = standing.get(unit_id, _NONE).red
    return {
        "id": unit_id,
        "name_zh": entry and entry.name_zh,
        "name_en": entry and entry.name_en,
        **row,
        "red": number(red, region=region, unit=unit_id, light=Light.RED),
    }
