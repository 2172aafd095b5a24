"""Knows what a correction and a withdrawal come to on an issue; its supervisor is told of both at once."""

from datetime import datetime

from ledger.decisions.reported.correcting import differing
from ledger.decisions.reported.withdrawing import withdrawal
from ledger.escalation.news import CORRECTED, WITHDRAWN, told
from ledger.escalation.reported.texts import correction_texts, withdrawal_texts
from ledger.escalation.telling import happened
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.events.report_events import ReportCorrected


def corrected(due: Change, event: ReportCorrected, reporter: Actor, at: datetime, rules: Rules) -> Change:
    """What fell due on an issue, then the correction of its report."""
    issue = due.issue
    texts = correction_texts(issue, differing(issue, event.says))
    news = event.model_copy(update=told(issue, CORRECTED, texts, at, rules))
    return due.then(fold(issue, envelopes_for(issue, [news], at, reporter)))


def withdrawn(  # noqa: PLR0917 - what is withdrawn of which issue, by whom, why, when, by which rules
    due: Change, report_id: str, reason: str, reporter: Actor, at: datetime, rules: Rules
) -> Change:
    """What fell due on an issue, then the withdrawal of a report about it."""
    issue = due.issue
    event, *end = withdrawal(issue, report_id, reason, at, rules.regime_of(issue))
    texts = withdrawal_texts(issue, reason, opened=report_id == issue.report_id, ended=bool(end))
    news = event.model_copy(update=told(issue, WITHDRAWN, texts, at, rules))
    return due.then(happened(issue, [news, *end], at, reporter, rules))
