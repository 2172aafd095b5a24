"""Knows the shape of an escalation policy: which clocks an issue gets and which ladder hangs on each.

A policy is data (YAML), validated here; 13710 ships as the default. Its version is frozen onto the issue
when it is assigned, so a later policy never moves a clock that already runs (design §4).
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cached_property, lru_cache
from importlib import resources
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from xiaohao.ledger.deadlines import TimeLimit
from xiaohao.mobile_schema.vocabulary import Instrument, Level, Light, ObligationCode, Severity

DEFAULT_POLICY = "13710"


class Recipient(BaseModel):
    """A post relative to the issue: its responsible person, or a supervisor at a level above it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: Literal["responsible_person", "supervisor"]
    level: Level | None = None

    @model_validator(mode="after")
    def _supervisor_has_a_level(self) -> "Recipient":
        if (self.post == "supervisor") != (self.level is not None):
            raise ValueError("a supervisor is named with a level, a responsible person without")
        return self


class Step(BaseModel):
    """One rung of the ladder: how long after the due time it fires, to whom, and whether it repeats."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    obligation: ObligationCode
    after_days: int = Field(ge=0, le=3660)
    every_days: int | None = Field(default=None, ge=1, le=3660)
    light: Light
    instrument: Instrument
    to: Recipient


class Policy(BaseModel):
    """An immutable version of a policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    version: int = Field(ge=1)
    time_zone: str
    obligations: Mapping[ObligationCode, Mapping[Severity, TimeLimit]]
    ladder: tuple[Step, ...]

    @model_validator(mode="after")
    def _steps_are_sound(self) -> "Policy":
        names = [step.step for step in self.ladder]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"steps named twice: {', '.join(doubled)}")
        return self

    @model_validator(mode="after")
    def _every_clock_has_its_limits(self) -> "Policy":
        """A limit that is missing would stop the first issue that needs it, and the reports behind it."""
        missing = [
            f"{code}/{severity}"
            for code in ObligationCode
            for severity in Severity
            if severity not in self.obligations.get(code, {})
        ]
        if missing:
            raise ValueError(f"no time limit for {', '.join(missing)}")
        return self

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"no time zone {name!r}") from error
        return name

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days begin and end."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def steps_of(self) -> Mapping[ObligationCode, tuple[Step, ...]]:
        """The ladder by obligation, in the order written."""
        return {code: tuple(step for step in self.ladder if step.obligation == code) for code in self.obligations}

    @cached_property
    def first_step_after(self) -> Mapping[ObligationCode, timedelta]:
        """How long after an obligation's due time its ladder begins; nothing for one without a ladder."""
        return {
            code: timedelta(days=min(step.after_days for step in steps))
            for code, steps in self.steps_of.items()
            if steps
        }


class Policies:
    """All policy versions known to a deployment; ValueError when one version says two things."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._versions: dict[tuple[str, int], Policy] = {}
        for policy in policies:
            if self._versions.setdefault((policy.name, policy.version), policy) != policy:
                raise ValueError(f"policy {policy.name} version {policy.version} is there twice, and they differ")

    def of(self, name: str | None, version: int | None) -> Policy:
        """The version frozen onto an issue, or the current one where none is yet.

        Raises LookupError when this deployment never had it.
        """
        if name is None or version is None:
            return self.current()
        try:
            return self._versions[name, version]
        except KeyError:
            raise LookupError(f"policy {name} version {version} is not known here") from None

    def current(self, name: str = DEFAULT_POLICY) -> Policy:
        """The newest version of a policy: the one that new assignments get."""
        return self._versions[name, max(version for known, version in self._versions if known == name)]


def parse_policy(text: str) -> Policy:
    """A policy from its YAML. Raises pydantic.ValidationError or yaml.YAMLError."""
    return Policy.model_validate(yaml.safe_load(text))


@lru_cache(maxsize=1)
def shipped_policies() -> Policies:
    """The policies that come inside the package."""
    folder = resources.files("xiaohao.ledger") / "policies"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda f: f.name)
    return Policies(parse_policy(entry.read_text(encoding="utf-8")) for entry in files)
