"""Knows what of an issue waits for a supervisor, and for that of which region: to triage, verify, approve or decide.

What waits for a unit its state says; it needs no word of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum, unique

from ledger.access.permissions import level_named
from ledger.decisions.closure import verified
from ledger.issue.issue import Issue
from ledger.policy.policy import ApprovalLevel, Approvals
from ledger.policy.rules import Rules
from ledger.registry.catalogue import Catalogue
from ledger.registry.posts import first_there, supervisors_over
from ledger.registry.regions import is_within, level_of, region_at
from mobile_schema.vocabulary import State


@unique
class Awaited(StrEnum):
    """What a supervisor is to do."""

    TRIAGE = "triage"
    VERIFY = "verify"
    APPROVE = "approve"
    EXTENSION = "extension"
    SUSPENSION = "suspension"


_TO_HAND_OUT = {State.REPORTED, State.DECLINED}
_WORKED_ON = {State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED}


def awaits_of(issue: Issue, rules: Rules) -> tuple[str, ...]:
    """Each thing that waits, with the region whose supervisor it waits for, such as `verify@140105`.

    Raises LookupError when the policy version of the issue is not known here.
    """
    return tuple(awaited(what, region_at(issue.region, level_named(issue, level))) for what, level in _of(issue, rules))


def awaited(what: Awaited, region: str) -> str:
    """How it is named on an issue."""
    return f"{what}@{region}"


def answered_for(region: str, catalogue: Catalogue, day: date) -> tuple[str, ...]:
    """The regions whose supervisor's work is that of this one's on a day: its own, and those below where nobody is."""
    below = (code for code in catalogue.regions if code != region and is_within(code, region))
    return (region, *(code for code in below if _passes_to(code, region, catalogue, day)))


def _passes_to(code: str, region: str, catalogue: Catalogue, day: date) -> bool:
    found = first_there(supervisors_over(code, level_of(code), catalogue, day))
    return found.person_id is not None and found.region == region


def _of(issue: Issue, rules: Rules) -> Iterable[tuple[Awaited, ApprovalLevel]]:
    if issue.state in _TO_HAND_OUT:
        yield Awaited.TRIAGE, "supervising"
    elif issue.state is State.CLOSURE_REQUESTED:
        yield Awaited.APPROVE if verified(issue) else Awaited.VERIFY, "supervising"
    elif issue.state in _WORKED_ON:
        yield from _asked_for(issue, rules)


def _asked_for(issue: Issue, rules: Rules) -> Iterator[tuple[Awaited, ApprovalLevel]]:
    if issue.extension_request is None and issue.suspension_request is None:
        return
    approvals: Approvals = rules.regime_of(issue).policy.approvals
    if issue.extension_request is not None:
        yield Awaited.EXTENSION, approvals.extension.level
    if issue.suspension_request is not None:
        yield Awaited.SUSPENSION, approvals.suspension.level
