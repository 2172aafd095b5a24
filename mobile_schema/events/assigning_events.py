"""Knows how an issue comes to the unit and the person that have it, and to those that support them."""

from typing import Final, Literal

from mobile_schema.events.facts import (
    Deed,
    Event,
)
from mobile_schema.vocabulary import (
    Level,
)

BY_HAND: Final = "manual"
"""In the place of a routing rule, where a person gave the issue to its unit."""


class IssueAssigned(Deed):
    """交办: a unit has it, others (配合单位) support it, and its clocks run under a frozen policy version.

    `vacant_posts` are the heads of units in which nobody is: those that a routing rule named before, and the one to
    which a person gave it all the same: `unit_head@…`.
    """

    TYPE = "issue.assigned.v1"
    TITLE = ("交办", "assigned")
    unit_id: str
    supervising_region: str
    supervising_level: Level
    rule: str
    policy: str
    policy_version: int
    supporting_unit_ids: tuple[str, ...] = ()
    vacant_posts: tuple[str, ...] = ()


class IssueTriaged(Event):
    """It waits for a person, on a clock of its own: no routing rule names a unit (`no-rule`), or nobody is in any that
    they name (`nobody-there`), whose empty heads are `vacant_posts`.
    """

    TYPE = "issue.triaged.v1"
    TITLE = ("转人工分派", "handed to triage")
    reason: str
    policy: str
    policy_version: int
    supervising_region: str | None = None
    supervising_level: Level | None = None
    vacant_posts: tuple[str, ...] = ()


class IssueDeclined(Deed):
    """退回: the unit said it is not its own; it waits for a new unit on the triage clock."""

    TYPE = "issue.declined.v1"
    TITLE = ("退回", "declined")
    reason: str


class IssueAccepted(Deed):
    """签收: the unit signed and named its person."""

    TYPE = "issue.accepted.v1"
    TITLE = ("签收", "accepted")
    person_id: str
    person_name: str


class PersonChanged(Deed):
    """换人: the unit named another responsible person."""

    TYPE = "person.changed.v1"
    TITLE = ("更换责任人", "responsible person changed")
    person_id: str
    person_name: str
    reason: str


class SupportChanged(Deed):
    """调整配合单位: `supporting_unit_ids` are all that support the lead from now on."""

    TYPE = "support.changed.v1"
    TITLE = ("调整配合单位", "supporting units changed")
    supporting_unit_ids: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reason: str


class IssueTransferred(Deed):
    """改派: another unit has it, supported as said here, and has yet to sign; the policy stays as it was.

    `dropped` is what was asked for and not answered: the unit that asked has it no more. What becomes of the clocks,
    the policy says: `clocks` is empty of what is kept. `vacant_posts`: its head, where nobody is in the unit.
    """

    TYPE = "issue.transferred.v1"
    TITLE = ("改派", "transferred")
    unit_id: str
    from_unit_id: str
    supporting_unit_ids: tuple[str, ...]
    supervising_region: str
    supervising_level: Level
    reason: str
    dropped: tuple[Literal["closure", "extension", "suspension"], ...] = ()
    vacant_posts: tuple[str, ...] = ()
