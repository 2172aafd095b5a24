"""Knows what became of a referral (移送), as an issue has it."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from mobile_schema.vocabulary import ReferralState


class ReferralAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a body said of the referral in `place` among those of its issue, from 0; as `by` told it, at `at`."""

    place: int
    state: ReferralState
    answered_at: datetime
    case_number: str | None
    note: str | None
    by: str
    at: datetime


def state_of(place: int, answers: Iterable[ReferralAnswer]) -> ReferralState:
    """How the referral in one place stands: as its last answer says."""
    said = [answer.state for answer in answers if answer.place == place]
    return said[-1] if said else ReferralState.WAITING
