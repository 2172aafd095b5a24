"""Knows a report of a permit as it is kept: never changed; what takes its place is the next version, which names it."""

from datetime import date, datetime
from typing import Final

from msgspec import Struct

from mobile_schema.reports.permit import PERMIT_KINDS, PermitKind, PermitState

PermitKey = tuple[str, str, str]
"""Project, kind and name: one permit, however often it is reported."""


class Permit(Struct, frozen=True):
    """One report of a permit, as `permit.reported.v1` has it; its id is the one under which it was sent."""

    id: str
    project: str
    kind: PermitKind
    name: str
    version: int
    corrects: str | None
    at: datetime
    by: str
    state: PermitState
    unit: str
    applied_on: date | None
    limit_on: date | None
    limit_days: int | None
    decided_on: date | None
    number: str
    parallel: str

    @property
    def key(self) -> PermitKey:
        """Which permit it is of."""
        return (self.project, self.kind.value, self.name)

    @property
    def called(self) -> str:
        """What people call it: 环评, 环评(二期)."""
        word = PERMIT_KINDS[self.kind]
        return f"{word}({self.name})" if self.name else word

    def says_the_same(self, other: "Permit") -> bool:
        """Whether nothing but its version, its moment and its reporter differ."""
        return all(getattr(self, name) == getattr(other, name) for name in _SAID)


_SAID: Final = tuple(name for name in Permit.__struct_fields__ if name not in {"version", "corrects", "at", "by"})
