"""What became of a referral is told of one that there is, and says nothing of guilt."""

from datetime import timedelta

import pytest

from ledger.issue.projection import replay
from ledger.issue.refusals import Refusal
from ledger.issue.reported.referrals import state_of
from ledger.issue.words.referring import AnswerReferral
from mobile_schema.vocabulary import ReferralState, State
from tests.ledger.factories import COUNTY
from tests.ledger.stories import Story, obstruction, refused


def answer(story: Story, state: ReferralState, place: int = 0, **later: float) -> AnswerReferral:
    return AnswerReferral(place=place, state=state, answered_at=story.now + timedelta(**later), note="已出警")


def test_a_referral_waits_until_its_body_says_something_and_stands_as_it_said_last() -> None:
    story = obstruction()
    story.referred()
    assert state_of(0, story.issue.answers) is ReferralState.WAITING
    for state in (ReferralState.TAKEN, ReferralState.CONCLUDED):
        story.wait(hours=1).do(answer(story, state), COUNTY)
    assert [state_of(place, story.issue.answers) for place in (0, 1)] == [
        ReferralState.CONCLUDED,
        ReferralState.WAITING,
    ]
    assert [each.by for each in story.issue.answers] == [COUNTY, COUNTY]
    assert replay(story.envelopes) == story.issue


def test_an_answer_moves_no_clock_and_no_state() -> None:
    story = obstruction()
    before = story.issue
    after = story.do(answer(story, ReferralState.TAKEN), COUNTY)
    assert (after.state, after.obligations) == (State.ASSIGNED, before.obligations)


@pytest.mark.parametrize(("place", "later"), [(1, {}), (0, {"milliseconds": 1}), (0, {"days": -2})])
def test_of_no_referral_before_it_or_in_time_to_come_nothing_is_told(place: int, later: dict[str, float]) -> None:
    story = obstruction()
    why = refused(story, answer(story, ReferralState.TAKEN, place, **later), COUNTY)
    assert why.reason is Refusal.REFERRAL_NOT_ANSWERED
