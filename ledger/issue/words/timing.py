"""Knows the words by which an issue gets other times: extensions (延期), suspensions (挂起), another policy."""

from pydantic import Field

from ledger.issue.words.command import Command, Text
from mobile_schema.events.facts import Code
from mobile_schema.fields import Day


class RequestExtension(Command):
    """申请延期: the unit asks for a later deadline, by the end of a local day."""

    name = "request-extension"
    obligation: Code = "resolve"
    due_on: Day
    reason: Text


class ApproveExtension(Command):
    """批准延期: a supervisor of the level that the policy names gives the later deadline, beside the original.

    `due_on` is the day that the supervisor approves: refused where another one is asked for.
    """

    name = "approve-extension"
    due_on: Day | None = None


class RefuseExtension(Command):
    """不予延期: the deadline stays as it is."""

    name = "refuse-extension"
    reason: Text


class RequestSuspension(Command):
    """申请挂起: the unit asks that the clocks rest until a local day begins."""

    name = "request-suspension"
    resume_on: Day
    reason: Text


class Suspend(Command):
    """挂起: a supervisor lets the clocks rest until a local day begins; then they run on by themselves."""

    name = "suspend"
    resume_on: Day
    reason: Text


class RefuseSuspension(Command):
    """不予挂起: the clocks go on."""

    name = "refuse-suspension"
    reason: Text


class Resume(Command):
    """恢复: a supervisor lets the clocks run on before their day."""

    name = "resume"
    reason: Text


class MovePolicy(Command):
    """改用督办规则: a supervisor moves an open issue to another policy version; its running clocks are set anew."""

    name = "move-policy"
    policy: Code
    version: int = Field(ge=1)
    reason: Text
