"""Knows `/v1/boards/since`: what changed since one last said that one had looked, and saying so."""

from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, BaseModel, ConfigDict

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Moment, RegionCode
from api.http.problems import invalid
from api.http.settings import ENTRY_BYTES
from api.http.views import View
from api.resources.boards.lists import Number, number
from api.routes import declared, reads_of, router
from api.shown.looking import ACTION, Looking
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import Light, State

routes = router("boards 看板")


class Looked(BaseModel):
    """As of which moment one looked: the `as_of` of what one saw."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Moment


class LookedAt(View):
    looked_at: AwareDatetime


class SinceView(View):
    """`changed` in whatever way, an alert too; of these `new` came in and `struck_off` are 销号; `overdue` became red.

    `since` is `looked_at`, a month ago at most; where one never said so (null), a day ago.
    """

    as_of: AwareDatetime
    region: str | None
    looked_at: AwareDatetime | None
    since: AwareDatetime
    changed: Number
    new: Number
    struck_off: Number
    overdue: Number


@routes.get(
    "/boards/since",
    summary="上次查看以来 / what changed since I looked",
    responses=documented.answers(SinceView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(ACTION),
)
async def get_since(request: Request, region: RegionCode = None) -> Response:
    """Asking moves nothing on: `PUT` does. What has gone to the archive is not counted."""
    return JsonAnswer(await run_in_threadpool(_since, Looking(reads_of(request)), region))


@routes.put(
    "/boards/since",
    summary="标为已查看 / say that I looked",
    responses=documented.answers(LookedAt, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared(ACTION, documented.body(Looked.__name__, {"at": "2026-03-02T08:00:00Z"})),
)
async def put_since(request: Request) -> Response:
    """Of oneself alone. An earlier moment than was said before moves nothing back."""
    asked = await read_as(request, Looked, ENTRY_BYTES)
    looked_at = await run_in_threadpool(Looking(reads_of(request)).look, asked.at)
    if looked_at is None:
        raise invalid([Fault("$.at", "晚于台账时间;after the ledger's own time", "in-future")])
    return JsonAnswer({"looked_at": looked_at})


def _since(looking: Looking, region: str | None) -> dict[str, Any]:
    found = looking.since_last(region)
    counted, changed = found.counted, {"region": region, "updated_from": found.since}
    return {
        "as_of": found.as_of,
        "region": region,
        "looked_at": found.looked_at,
        "since": found.since,
        "changed": number(counted.changed, **changed),
        "new": number(counted.new, **changed, reported_from=found.since),
        "struck_off": number(counted.struck_off, **changed, closed_from=found.since, state=State.CLOSED),
        "overdue": number(counted.overdue, region=region, due_from=found.since, light=Light.RED),
    }
