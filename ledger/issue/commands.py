"""Knows what a person may ask of an issue: one model per command, with the words it needs."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ledger.issue.words import correcting, handling  # noqa: F401 - their commands are among those below
from ledger.issue.words.command import Command as Command  # noqa: PLC0414 - asked for here by all who know a command
from ledger.issue.words.command import Name, Text
from mobile_schema.events.facts import Code, EvidenceItem, Milestone
from mobile_schema.fields import UUID7_PATTERN, Day, UtcMoment
from mobile_schema.statements import SAID, demand_said
from mobile_schema.vocabulary import Grade, RecheckResult, ReferralBody, ReferralState


def _named(milestone: Milestone) -> Milestone:
    demand_said(milestone.name)
    return milestone


class Assign(Command):
    """交办: a supervisor hands the issue to a responsible unit, others supporting it (配合单位); its clocks start."""

    name = "assign"
    unit_id: Name
    supporting_unit_ids: tuple[Name, ...] = Field(default=(), max_length=10)

    @model_validator(mode="after")
    def _each_unit_once(self) -> "Assign":
        units = (self.unit_id, *self.supporting_unit_ids)
        if len(set(units)) < len(units):
            raise ValueError("配合单位不得重复,也不得是主办单位 / a supporting unit is named once, and is not the lead")
        return self


class Accept(Command):
    """签收: the unit signs for the issue and names one responsible person (专人负责, notice item 9)."""

    name = "accept"
    person_id: Name


class Decline(Command):
    """退回: the unit says with a reason that the issue is not its own."""

    name = "decline"
    reason: Text


class FilePlan(Command):
    """倒排工期: milestones planned backwards from the deadline (notice item 9)."""

    name = "file-plan"
    milestones: tuple[Annotated[Milestone, AfterValidator(_named)], ...] = Field(min_length=1, max_length=50)


class ReportProgress(Command):
    """反馈: what was done, the measures taken, how far it is."""

    name = "report-progress"
    note: Text
    measures: Text | None = None
    percent: int | None = Field(default=None, ge=0, le=100)
    works_resumed: bool = False


class RequestClosure(Command):
    """申请销号: the unit says it is solved and shows the evidence its category demands."""

    name = "request-closure"
    statement: Text
    evidence: tuple[EvidenceItem, ...] = Field(default=(), max_length=50)

    @property
    def files(self) -> tuple[str, ...]:
        """The evidence that is a file, and what goes along."""
        return (*(item.sha256 for item in self.evidence if item.sha256), *self.attachments)


class RecordRecheck(Command):
    """复核、回头看: someone who did not do the work looks, on paper, or on site by a visit of their own.

    `report_id` names that visit: to this project, sent since closure was asked for. It is taken in any state, of an
    issue struck off or merged too; for closing counts what was seen since closure was asked for.
    """

    name = "record-recheck"
    result: RecheckResult
    on_site: bool
    report_id: str | None = Field(default=None, max_length=36)


class ApproveClosure(Command):
    """销号: a supervisor strikes the issue off with a grade."""

    name = "approve-closure"
    grade: Grade


class ReturnClosure(Command):
    """不合格: a supervisor returns the request with reasons; the work goes on, its clock as before."""

    name = "return-closure"
    reasons: tuple[Text, ...] = Field(min_length=1, max_length=20)


class Reopen(Command):
    """反弹: a struck-off problem is back."""

    name = "reopen"
    reason: Text


class Void(Command):
    """误报: a supervisor takes the issue off the ledger as reported in error."""

    name = "void"
    reason: Text


class Unvoid(Command):
    """撤销作废: a supervisor gives a void issue its life back; the time that it was void does not count."""

    name = "unvoid"
    reason: Text


class LogReferral(Command):
    """移送: the issue was referred to the police or another body; a fact, not a finding of guilt."""

    name = "log-referral"
    body: ReferralBody
    referred_at: UtcMoment
    case_number: Annotated[Name, SAID] | None = None


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


class Merge(Command):
    """并案: a supervisor says that this issue is a duplicate of another; the earlier clock of the two is kept."""

    name = "merge"
    into: Name
    reason: Text


class Part(Command):
    """撤销并案: no duplicate after all; both issues have the clocks they would have had."""

    name = "part"
    reason: Text


class MovePolicy(Command):
    """改用督办规则: a supervisor moves an open issue to another policy version; its running clocks are set anew."""

    name = "move-policy"
    policy: Code
    version: int = Field(ge=1)
    reason: Text


class ChangePerson(Command):
    """换人: the unit names another responsible person, with the reason; who was it before stays among the fixers."""

    name = "change-person"
    person_id: Name
    reason: Text


class ChangeSupport(Command):
    """调整配合单位: a supervisor adds units that support the lead, and takes others away."""

    name = "change-support"
    add: tuple[Name, ...] = Field(default=(), max_length=10)
    remove: tuple[Name, ...] = Field(default=(), max_length=10)
    reason: Text

    @model_validator(mode="after")
    def _each_unit_once(self) -> "ChangeSupport":
        units = (*self.add, *self.remove)
        if not units:
            raise ValueError("须增加或减少配合单位 / it adds or removes at least one unit")
        if len(set(units)) < len(units):
            raise ValueError("配合单位不得重复 / a supporting unit is named once")
        return self


class Transfer(Command):
    """改派: a supervisor moves an assigned issue to another lead unit, signed for or not, with the reason.

    The clocks are kept or begin anew, as the policy says (`on_transfer`); what the unit asked for is asked no more.
    """

    name = "transfer"
    unit_id: Name
    reason: Text


class JudgeCorrection(Command):
    """更正认定: a supervisor accepts what a reporter's correction (`report_id`) says, or says with a reason why not.

    Accepted, the issue's words, place and photos are those of the correction; its category and severity stay.
    """

    name = "judge-correction"
    report_id: Annotated[str, StringConstraints(pattern=UUID7_PATTERN)]
    accepted: bool
    reason: Text | None = None

    @model_validator(mode="after")
    def _says_why_not(self) -> "JudgeCorrection":
        if not self.accepted and self.reason is None:
            raise ValueError("不采纳须说明理由 / say why it is not accepted")
        return self


class AnswerReferral(Command):
    """移送答复: what the body said that the issue was referred to, of the referral in `place`, counted from 0.

    That it took the matter up, did not, or concluded it; never that anybody is guilty.
    """

    name = "answer-referral"
    place: int = Field(ge=0, le=999)
    state: Literal[ReferralState.TAKEN, ReferralState.DECLINED, ReferralState.CONCLUDED]
    answered_at: UtcMoment
    case_number: Annotated[Name, SAID] | None = None


class Acknowledgement(BaseModel):
    """确认提醒: what somebody says on having seen an alert; no command, as it asks nothing of the issue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: Text | None = None


COMMANDS: dict[str, type[Command]] = {command.name: command for command in Command.__subclasses__()}
