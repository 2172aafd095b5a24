"""Knows what may be said of a referral (移送答复): of one that there is, and no earlier than it was made."""

from ledger.decisions.case import Case
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.referring import AnswerReferral
from mobile_schema.events.referral_events import ReferralAnswered


def was_referred(case: Case) -> None:
    """Raises CommandRefused of an issue that was referred to nobody."""
    if not case.issue.referrals:
        raise CommandRefused(
            Refusal.REFERRAL_NOT_ANSWERED, "该问题没有移送 / the issue was referred to nobody", referrals=0
        )


def answer_referral(case: Case, command: AnswerReferral) -> ReferralAnswered:
    """The answer. Raises CommandRefused of a referral that there is not, or an answer before it or to come."""
    referrals = case.issue.referrals
    if command.place >= len(referrals):
        raise CommandRefused(
            Refusal.REFERRAL_NOT_ANSWERED,
            "没有这次移送 / there is no such referral",
            referrals=len(referrals),
        )
    if not referrals[command.place].referred_at <= command.answered_at <= case.at:
        raise CommandRefused(
            Refusal.REFERRAL_NOT_ANSWERED,
            "答复时间须在移送之后,且不晚于现在 / an answer comes after the referral, and not in the future",
            referred_at=referrals[command.place].referred_at,
            now=case.at,
        )
    return ReferralAnswered(**vars(command))
