"""Knows how an issue is set aside unsolved, as reported in error (误报) or a duplicate (并案), and taken back."""

from mobile_schema.events.facts import (
    Deed,
    Event,
    Obligation,
    StepDone,
)
from mobile_schema.vocabulary import VoidCause


class IssueVoided(Deed):
    """误报: taken off the ledger as reported in error; or by its `cause`, which is no error of who reported it."""

    TYPE = "issue.voided.v1"
    TITLE = ("认定误报", "voided")
    reason: str
    cause: VoidCause | None = None


class IssueUnvoided(Deed):
    """撤销作废: no error after all; it stands as it was voided, suspended if its suspension's day has not come yet.

    `clocks.resumed` are the clocks that the voiding ended; what of the time that it was void would have counted is
    given back by `clocks.moved`.
    """

    TYPE = "issue.unvoided.v1"
    TITLE = ("撤销作废", "voiding undone")
    reason: str


class IssueMerged(Deed):
    """并案: a duplicate of another issue, whose fate it shares until it is parted again."""

    TYPE = "issue.merged.v1"
    TITLE = ("并案", "merged")
    into: str
    into_serial: str
    reason: str


class DuplicateAbsorbed(Event):
    """并案: a duplicate was merged into this issue; where its clock was earlier, that one is kept."""

    TYPE = "duplicate.absorbed.v1"
    TITLE = ("并入重复问题", "took in a duplicate")
    issue_id: str
    serial: str
    adopted: tuple[Obligation, ...]


class IssueParted(Deed):
    """撤销并案: no duplicate after all; every clock is as it would have been.

    `told` are the steps that fired for it on the other issue, at the due times that one had taken over.
    """

    TYPE = "issue.parted.v1"
    TITLE = ("撤销并案", "parted")
    reason: str
    told: tuple[StepDone, ...] = ()


class DuplicateReleased(Event):
    """撤销并案: what was merged into this issue stands for itself again; this one's clocks are its own."""

    TYPE = "duplicate.released.v1"
    TITLE = ("重复问题分出", "let a duplicate go")
    issue_id: str
    serial: str
