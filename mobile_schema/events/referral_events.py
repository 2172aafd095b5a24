"""Knows that an issue was referred to a body (移送), and what that answered."""

from pydantic import AwareDatetime

from mobile_schema.events.facts import (
    Deed,
)
from mobile_schema.vocabulary import (
    ReferralBody,
    ReferralState,
)


class ReferralLogged(Deed):
    """移送: the allegation was referred to a body; nothing is said about its outcome."""

    TYPE = "referral.logged.v1"
    TITLE = ("移送", "referred")
    body: ReferralBody
    referred_at: AwareDatetime
    case_number: str | None


class ReferralAnswered(Deed):
    """移送答复: what the body said that the referral in `place`, counted from 0, went to; nothing is said of guilt."""

    TYPE = "referral.answered.v1"
    TITLE = ("移送答复", "referral answered")
    place: int
    state: ReferralState
    answered_at: AwareDatetime
    case_number: str | None
