"""Knows a complaint about an intermediary as it is kept: never changed; a correction or a withdrawal is the next
version, which names the one before it. Who complained is no part of it.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct


class ComplaintKind(StrEnum):
    """What is complained of: the five of the notice (T13), and what is none of them, told in words."""

    MONOPOLY = "monopoly"
    OVERCHARGING = "overcharging"
    TOO_MANY = "too-many"
    TOO_SLOW = "too-slow"
    IRREGULAR = "irregular"
    OTHER = "other"


COMPLAINT_KINDS: Final = dict(zip(ComplaintKind, ("垄断", "乱收费", "事项多", "耗时长", "不规范", "其他"), strict=True))


class Complaint(Struct, frozen=True):
    """One version of a complaint. Its id is the one under which it was sent, `complaint` that of the first version.

    `received_by` is the unit whose staff entered it, None where a supervisor did; `asked_of` the unit that is
    answerable; `fee` is in 分. `withdrawn` says why it no longer counts, and is empty while it does.
    """

    id: str
    complaint: str
    version: int
    corrects: str | None
    at: datetime
    by: str
    received_by: str | None
    intermediary: str
    region: str
    project: str | None
    issue: str | None
    kind: ComplaintKind
    service: str
    fee: int | None
    days: int | None
    asked_of: str
    received_on: date
    words: str
    withdrawn: str

    @property
    def called(self) -> str:
        """What a list calls it: 某评估公司 · 乱收费."""
        return f"{self.intermediary} · {COMPLAINT_KINDS[self.kind]}"

    def says_the_same(self, other: "Complaint") -> bool:
        """Whether nothing but what the ledger adds differs."""
        return all(getattr(self, name) == getattr(other, name) for name in _SAID)


_SAID: Final = tuple(
    name for name in Complaint.__struct_fields__ if name not in {"complaint", "version", "at", "by", "received_by"}
)
