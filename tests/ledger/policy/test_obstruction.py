"""The policy of obstructions: the police's half hour, works that stand still, three sheets."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ledger.issue.words.assigning import Accept
from ledger.issue.words.referring import LogReferral
from ledger.issue.words.solving import ReportProgress
from ledger.policy.policy import Facts
from ledger.policy.versions import (
    Adoption,
    Policies,
)
from mobile_schema.vocabulary import Category, ReferralBody, Severity, State
from tests.ledger import policies
from tests.ledger.factories import COUNTY, START
from tests.ledger.policies import ALWAYS, shipped
from tests.ledger.stories import Story, obstruction

LAND = Facts(Category.LAND, Severity.ORDINARY, "140105", works_stopped=False)
OBSTRUCTION = policies.rules(shipped("obstruction"))


def blocked(**said: Any) -> Story:
    """An obstruction nobody was called to yet."""
    return obstruction(OBSTRUCTION, **({"referrals": []} | said))


def called(story: Story, body: ReferralBody = ReferralBody.POLICE_110) -> Story:
    story.do(LogReferral(body=body, referred_at=story.now), COUNTY)
    return story


def test_obstruction_is_for_obstructions_alone() -> None:
    adopted = Policies([Adoption(shipped("13710"), ALWAYS), Adoption(shipped("obstruction"), ALWAYS)])
    assert adopted.for_issue(LAND, START).name == "13710"
    assert adopted.for_issue(replace(LAND, category=Category.OBSTRUCTION), START).name == "obstruction"


def test_the_police_have_half_an_hour_from_the_referral() -> None:
    story = called(blocked().wait(hours=1))
    assert story.clock_of("police_answer").due_at == story.now + timedelta(minutes=30)


def test_a_call_to_110_that_came_with_the_report_starts_the_clock_with_it() -> None:
    story = obstruction(OBSTRUCTION)
    assert story.clock_of("police_answer").due_at == START + timedelta(minutes=30)


@pytest.mark.parametrize("body", [body for body in ReferralBody if body not in ("police_110", "public_security")])
def test_a_referral_to_somebody_else_is_not_the_polices_to_answer(body: ReferralBody) -> None:
    assert called(blocked(), body).issue.obligation("police_answer") is None


def test_calling_twice_gives_the_police_no_more_time_and_the_first_answer_ends_it() -> None:
    story = called(blocked())
    due = story.clock_of("police_answer").due_at
    called(story.wait(minutes=20))
    assert (story.clock_of("police_answer").due_at, story.clock_of("police_answer").round) == (due, 1)
    story.do(Accept(person_id=f"head-{story.issue.unit_id}"))
    assert story.clock_of("police_answer").outcome == "satisfied"
    assert called(story).clock_of("police_answer").round == 2


def test_works_that_stand_still_count_only_while_they_do() -> None:
    story = blocked()
    assert story.clock_of("resume_works").due_at == START + timedelta(hours=24)
    assert blocked(severity="major").clock_of("resume_works").due_at == START + timedelta(hours=4)
    assert blocked(works={"stopped": False}).issue.obligation("resume_works") is None
    story.to(State.ACCEPTED, State.IN_PROGRESS)
    assert story.clock_of("resume_works").running
    story.do(ReportProgress(note="车辆已放行", works_resumed=True))
    assert (story.clock_of("resume_works").outcome, story.issue.works_stopped) == ("satisfied", False)


def test_works_that_stand_still_go_up_to_the_province_and_daily() -> None:
    story = blocked()
    fired = [e for _ in range(24 * 5) for e in story.wait(hours=1).sweep() if e.obligation == "resume_works"]
    assert [(e.step, e.occurrence, e.alerts[0].recipient_level) for e in fired] == [
        ("works-county", 1, "county"),
        ("works-city", 1, "city"),
        ("works-province", 1, "province"),
        ("works-province", 2, "province"),
        ("works-province", 3, "province"),
        ("works-province", 4, "province"),
    ]


def test_three_sheets_are_blue_orange_and_red_each_after_the_one_before() -> None:
    one = shipped("three-sheets")
    for code in ("feedback", "resolve"):
        assert [(s.light, s.needs) for s in one.steps_of[code]] == [
            ("blue", None),
            ("orange", f"{code}-blue"),
            ("red", f"{code}-orange"),
        ]
