"""Knows who may do what to an issue: the unit answers for it, supervisors of its region decide on it."""

from xiaohao.ledger.actors import Actor
from xiaohao.ledger.commands import (
    Accept,
    ApproveClosure,
    Assign,
    Command,
    Decline,
    FilePlan,
    LogReferral,
    RecordRecheck,
    Reopen,
    ReportProgress,
    RequestClosure,
    ReturnClosure,
    Void,
)
from xiaohao.ledger.issue import Issue
from xiaohao.ledger.refusals import CommandRefused, Refusal
from xiaohao.ledger.regions import RANK, is_within
from xiaohao.mobile_schema.vocabulary import Level, Role

BY_UNIT = frozenset({Accept, Decline, FilePlan, ReportProgress, RequestClosure})
BY_SUPERVISOR = frozenset({Assign, ApproveClosure, ReturnClosure, Reopen, Void})
BY_LOOKER_ON = frozenset({RecordRecheck})
BY_UNIT_OR_SUPERVISOR = frozenset({LogReferral})
BY_OTHERS = frozenset({RecordRecheck, ApproveClosure, ReturnClosure, Void})
"""What ends an issue, or leads there: never for those who did the work, whatever their post."""


def of_lead_unit(issue: Issue, actor: Actor) -> bool:
    """Whether the actor works for the unit that the issue is assigned to."""
    return actor.unit_id is not None and actor.unit_id == issue.unit_id


def did_the_work(issue: Issue, actor: Actor) -> bool:
    """Whether the actor fixed the issue or is of the unit that did; such a person never verifies it."""
    return actor.person_id in issue.fixers or of_lead_unit(issue, actor)


def supervises(issue: Issue, actor: Actor) -> bool:
    """Whether the actor supervises the issue's region, at its supervising level or above (notice item 14)."""
    if actor.role != Role.SUPERVISOR or actor.region is None or actor.level is None:
        return False
    if not is_within(issue.region, actor.region):
        return False
    return issue.supervising_level is None or RANK[actor.level] >= RANK[Level(issue.supervising_level)]


def demand_permission(issue: Issue, command: Command, actor: Actor) -> None:
    """Raises CommandRefused unless the actor may give this command on this issue."""
    kind = type(command)
    if kind in BY_OTHERS and did_the_work(issue, actor):
        raise CommandRefused(
            Refusal.SEPARATION_OF_DUTIES,
            "整改人员及其单位不得核查、销号、作废自己的问题 / who did the work may neither verify nor void it",
        )
    if not _may(kind, issue, actor):
        raise CommandRefused(
            Refusal.NOT_PERMITTED,
            f"您的岗位不能对该问题执行 {command.name} / your post may not {command.name} on this issue",
        )


def _may(kind: type[Command], issue: Issue, actor: Actor) -> bool:
    if kind in BY_UNIT:
        return actor.role == Role.UNIT_STAFF and of_lead_unit(issue, actor)
    if kind in BY_SUPERVISOR:
        return supervises(issue, actor)
    if kind in BY_LOOKER_ON:
        return supervises(issue, actor) or _inspects(issue, actor)
    if kind in BY_UNIT_OR_SUPERVISOR:
        return supervises(issue, actor) or (actor.role == Role.UNIT_STAFF and of_lead_unit(issue, actor))
    return False


def _inspects(issue: Issue, actor: Actor) -> bool:
    return actor.role == Role.INSPECTOR and actor.region is not None and is_within(issue.region, actor.region)
