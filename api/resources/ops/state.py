"""Knows `GET /v1/health`: how each part of the whole fares, as far as the ledger tells an API of it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime
from pymongo.errors import PyMongoError

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.views import View
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from channels.endpoints.store import OPEN, read_endpoints
from ledger.intake.incoming import DAMAGED
from ledger.intake.letters import LETTERS
from ledger.jobs.presence import present
from ledger.jobs.shares import holders
from ledger.mongo.outbox import unpublished
from ledger.mongo.positions import read_offsets
from ledger.mongo.slots import SLOTS, due_by
from ledger.mongo.waiting import counting_lag, indexed
from mobile_schema.topics import BY_COUNTY

routes = router("health 运行状况")

_SECONDS: Final = 5.0
_COUNTED: Final = 100_000
_FAR_BEHIND: Final = 10_000
_PATIENCE_SECONDS: Final = 60.0
_SWEEP_PATIENCE: Final = timedelta(minutes=2)
_PARTITIONS: Final = sum(topic.partitions for topic in BY_COUNTY)
Name = Literal[
    "mongodb", "kafka", "here", "workers", "intake", "relay", "sweep", "counters", "search", "dead-letters", "channels"
]
_Judged = tuple[Name, bool, Mapping[str, float]]


class Part(View):
    """One part: whether it is as it should be, and by which figures. Seconds and counts, these up to 100,000."""

    part: Name
    ok: bool
    figures: dict[str, float]


class Health(View):
    """`ok` where every part is. `at` is the machine's time. Of a MongoDB that does not answer nothing else is known but
    what this process has itself."""

    ok: bool
    at: AwareDatetime
    parts: list[Part]


@routes.get(
    "/health",
    summary="健康 / how each part fares",
    responses=documented.answers(Health, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("health.read"),
)
async def get_health(request: Request) -> Response:
    """A part of what `xiaohao doctor` looks at, which looks at the machine and at Kafka itself besides."""
    demand_right(request)
    services = services_of(request)
    at = services.wall.now()
    parts = [*_here(services), *await run_in_threadpool(_told, services)]
    shown = [{"part": name, "ok": ok, "figures": figures} for name, ok, figures in parts]
    return JsonAnswer({"ok": all(each["ok"] for each in shown), "at": at, "parts": shown})


def _here(services: Services) -> Iterator[_Judged]:
    still = len(services.standing_still)
    yield "kafka", services.publisher.connected, {}
    yield "here", not still, {"standing_still": still, "streams": services.fan_out.open}


def _told(services: Services) -> list[_Judged]:
    """What MongoDB says; where it does not answer, that alone."""
    looks: tuple[Callable[[Services], _Judged], ...] = (
        _workers,
        _intake,
        _relay,
        _sweep,
        _counters,
        _search,
        _dead_letters,
        _channels,
    )
    try:
        with pymongo.timeout(_SECONDS):
            return [("mongodb", True, {}), *(look(services) for look in looks)]
    except PyMongoError:
        return [("mongodb", False, {})]


def _workers(services: Services) -> _Judged:
    signs = present(services.store)
    read = {place for sign in signs for place in sign["partitions"]}
    still = sum(len(sign.get("standing_still", ())) for sign in signs)
    figures = {"alive": len(signs), "partitions_read": len(read), "partitions": _PARTITIONS, "standing_still": still}
    return "workers", len(read) == _PARTITIONS and not still, figures


def _intake(services: Services) -> _Judged:
    """Of what this process published."""
    ends = services.publisher.ends()
    lag = sum(max(0, ends[place] - offset) for place, offset in read_offsets(services.store, ends).items())
    return "intake", lag <= _FAR_BEHIND, {"lag_records": lag}


def _relay(services: Services) -> _Judged:
    lag, held = unpublished(services.store, _COUNTED), holders(services.store, "relay")
    figures = {"lag_events": lag, "alive": len(set(held.values())), "slots": len(held), "of_slots": SLOTS}
    return "relay", lag <= _FAR_BEHIND and len(held) == SLOTS, figures


def _sweep(services: Services) -> _Judged:
    now = services.clock.now()
    late = services.store["issues"].count_documents(due_by(now - _SWEEP_PATIENCE), limit=_COUNTED)
    first = services.store["issues"].find_one(due_by(now), {"next_due_at": 1}, sort=[("next_due_at", 1)])
    lag = 0.0 if first is None else (now - first["next_due_at"]).total_seconds()
    return "sweep", not late, {"late_issues": late, "lag_seconds": max(0.0, lag)}


def _counters(services: Services) -> _Judged:
    lag = counting_lag(services.store)
    return "counters", lag <= _PATIENCE_SECONDS, {"lag_seconds": lag}


def _search(services: Services) -> _Judged:
    found = indexed(services.store)
    behind = max((each.behind for each in found), default=0.0)
    making = sum(each.made is not None for each in found)
    return (
        "search",
        behind <= _PATIENCE_SECONDS or bool(making),
        {
            "indexes": len(found),
            "making": making,
            "lag_seconds": behind,
        },
    )


def _dead_letters(services: Services) -> _Judged:
    wanted = {"replayed": {"$ne": True}, "reason": {"$ne": DAMAGED}}
    waiting = services.store[LETTERS].count_documents(wanted, limit=_COUNTED)
    return "dead-letters", not waiting, {"waiting": waiting}


def _channels(services: Services) -> _Judged:
    endpoints = read_endpoints(services.store).values()
    failing = sum(each.enabled and each.failing_since is not None for each in endpoints)
    queued = services.store["deliveries"].count_documents(OPEN, limit=_COUNTED)
    lease = services.store["leases"].find_one({"_id": "deliver"}) or {}
    alive = _good(lease.get("until"), services.wall.now())
    figures = {"endpoints": len(endpoints), "failing": failing, "waiting": queued, "deliverer": int(alive)}
    return "channels", alive and not failing, figures


def _good(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now
