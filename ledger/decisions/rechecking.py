"""Knows what a recheck (复核) says; whom it reaches is `ledger.escalation.rechecks`' to say."""

from ledger.decisions.case import Case
from ledger.issue.commands import RecordRecheck
from mobile_schema.events.issue_events import RecheckRecorded


def record_recheck(case: Case, command: RecordRecheck) -> RecheckRecorded:  # noqa: ARG001 - as every handler
    """The look, as whoever looked says it."""
    return RecheckRecorded(
        result=command.result, on_site=command.on_site, note=command.note, report_id=command.report_id
    )
