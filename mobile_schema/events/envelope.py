"""Knows the events this system publishes and stores: their versioned type names and their envelope."""

from typing import Annotated, Any, Final, Self

from pydantic import AwareDatetime, Field, SerializeAsAny, WithJsonSchema, model_validator

from mobile_schema.events.facts import (
    AlertRaised,
    ClockChanges,
    ClockEnded,
    ClockKey,
    Event,
    EventActor,
    EvidenceItem,
    Fact,
    Milestone,
    Obligation,
    Point,
)
from mobile_schema.events.issue_events import (
    AlertAcknowledged,
    ClocksRecomputed,
    ClosureRequested,
    ClosureReturned,
    DuplicateAbsorbed,
    DuplicateReleased,
    EscalationDeferred,
    EscalationFailed,
    EscalationFired,
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
    IssueAccepted,
    IssueAssigned,
    IssueClosed,
    IssueDeclined,
    IssueMerged,
    IssueParted,
    IssueReopened,
    IssueReported,
    IssueResumed,
    IssueSuspended,
    IssueTriaged,
    IssueVoided,
    PlanFiled,
    PolicyMoved,
    ProgressReported,
    RecheckRecorded,
    ReferralLogged,
    SuspensionRefused,
    SuspensionRequested,
)

__all__ = [
    "EVENT_TYPES",
    "AlertAcknowledged",
    "AlertRaised",
    "ClockChanges",
    "ClockEnded",
    "ClockKey",
    "ClocksRecomputed",
    "ClosureRequested",
    "ClosureReturned",
    "DuplicateAbsorbed",
    "DuplicateReleased",
    "EscalationDeferred",
    "EscalationFailed",
    "EscalationFired",
    "Event",
    "EventActor",
    "EventEnvelope",
    "EvidenceItem",
    "ExtensionApproved",
    "ExtensionRefused",
    "ExtensionRequested",
    "Fact",
    "IssueAccepted",
    "IssueAssigned",
    "IssueClosed",
    "IssueDeclined",
    "IssueMerged",
    "IssueParted",
    "IssueReopened",
    "IssueReported",
    "IssueResumed",
    "IssueSuspended",
    "IssueTriaged",
    "IssueVoided",
    "Milestone",
    "Obligation",
    "PlanFiled",
    "Point",
    "PolicyMoved",
    "ProgressReported",
    "RecheckRecorded",
    "ReferralLogged",
    "SuspensionRefused",
    "SuspensionRequested",
    "UnknownEventTypeError",
    "parse_event",
    "type_of",
]

EVENT_TYPES: Final[dict[str, type[Event]]] = {
    "issue.reported.v1": IssueReported,
    "issue.assigned.v1": IssueAssigned,
    "issue.triaged.v1": IssueTriaged,
    "issue.declined.v1": IssueDeclined,
    "issue.accepted.v1": IssueAccepted,
    "plan.filed.v1": PlanFiled,
    "progress.reported.v1": ProgressReported,
    "closure.requested.v1": ClosureRequested,
    "recheck.recorded.v1": RecheckRecorded,
    "issue.closed.v1": IssueClosed,
    "closure.returned.v1": ClosureReturned,
    "issue.reopened.v1": IssueReopened,
    "issue.voided.v1": IssueVoided,
    "referral.logged.v1": ReferralLogged,
    "extension.requested.v1": ExtensionRequested,
    "extension.approved.v1": ExtensionApproved,
    "extension.refused.v1": ExtensionRefused,
    "suspension.requested.v1": SuspensionRequested,
    "suspension.refused.v1": SuspensionRefused,
    "issue.suspended.v1": IssueSuspended,
    "issue.resumed.v1": IssueResumed,
    "issue.merged.v1": IssueMerged,
    "duplicate.absorbed.v1": DuplicateAbsorbed,
    "issue.parted.v1": IssueParted,
    "duplicate.released.v1": DuplicateReleased,
    "policy.moved.v1": PolicyMoved,
    "clocks.recomputed.v1": ClocksRecomputed,
    "escalation.fired.v1": EscalationFired,
    "escalation.deferred.v1": EscalationDeferred,
    "escalation.failed.v1": EscalationFailed,
    "alert.acknowledged.v1": AlertAcknowledged,
}
_TYPE_OF: Final[dict[type[Event], str]] = {model: name for name, model in EVENT_TYPES.items()}


class UnknownEventTypeError(LookupError):
    """An event type this version of the contract does not know."""


def type_of(event: Event) -> str:
    """The published type, such as `issue.reported.v1`."""
    return _TYPE_OF[type(event)]


def parse_event(type_: str, data: Any) -> Event:
    """The event of that type from its dumped data (dict); UnknownEventTypeError or ValidationError."""
    model = EVENT_TYPES.get(type_)
    if model is None:
        raise UnknownEventTypeError(f"unknown event type {type_!r}")
    return model.model_validate(data)


class EventEnvelope(Fact):
    """One published event: `version` counts the events of its issue from 1 without holes."""

    issue_id: str
    version: Annotated[int, Field(ge=1)]
    type: str
    at: AwareDatetime
    actor: EventActor
    data: Annotated[
        SerializeAsAny[Event],
        WithJsonSchema({"type": "object", "description": "As the schema named like `type` says"}),
    ]

    @model_validator(mode="before")
    @classmethod
    def _parse_data(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("data"), dict):
            known = EVENT_TYPES.get(str(value.get("type")))
            if known is not None:
                return {**value, "data": known.model_validate(value["data"])}
        return value

    @model_validator(mode="after")
    def _type_fits_data(self) -> Self:
        if _TYPE_OF.get(type(self.data)) != self.type:
            raise ValueError(f"data is not of type {self.type}")
        return self
