"""Knows what an explanation says of the steps of the ladder: what fired, and what comes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from oversight.explain.told.happening import Happening
from oversight.explain.told.people import DeliveryTold, RecipientTold, VacantPost


@dataclass(frozen=True, slots=True)
class AlertTold:
    """One alert (督办提醒) that was raised, whether it was acknowledged, and its deliveries."""

    alert_id: str
    to: RecipientTold
    acknowledged: Happening | None
    deliveries: tuple[DeliveryTold, ...]


@dataclass(frozen=True, slots=True)
class StepTold:
    """Which occurrence of which ladder step, on which clock. Light and instrument are None if its policy is gone."""

    obligation: str
    round: int
    title_zh: str
    title_en: str
    step: str
    occurrence: int
    light: str | None
    light_zh: str | None
    light_en: str | None
    instrument: str | None
    instrument_zh: str | None
    instrument_en: str | None


@dataclass(frozen=True, slots=True)
class Firing:
    """What came of a step that fell due: `version` is that of its event. What a supervisor was told at once
    is told likewise, in round 0: a recheck as the step `solved` or `not-solved` of `recheck`, a report as `corrected`
    or `withdrawn` of `report`.

    `until` comes with "deferred"; `reason` with "deferred" and "failed", and with "fired" where it had to wait.
    `vacant_posts` are those for which nobody was there to tell.
    """

    version: int
    step: StepTold
    result: Literal["fired", "deferred", "failed"]
    due_at: datetime
    at: datetime
    late_ms: int
    reason: str | None
    until: datetime | None
    alerts: tuple[AlertTold, ...]
    vacant_posts: tuple[VacantPost, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """A step that will fire if nothing happens. `at` is when it falls due; past when the next sweep fires it late.

    `result` is what it will come to: "fire", "wait" (`until`: quiet hours) or "nobody" (every post is empty). `to` are
    the recipients as of now, `to_then` those of that moment as far as the registry knows today, when they differ.
    """

    step: StepTold
    at: datetime
    is_due: bool
    result: Literal["fire", "wait", "nobody"]
    until: datetime | None
    to: tuple[RecipientTold, ...]
    to_then: tuple[RecipientTold, ...] | None
