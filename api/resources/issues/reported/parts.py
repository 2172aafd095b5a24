"""Knows what a correction of a report, its judgement, a withdrawal and what came of a referral look like."""

from pydantic import AwareDatetime

from api.http.views import View
from mobile_schema.events.report_events import Statement
from mobile_schema.vocabulary import ReferralState


class JudgementView(View):
    """What a supervisor said of a correction; `applied` are the fields of the issue that say since what it says."""

    accepted: bool
    by: str
    at: AwareDatetime
    reason: str | None
    applied: tuple[str, ...]


class CorrectionView(View):
    """Another report of who reported the issue, and what it says of the problem; `judged` is null while it waits."""

    report_id: str
    place: int
    corrects: str
    by: str
    at: AwareDatetime
    says: Statement
    judged: JudgementView | None
    withdrawn_at: AwareDatetime | None


class AnswerView(View):
    """What a body said of the referral (移送) in `place` among `referrals`, counted from 0, as `by` told it."""

    place: int
    state: ReferralState
    answered_at: AwareDatetime
    case_number: str | None
    note: str | None
    by: str
    at: AwareDatetime


class TakenBackView(View):
    """That the report which opened the issue was withdrawn (撤回)."""

    at: AwareDatetime
    by: str
    reason: str
