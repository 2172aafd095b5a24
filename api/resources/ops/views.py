"""Knows what a process says of itself, for OpenAPI."""

from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.http.views import View


class ClockView(View):
    """The ledger's time; `next_due_at` is when the next step of any ladder falls due."""

    now: AwareDatetime
    kind: Literal["system", "movable"]
    next_due_at: AwareDatetime | None


class ClockSetting(BaseModel):
    """Where to move the clock to."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"now": "2026-04-01T08:00:00+08:00"}]})

    # Dates far off would leave no room for deadlines after them, and stop every process.
    now: AwareDatetime = Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))


class Readiness(View):
    """Which parts answer; `workers` counts the stream workers that live and read partitions.

    `standing_still` names what should run in this process all the time and does not, such as the feed of alerts.
    `instance` is what XIAOHAO_INSTANCE says to this process, empty without it.
    """

    ready: bool
    mongo: bool
    kafka: bool
    workers: int
    standing_still: list[str]
    instance: str
