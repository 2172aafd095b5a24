"""Knows of which events people are told (通知), under which kind, in which words, and whom an event itself names.

One row for each event and kind: an event that is not here tells nobody. To whom a kind goes, the policy says; how the
words become a text, `notice_texts`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from msgspec.structs import replace

from ledger.issue.issue import Issue
from mobile_schema.events import assigning_events as assigned
from mobile_schema.events import handling_events as handled
from mobile_schema.events import report_events as said
from mobile_schema.events import set_aside_events as aside
from mobile_schema.events import solving_events as solved
from mobile_schema.events import timing_events as timed
from mobile_schema.events.facts import Event
from mobile_schema.vocabulary import NoticeKind as Kind


def _after(_: Issue, after: Issue, __: Event) -> Iterable[Issue]:
    return (after,)


def _anew(_: Issue, after: Issue, __: Event) -> Iterable[Issue]:
    """As after; which unit has it, only the event says."""
    return (after,)


def _before(before: Issue, _: Issue, __: Event) -> Iterable[Issue]:
    return (before,)


def _no_post(_: Issue, __: Issue, ___: Event) -> Iterable[Issue]:
    return ()


def _nobody(_: Issue, __: Event) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of notice that an event gives rise to.

    Its words come after 问题 编号 “…”; in braces are the event's own fields. `stands` is the issue as it
    stood before or after, to whose posts the policy's recipients refer; `named` are the ids of those whom the event
    itself names.
    """

    kind: Kind
    chinese: str
    english: str
    stands: Callable[[Issue, Issue, Any], Iterable[Issue]] = _after
    named: Callable[[Issue, Any], Iterable[str]] = _nobody

    @property
    def event_says(self) -> bool:
        """Whether the event itself says of some to whom it goes: whom it names, or of which unit they are."""
        return self.named is not _nobody or self.stands not in {_after, _before}

    def foreseen(self, issue: Issue) -> Iterable[Issue]:
        """What of `stands` is known of an issue before the event."""
        if self.stands is _anew:
            return (replace(issue, unit_id=None, supporting_unit_ids=(), person_id=None),)
        return (issue,) if self.stands in {_after, _before} else ()


def _person(_: Issue, event: assigned.IssueAccepted | assigned.PersonChanged) -> Iterable[str]:
    return (event.person_id,)


def _former(before: Issue, _: assigned.PersonChanged) -> Iterable[str]:
    return () if before.person_id is None else (before.person_id,)


def _added(_: Issue, after: Issue, event: assigned.SupportChanged) -> Iterable[Issue]:
    return (replace(after, supporting_unit_ids=event.added),)


def _removed(before: Issue, _: Issue, event: assigned.SupportChanged) -> Iterable[Issue]:
    """Each unit that was taken away, as if it had the issue: its head is told."""
    return (replace(before, unit_id=unit, supporting_unit_ids=(), person_id=None) for unit in event.removed)


def _mentioned(_: Issue, event: handled.CommentAdded | handled.InstructionGiven | handled.ReplyGiven) -> Iterable[str]:
    return event.mentions


def _who_corrected(before: Issue, event: said.CorrectionJudged) -> Iterable[str]:
    return (each.by for each in before.corrections if each.report_id == event.report_id)


_NAMED: Final = ("指定您为责任人", "names you as the person responsible")

TABLE: Final[Mapping[type[Event], tuple[Told, ...]]] = MappingProxyType(
    {
        assigned.IssueTriaged: (Told(Kind.TRIAGED, "待分派", "waits for triage"),),
        assigned.IssueAssigned: (
            Told(Kind.ASSIGNED, "已交办,请责任单位签收", "was assigned: its unit is to sign", _anew),
        ),
        assigned.IssueDeclined: (Told(Kind.DECLINED, "被责任单位退回:{reason}", "was declined by its unit: {reason}"),),
        assigned.IssueAccepted: (
            Told(Kind.NAMED, *_NAMED, _no_post, _person),
            Told(Kind.ACCEPTED, "已签收,责任人 {person_name}", "was signed for; responsible: {person_name}"),
        ),
        assigned.PersonChanged: (
            Told(Kind.NAMED, *_NAMED, _no_post, _person),
            Told(
                Kind.TAKEN_AWAY,
                "责任人改为 {person_name}:{reason}",
                "has another person responsible, {person_name}: {reason}",
                _no_post,
                _former,
            ),
        ),
        assigned.SupportChanged: (
            Told(Kind.SUPPORTING, "请贵单位配合办理:{reason}", "asks your unit for support: {reason}", _added),
            Told(Kind.TAKEN_AWAY, "不再需要配合:{reason}", "needs your support no more: {reason}", _removed),
        ),
        assigned.IssueTransferred: (
            Told(
                Kind.TRANSFERRED, "已改派,请接收单位签收:{reason}", "was transferred, to be signed for: {reason}", _anew
            ),
            Told(Kind.TAKEN_AWAY, "已改派其他单位:{reason}", "went to another unit: {reason}", _before),
        ),
        timed.ExtensionRequested: (
            Told(Kind.EXTENSION_REQUESTED, "申请延期至 {due_at}:{reason}", "asks for time until {due_at}: {reason}"),
        ),
        timed.ExtensionApproved: (
            Told(Kind.EXTENSION_DECIDED, "批准延期至 {due_at}", "has time until {due_at}: the extension was approved"),
        ),
        timed.ExtensionRefused: (Told(Kind.EXTENSION_DECIDED, "不予延期:{reason}", "is given no more time: {reason}"),),
        timed.SuspensionRequested: (
            Told(Kind.SUSPENSION_REQUESTED, "申请挂起至 {until}:{reason}", "asks to rest until {until}: {reason}"),
        ),
        timed.IssueSuspended: (
            Told(Kind.SUSPENSION_DECIDED, "已挂起至 {until}:{reason}", "rests until {until}: {reason}"),
        ),
        timed.SuspensionRefused: (Told(Kind.SUSPENSION_DECIDED, "不予挂起:{reason}", "is not to rest: {reason}"),),
        solved.ClosureRequested: (
            Told(
                Kind.CLOSURE_REQUESTED, "申请销号,请核查:{statement}", "is to be verified and struck off: {statement}"
            ),
        ),
        solved.IssueClosed: (Told(Kind.CLOSURE_DECIDED, "已销号,评定{grade}", "was struck off, graded {grade}"),),
        solved.ClosureReturned: (Told(Kind.CLOSURE_DECIDED, "不合格退回:{reasons}", "was returned: {reasons}"),),
        aside.IssueMerged: (
            Told(Kind.MERGED, "已并入 {into_serial}:{reason}", "was merged into {into_serial}: {reason}"),
        ),
        aside.DuplicateAbsorbed: (Told(Kind.MERGED, "{serial} 已并入", "took in {serial}, a duplicate"),),
        aside.IssueParted: (Told(Kind.MERGED, "已撤销并案:{reason}", "stands for itself again: {reason}"),),
        solved.IssueReopened: (
            Told(Kind.REOPENED, "反弹,须继续办理:{reason}", "is back, and to be worked on: {reason}"),
        ),
        aside.IssueVoided: (Told(Kind.TAKEN_AWAY, "认定误报,不再办理:{reason}", "was reported in error: {reason}"),),
        aside.IssueUnvoided: (
            Told(Kind.REOPENED, "撤销作废,须继续办理:{reason}", "was no error, and goes on: {reason}"),
        ),
        handled.CommentAdded: (
            Told(Kind.MENTIONED, "评论提到您:{note}", "has a comment that names you: {note}", _no_post, _mentioned),
        ),
        handled.InstructionGiven: (
            Told(Kind.MENTIONED, "批示提到您:{note}", "has an instruction for you: {note}", _no_post, _mentioned),
            Told(Kind.INSTRUCTED, "有批示:{note}", "has an instruction: {note}"),
        ),
        handled.ReplyGiven: (
            Told(Kind.MENTIONED, "回复提到您:{note}", "has a reply that names you: {note}", _no_post, _mentioned),
            Told(Kind.REPLIED, "单位回复:{note}", "has a reply of a unit: {note}"),
        ),
        handled.ClosureWithdrawn: (
            Told(Kind.CLOSURE_REQUESTED, "撤回销号申请:{reason}", "is not to be struck off yet: {reason}"),
        ),
        handled.ExtensionWithdrawn: (
            Told(Kind.EXTENSION_REQUESTED, "撤回延期申请:{reason}", "asks for time no more: {reason}"),
        ),
        handled.SuspensionWithdrawn: (
            Told(Kind.SUSPENSION_REQUESTED, "撤回挂起申请:{reason}", "asks to rest no more: {reason}"),
        ),
        handled.IssueCorrected: (Told(Kind.CORRECTED, "已更正:{reason}", "was corrected: {reason}"),),
        said.CorrectionJudged: (
            Told(
                Kind.CORRECTED,
                "的上报更正已有认定",
                "has a correction of its report judged",
                named=_who_corrected,
            ),
        ),
    }
)
