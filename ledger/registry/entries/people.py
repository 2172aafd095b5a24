"""Knows the shapes of entries about people: who they are, what they do where, which posts they hold when."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict

from ledger.registry.days import LocalDay
from mobile_schema.vocabulary import Level, Role

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Absence:
    """请假、外出: from one local day to another, both included; a post held by someone absent passes on."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    since: LocalDay
    until: LocalDay
    reason: str


@dataclass(frozen=True, slots=True)
class Duty:
    """职责: one role of a person, and where; `level` is given for supervisors only."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    role: Role
    region: str
    unit_id: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may act, until the day they left.

    `level` is given for supervisors only; `also` are further duties beside the first.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    name: str
    role: Role
    unit_id: str | None
    region: str
    level: Level | None = None
    sample: bool = False
    absences: tuple[Absence, ...] = ()
    also: tuple[Duty, ...] = ()
    title: str | None = None
    phone: str | None = None
    email: str | None = None
    left_on: LocalDay | None = None

    @property
    def duties(self) -> tuple[Duty, ...]:
        """All duties, the first one first."""
        return (Duty(self.role, self.region, self.unit_id, self.level), *self.also)

    def has(self, *roles: Role) -> bool:
        """Whether any duty is of one of these roles."""
        return self.role in roles or any(duty.role in roles for duty in self.also)

    def is_of(self, unit_id: str | None) -> bool:
        """Whether any duty is in this unit."""
        return unit_id is not None and unit_id in (self.unit_id, *(duty.unit_id for duty in self.also))


class PostCode(StrEnum):
    """岗位: the posts that have holders. An issue's responsible person is named on the issue, not here."""

    UNIT_HEAD = "unit_head"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Holding:
    """任职: someone in a post from one local day to another, both included; a deputy (代理) stands in for others."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    person_id: str
    since: LocalDay | None = None
    until: LocalDay | None = None
    deputy: bool = False


def _as_holding(value: Any) -> Any:
    """A bare person id, as files may say it and older registries have it stored: in office without end."""
    return Holding(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a unit (unit_head) or a region (supervisor). Who holds it on a day is `Catalogue.holder`'s to say."""

    code: PostCode
    place: str
    holders: tuple[Annotated[Holding, BeforeValidator(_as_holding)], ...] = ()

    @property
    def id(self) -> str:
        """For example `unit_head:140105-approval`, `supervisor:140105`."""
        return post_id(self.code, self.place)


def post_id(code: PostCode, place: str) -> str:
    """The id of a post: its code and the unit or region it is in."""
    return f"{code}:{place}"
