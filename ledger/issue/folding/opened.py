"""Knows the issue that a report, what a supervisor entered of a matter, or a row of a ledger begins."""

from ledger.issue.imported import Imported
from ledger.issue.issue import Issue
from ledger.issue.parts import Matter
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.import_events import IssueImported
from mobile_schema.events.matter_events import MatterEntered
from mobile_schema.events.report_events import IssueReported
from mobile_schema.vocabulary import State


def opened(envelope: EventEnvelope) -> Issue:
    """The issue after its first event. Raises ValueError of one that begins none."""
    event = envelope.data
    if isinstance(event, MatterEntered):
        return _entered(event, envelope)
    if isinstance(event, IssueImported):
        return _imported(event, envelope)
    if not isinstance(event, IssueReported):
        raise ValueError(f"{envelope.issue_id} does not begin with a report, a matter, nor a row")
    said = {name: value for name, value in vars(event).items() if name not in ("clocks", "notices")}
    return Issue(
        id=envelope.issue_id,
        version=envelope.version,
        state=State.REPORTED,
        reported_at=envelope.at,
        updated_at=envelope.at,
        **said,
    )


def _entered(event: MatterEntered, envelope: EventEnvelope) -> Issue:
    return Issue(
        id=envelope.issue_id,
        serial=event.serial,
        version=envelope.version,
        state=State.REPORTED,
        source="matter",
        report_id=event.matter_id,
        finding_index=event.index,
        project_code=event.project_code,
        region=event.region,
        category=event.category,
        severity=event.severity,
        description=event.description,
        measure_proposed=None,
        incident_kind=None,
        reporter=envelope.actor.person_id,
        captured_at=envelope.at,
        reported_at=envelope.at,
        location=event.location,
        attachments=event.attachments,
        flags=(),
        updated_at=envelope.at,
        matter=Matter(
            source=event.source,
            paper=event.paper,
            demand=event.demand,
            due_on=event.due_on,
            part_of=event.part_of,
        ),
    )


def _imported(event: IssueImported, envelope: EventEnvelope) -> Issue:
    """What a file claims closed is closed on paper; whatever else it claims, it comes in as reported."""
    on_paper = event.claims.status == "closed"
    return Issue(
        id=envelope.issue_id,
        serial=event.serial,
        version=envelope.version,
        state=State.ON_PAPER if on_paper else State.REPORTED,
        source="import",
        report_id=event.file.import_id,
        finding_index=event.file.row,
        project_code=event.project_code,
        region=event.region,
        category=event.category,
        severity=event.severity,
        description=event.description,
        measure_proposed=next((text for name, text in event.free if name == "measures"), None),
        incident_kind=None,
        reporter=envelope.actor.person_id,
        captured_at=envelope.at,
        reported_at=envelope.at,
        location=None,
        attachments=(),
        flags=(),
        updated_at=envelope.at,
        imported=Imported(file=event.file, claims=event.claims, said=event.said, free=event.free),
        unit_id=event.unit_id,
        policy=event.policy,
        policy_version=event.policy_version,
    )
