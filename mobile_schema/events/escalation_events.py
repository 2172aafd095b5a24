"""Knows what becomes of a step of the ladder, and that its alert was seen."""

from typing import Literal

from pydantic import AwareDatetime

from mobile_schema.events.facts import (
    AlertRaised,
    Code,
    Event,
)
from mobile_schema.vocabulary import (
    Instrument,
)


class _OfStep(Event):
    """What identifies a step of the ladder on its issue."""

    obligation: Code
    round: int
    policy: str
    policy_version: int
    step: Code
    occurrence: int


class EscalationFired(_OfStep):
    """督办升级: a ladder step fell due and its alerts were raised. `due_at` is the step's, lateness in ms.

    `deferred` names what it had to wait for. `channels` are those the step names, in order. `vacant_posts` are the
    empty posts of those recipients for whom nobody was there up to the province. `idle`: nobody did anything since it
    was acknowledged; such an occurrence is none of those that the step repeats.
    """

    TYPE = "escalation.fired.v1"
    TITLE = ("督办升级", "escalated")
    light: Code
    light_zh: str
    light_en: str
    instrument: Instrument
    due_at: AwareDatetime
    late_ms: int
    alerts: tuple[AlertRaised, ...]
    channels: tuple[str, ...] = ()
    deferred: str | None = None
    vacant_posts: tuple[str, ...] = ()
    idle: bool = False


class EscalationDeferred(_OfStep):
    """A step fell due in hours that its policy keeps quiet: it fires at `until`."""

    TYPE = "escalation.deferred.v1"
    TITLE = ("升级暂缓", "escalation put off")
    due_at: AwareDatetime
    until: AwareDatetime
    reason: Literal["quiet_hours"]


class EscalationFailed(_OfStep):
    """A step fell due and there was nobody to tell, up to the province."""

    TYPE = "escalation.failed.v1"
    TITLE = ("无人可督办", "nobody to escalate to")
    due_at: AwareDatetime
    late_ms: int
    reason: Literal["nobody"]
    vacant_posts: tuple[str, ...]
    idle: bool = False


class AlertAcknowledged(Event):
    """A recipient confirmed an alert, and may have said something: its repeats end, the clock goes on."""

    TYPE = "alert.acknowledged.v1"
    TITLE = ("确认提醒", "alert acknowledged")
    alert_id: str
    obligation: Code
    round: int
    step: Code
    occurrence: int
    note: str | None = None
