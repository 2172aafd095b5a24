"""Knows the words of a referral to a body (移送), and of what that answered."""

from typing import Annotated, Literal

from pydantic import Field

from ledger.issue.words.command import Command
from mobile_schema.fields import Name, UtcMoment
from mobile_schema.statements import SAID
from mobile_schema.vocabulary import ReferralBody, ReferralState


class LogReferral(Command):
    """移送: the issue was referred to the police or another body; a fact, not a finding of guilt."""

    name = "log-referral"
    body: ReferralBody
    referred_at: UtcMoment
    case_number: Annotated[Name, SAID] | None = None


class AnswerReferral(Command):
    """移送答复: what the body said that the issue was referred to, of the referral in `place`, counted from 0.

    That it took the matter up, did not, or concluded it; never that anybody is guilty.
    """

    name = "answer-referral"
    place: int = Field(ge=0, le=999)
    state: Literal[ReferralState.TAKEN, ReferralState.DECLINED, ReferralState.CONCLUDED]
    answered_at: UtcMoment
    case_number: Annotated[Name, SAID] | None = None
