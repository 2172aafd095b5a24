"""Knows the rows of the table for referrals to other bodies (移送)."""

from typing import Final

from ledger.access.permissions import Apart
from ledger.decisions.lifecycle.row import ANYWHERE, Row, Rows
from ledger.decisions.reported.referring import answer_referral, was_referred
from ledger.issue.issue import OPEN_STATES
from ledger.issue.words.referring import AnswerReferral, LogReferral
from mobile_schema.events.referral_events import ReferralAnswered, ReferralLogged

ROWS: Final[Rows] = {
    LogReferral: Row(OPEN_STATES, "same", Apart.NOBODY, ReferralLogged),
    AnswerReferral: Row(
        ANYWHERE,
        "same",
        Apart.NOBODY,
        ReferralAnswered,
        answer_referral,
        lambda issue: bool(issue.referrals),
        was_referred,
    ),
}
