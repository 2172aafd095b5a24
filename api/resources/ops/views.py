"""Knows what a process says of itself, for OpenAPI."""

from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from api.http.views import View
from mobile_schema.fields import UtcMoment


class ClockView(View):
    """The ledger's time; `next_due_at` is when the next step of any ladder falls due."""

    now: AwareDatetime
    kind: Literal["system", "movable"]
    next_due_at: AwareDatetime | None


class MapView(View):
    """What lies under the regions of a map."""

    tiles: str | None


_FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)


def _within_reach(moment: datetime) -> datetime:
    """Dates far off would leave no room for deadlines after them, and stop every process."""
    if not _FIRST <= moment <= _LAST:
        raise ValueError("须在 2000 年至 2200 年之间 / it must lie between 2000 and 2200")
    return moment


class ClockSetting(BaseModel):
    """Where to move the clock to."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"now": "2026-04-01T08:00:00+08:00"}]})

    now: Annotated[UtcMoment, AfterValidator(_within_reach)]


class Readiness(View):
    """Which parts answer; `workers` counts the stream workers that live and read partitions.

    `standing_still` names what should run in this process all the time and does not, such as the feed of alerts, and
    each partition that no worker can read on, with its offset; the others go on, and `ready` stays as it is.
    `instance` is what XIAOHAO_INSTANCE says to this process, empty without it.
    """

    ready: bool
    mongo: bool
    kafka: bool
    workers: int
    standing_still: list[str]
    instance: str
