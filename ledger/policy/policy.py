"""Knows the shape of an escalation policy: which clocks an issue gets, what extends them, who is told of what happens.

A policy is data (YAML), validated here and in `policy_soundness`; 13710 ships as the default. Its version is frozen
onto the issue when it is assigned, so a later policy never moves a clock that already runs (design §4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from ledger.calendar.deadlines import Span, TimeLimit
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.policy.ladder import QuietHours, Recipients, Step, Words
from ledger.registry.regions import RegionCode, is_within
from mobile_schema.events.facts import Code
from mobile_schema.labels import LABELS_EN, LABELS_ZH
from mobile_schema.vocabulary import Category, Light, NoticeKind, Severity

_STRICT = ConfigDict(frozen=True, extra="forbid")


class Trigger(StrEnum):
    """What can start, satisfy, cancel or resume a clock."""

    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PLAN_FILED = "plan_filed"
    PROGRESSED = "progressed"
    ANSWERED = "answered"
    """measures and milestones are both there"""
    WORKS_RESUMED = "works_resumed"
    REFERRED = "referred"
    REFERRED_TO_POLICE = "referred_to_police"
    CLOSURE_REQUESTED = "closure_requested"
    RECHECKED = "rechecked"
    RETURNED = "returned"
    CLOSED = "closed"
    REOPENED = "reopened"
    VOIDED = "voided"


ENDING = frozenset({Trigger.DECLINED, Trigger.CLOSED, Trigger.VOIDED})
"""Every clock that these do not satisfy is cancelled by them."""

ApprovalLevel = Literal["county", "city", "province", "supervising", "above"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a policy asks about an issue; `due_on` is a deadline of its own, which no scope asks about."""

    category: Category
    severity: Severity
    region: str
    works_stopped: bool
    due_on: date | None = field(default=None, compare=False)


class Scope(BaseModel):
    """For which issues something holds; what is not named is not asked."""

    model_config = _STRICT

    categories: tuple[Category, ...] = ()
    severities: tuple[Severity, ...] = ()
    regions: tuple[RegionCode, ...] = ()
    works_stopped: bool | None = None

    def covers(self, facts: Facts) -> bool:
        """Whether an issue is among them."""
        return (
            (not self.categories or facts.category in self.categories)
            and (not self.severities or facts.severity in self.severities)
            and (not self.regions or any(is_within(facts.region, region) for region in self.regions))
            and self.works_stopped in (None, facts.works_stopped)
        )


def _by_severity(value: Any) -> Any:
    """One limit for all stands for the same limit at each severity."""
    if isinstance(value, Mapping) and not set(value) & set(Severity):
        return dict.fromkeys(Severity, value)
    return value


class ObligationRule(BaseModel):
    """One clock: when it starts, how long it runs, what satisfies it."""

    model_config = _STRICT

    title: Words
    starts: tuple[Trigger, ...] = Field(min_length=1)
    satisfied_by: tuple[Trigger, ...] = Field(min_length=1)
    cancelled_by: tuple[Trigger, ...] = ()
    resumed_by: tuple[Trigger, ...] = ()
    due: Annotated[
        Mapping[Severity, TimeLimit],
        BeforeValidator(_by_severity, json_schema_input_type=TimeLimit | Mapping[Severity, TimeLimit]),
    ]
    only: Scope = Scope()

    def severities(self) -> tuple[Severity, ...]:
        """The severities of the issues that have this clock."""
        return self.only.severities or tuple(Severity)


class ExtensionRule(BaseModel):
    """延期: which clocks may be extended (`along` move with them), how often, by how much in all, who approves."""

    model_config = _STRICT

    obligations: tuple[Code, ...] = ("resolve",)
    along: tuple[Code, ...] = ("zero",)
    level: ApprovalLevel = "supervising"
    at_most: int = Field(default=2, ge=0, le=100)
    longest: Span = Span(days=30)


class SuspensionRule(BaseModel):
    """挂起: who approves it, and for how long at most."""

    model_config = _STRICT

    level: ApprovalLevel = "supervising"
    longest: Span = Span(days=180)


class WithdrawalRule(BaseModel):
    """撤回: until how long after it came a report may be withdrawn by who wrote it."""

    model_config = _STRICT

    within: Span = Span(hours=24)


class Approvals(BaseModel):
    """What needs an approval, and whose."""

    model_config = _STRICT

    extension: ExtensionRule = ExtensionRule()
    suspension: SuspensionRule = SuspensionRule()
    move: ApprovalLevel = "province"


class Policy(BaseModel):
    """An immutable version of a policy."""

    model_config = _STRICT

    name: Code
    version: int = Field(ge=1)
    title: Words
    time_zone: str = DEFAULT_ZONE
    applies_to: Scope = Scope()
    obligations: Mapping[Code, ObligationRule] = Field(min_length=1, max_length=50)
    ladder: tuple[Step, ...] = Field(max_length=200)
    notices: Mapping[NoticeKind, Recipients] = Field(default_factory=dict)
    lights: Mapping[Code, Words] = Field(default_factory=dict)
    quiet_hours: QuietHours | None = None
    on_transfer: Literal["keep", "restart"] = "keep"
    approvals: Approvals = Approvals()
    withdrawal: WithdrawalRule = WithdrawalRule()

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"没有这个时区 / no time zone {name!r}") from error
        return name

    @property
    def key(self) -> str:
        """Names this version, e.g. `13710@1`."""
        return f"{self.name}@{self.version}"

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days begin and end."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def steps_of(self) -> Mapping[str, tuple[Step, ...]]:
        """The ladder by obligation, in the order written."""
        return {code: tuple(step for step in self.ladder if step.obligation == code) for code in self.obligations}

    @cached_property
    def counts_working_days(self) -> bool:
        """Whether anything under it depends on which days are worked."""
        limits = (limit for rule in self.obligations.values() for limit in rule.due.values())
        spans = (span for step in self.ladder for span in step.spans)
        return any(limit.over_working_days for limit in limits) or any(span.working_days for span in spans)

    def light(self, code: str) -> Words:
        """The word of a light: one of its own, or one that everybody knows. Raises KeyError."""
        return self._words_of_lights[code]

    @cached_property
    def _words_of_lights(self) -> Mapping[str, Words]:
        common = {code: Words(zh=LABELS_ZH[Light][code], en=LABELS_EN[Light][code]) for code in Light}
        return {code.value: words for code, words in common.items()} | dict(self.lights)
