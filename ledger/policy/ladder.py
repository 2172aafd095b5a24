"""Knows the shape of the ladder (督办升级): its steps, when each falls due, to whom, how often."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ledger.calendar.deadlines import Span
from mobile_schema.events.facts import Code
from mobile_schema.vocabulary import Instrument, Level

_STRICT = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

Channel = Literal["app", "webhook", "wecom", "dingtalk", "feishu", "email"]


class Words(BaseModel):
    """What people read: Chinese first, English second."""

    model_config = _STRICT

    zh: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=80)


class Repeat(BaseModel):
    """A step that comes again: every so often, at most so many times in all, until so long after its first time."""

    model_config = _STRICT

    every: Span
    at_most: int | None = Field(default=None, ge=2, le=10_000)
    until: Span | None = None


class Recipient(BaseModel):
    """A post relative to the issue: someone of its lead or supporting units, or a supervisor over its place.

    `level` is the supervisor's: a level of its own, "supervising" (the issue's supervising level) or "above" (one
    over that, the province at most). A supporting unit names nobody responsible: there it is the unit's head.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: Literal["responsible_person", "unit_head", "supervisor"]
    level: Level | Literal["supervising", "above"] | None = None
    of: Literal["lead", "supporting"] = "lead"

    @model_validator(mode="after")
    def _a_supervisor_has_a_level_and_no_unit(self) -> "Recipient":
        if (self.post == "supervisor") != (self.level is not None):
            raise ValueError(
                "督办人员须写 level,责任人和单位负责人不写 / "
                "a supervisor is named with a level, a responsible person without, as a unit's head"
            )
        if (self.post, self.of) == ("supervisor", "supporting"):
            raise ValueError("督办人员不属于配合单位 / a supervisor is over the issue, not of a supporting unit")
        return self


def _several(value: Any) -> Any:
    """One recipient may be written without a list."""
    return value if isinstance(value, list | tuple) else (value,)


Recipients = Annotated[
    tuple[Recipient, ...],
    BeforeValidator(_several, json_schema_input_type=Recipient | tuple[Recipient, ...]),
    Field(max_length=10),
]


class Step(BaseModel):
    """One rung: before or after the due time of its clock, or after another step lapsed unanswered.

    `needs` names the step that must have lapsed, `lapse` how long it was given. `again_if_idle`: an acknowledged
    step comes again when nobody did anything on the issue for so long.
    """

    model_config = _STRICT

    step: Code
    obligation: Code
    before: Span | None = None
    after: Span | None = None
    needs: Code | None = None
    lapse: Span | None = None
    repeat: Repeat | None = None
    again_if_idle: Span | None = None
    light: Code
    instrument: Instrument
    to: Annotated[Recipients, Field(min_length=1)]
    channels: tuple[Channel, ...] = ()

    @property
    def spans(self) -> Iterator[Span]:
        """Every length of time in it."""
        repeat = self.repeat
        own = (self.before, self.after, self.lapse, self.again_if_idle)
        return (span for span in (*own, *((repeat.every, repeat.until) if repeat else ())) if span is not None)


def _is_quoted(value: Any) -> Any:
    """YAML reads 22:00 without quotes as the number 1320, which must not pass for 22 minutes past midnight."""
    if not isinstance(value, str | time):
        raise ValueError('时刻须加引号,如 "22:00" / a time of day needs quotes, such as "22:00"')
    return value


_CLOCK_TIME = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]
TimeOfDay = Annotated[time, BeforeValidator(_is_quoted, json_schema_input_type=_CLOCK_TIME)]


class QuietHours(BaseModel):
    """Local hours in which steps with these lights wait; the others fire at any hour."""

    model_config = _STRICT

    begin: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")
    lights: tuple[Code, ...] = Field(min_length=1)

    def until(self, moment: datetime, light: str, zone: ZoneInfo) -> datetime | None:
        """When the quiet that `moment` falls into ends, in UTC-comparable time; None when a step may fire."""
        if light not in self.lights:
            return None
        local = moment.astimezone(zone)
        now, overnight = local.time(), self.begin > self.end
        quiet = (now >= self.begin or now < self.end) if overnight else self.begin <= now < self.end
        if not quiet:
            return None
        day = local.date() + timedelta(days=1 if overnight and now >= self.begin else 0)
        return datetime.combine(day, self.end, tzinfo=zone).astimezone(moment.tzinfo)
