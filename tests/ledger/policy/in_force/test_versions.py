"""Which policy an issue gets: by date, by scope, by which was adopted later; and what the five that ship say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.issue.issue import OPEN_STATES
from ledger.policy.policy import Facts, Policy
from ledger.policy.versions import (
    Adoption,
    Policies,
    parse_policy,
    shipped_adoptions,
    shipped_policies,
    shipped_text,
    shipped_texts,
)
from mobile_schema.vocabulary import Category, Severity, State
from tests.ledger import policies
from tests.ledger.factories import RULES, START, local
from tests.ledger.policies import ALWAYS, policy, shipped, step
from tests.ledger.stories import in_state, reported

LAND = Facts(Category.LAND, Severity.ORDINARY, "140105", works_stopped=False)
ELSEWHERE = Facts(Category.ENVIRONMENT, Severity.MAJOR, "140213", works_stopped=False)
LATER = START + timedelta(days=30)


def version(number: int, **scope: Any) -> Policy:
    return policy(step("late"), version=number, applies_to=scope)


def chosen(facts: Facts, at: datetime, *adopted: tuple[Policy, datetime | None]) -> int:
    return Policies(Adoption(one, since) for one, since in adopted).for_issue(facts, at).version


def test_a_policy_holds_from_its_date_on_to_the_millisecond() -> None:
    adopted = [(version(1), ALWAYS), (version(2), LATER)]
    assert chosen(LAND, LATER - timedelta(milliseconds=1), *adopted) == 1
    assert chosen(LAND, LATER, *adopted) == 2


def test_one_that_is_only_kept_holds_for_nobody() -> None:
    assert chosen(LAND, LATER, (version(1), ALWAYS), (version(2), None)) == 1


def test_a_version_is_found_by_its_key_and_the_newest_by_the_name_alone() -> None:
    known = Policies(Adoption(version(number), ALWAYS) for number in (2, 10, 9))
    assert [known.named(key).version for key in ("test@2", "test@9", "test")] == [2, 9, 10]
    assert known.newest("test").version == 10


@pytest.mark.parametrize("key", ["nowhere", "nowhere@2", "test@3", "test@", "test@x", "test@-2", "test@2@2", ""])
def test_a_key_that_names_no_version_is_told(key: str) -> None:
    with pytest.raises(LookupError, match=r"policy|NAME@VERSION"):
        Policies([Adoption(version(2), ALWAYS)]).named(key)


def test_the_later_adopted_goes_before_the_earlier_whatever_its_number() -> None:
    assert chosen(LAND, LATER + timedelta(days=1), (version(9), START), (version(2), LATER)) == 2


@pytest.mark.parametrize("numbers", [(3, 2), (2, 3), (2, 10, 9)])
def test_of_those_adopted_at_one_moment_the_highest_version_holds(numbers: tuple[int, ...]) -> None:
    assert chosen(LAND, LATER, *((version(number), START) for number in numbers)) == max(numbers)


def test_two_policies_of_one_moment_and_one_number_keep_the_order_they_came_in() -> None:
    other = policy(step("late"), name="other")
    for one, two in ((version(1), other), (other, version(1))):
        assert Policies([Adoption(one, START), Adoption(two, START)]).for_issue(LAND, START) == one


def test_what_was_asked_before_does_not_answer_for_another_moment() -> None:
    asked = Policies([Adoption(version(1), ALWAYS), Adoption(version(2), START), Adoption(version(3), LATER)])
    moment = timedelta(milliseconds=1)
    moments = [START - moment, START, START + moment, LATER - moment, LATER, LATER + moment]
    for _ in range(2):
        assert [asked.for_issue(LAND, at).version for at in moments] == [1, 2, 2, 2, 3, 3]


def test_one_with_a_scope_of_its_own_goes_before_one_for_everything_adopted_later() -> None:
    adopted = [(version(1, categories=["land"]), START), (version(2), LATER)]
    assert chosen(LAND, LATER, *adopted) == 1
    assert chosen(ELSEWHERE, LATER, *adopted) == 2


@pytest.mark.parametrize(
    ("scope", "covered", "not_covered"),
    [
        ({"categories": ["land"]}, {}, {"category": Category.ENVIRONMENT}),
        ({"severities": ["ordinary"]}, {}, {"severity": Severity.MAJOR}),
        ({"regions": ["140100"]}, {}, {"region": "140213"}),
        ({"regions": ["140105", "140213"]}, {"region": "140213"}, {"region": "140106"}),
        ({"works_stopped": True}, {"works_stopped": True}, {"works_stopped": False}),
    ],
)
def test_a_scope_covers_what_it_names(
    scope: dict[str, Any], covered: dict[str, Any], not_covered: dict[str, Any]
) -> None:
    usual = {"category": Category.LAND, "severity": Severity.ORDINARY, "region": "140105", "works_stopped": False}
    adopted = [(version(1), ALWAYS), (version(2, **scope), START)]
    assert chosen(Facts(**(usual | covered)), START, *adopted) == 2
    assert chosen(Facts(**(usual | not_covered)), START, *adopted) == 1


def test_where_no_policy_holds_it_is_told() -> None:
    with pytest.raises(LookupError, match="no policy holds for land in 140105"):
        chosen(LAND, START, (version(1), LATER))


@settings(deadline=None)
@given(
    adopted=st.lists(st.tuples(st.booleans(), st.none() | st.integers(-20, 20)), min_size=1, max_size=6),
    day=st.integers(-25, 25),
)
def test_what_is_chosen_holds_covers_and_is_the_latest_of_the_most_particular(
    adopted: list[tuple[bool, int | None]], day: int
) -> None:
    """(for land only, holds from that day), as versions 2, 3, …, beside one that always holds for all."""
    at = START + timedelta(days=day)
    known = {1: (False, -99)} | dict(enumerate(adopted, start=2))
    holding = {n: (land, since) for n, (land, since) in known.items() if since is not None and since <= day}
    best = max(holding, key=lambda n: (*holding[n], n))
    pairs = [
        (_VERSIONS[land, n], None if since is None else START + timedelta(days=since))
        for n, (land, since) in known.items()
    ]
    assert chosen(LAND, at, *pairs) == best
    general = {n: since for n, (land, since) in holding.items() if not land}
    assert chosen(ELSEWHERE, at, *pairs) == max(general, key=lambda n: (general[n], n))


_VERSIONS = {
    (land, n): version(n, **({"categories": ["land"]} if land else {})) for land in (True, False) for n in range(1, 9)
}


def test_an_issue_gets_the_policy_of_the_day_of_its_assignment_and_keeps_it() -> None:
    rules = policies.rules(version(1))
    story = reported(Category.OTHER, rules=rules)
    story.rules = policies.rules(version(2), version(1))
    story.to(State.ASSIGNED)
    assert (story.issue.policy, story.issue.policy_version) == ("test", 2)
    story.rules = policies.rules(version(3), version(2))
    story.to(State.ACCEPTED, State.IN_PROGRESS)
    assert story.issue.policy_version == 2


def test_13710_holds_always_and_the_others_once_somebody_adopts_them() -> None:
    assert {one.policy.name: one.holds_from is not None for one in shipped_adoptions()} == {
        "13710": True,
        "13710-working-days": False,
        "before-due": False,
        "obstruction": False,
        "three-sheets": False,
    }
    assert sorted({one.name for one in shipped_policies().versions()}) == sorted(shipped_texts())


def test_a_version_that_shipped_before_still_does_for_the_issues_under_it() -> None:
    keys = [one.key for one in shipped_policies().versions() if one.name == "13710-working-days"]
    assert keys == ["13710-working-days@1", "13710-working-days@2"]
    assert shipped_policies().newest("13710-working-days").version == 2
    assert "or_next_working_day" not in shipped_text("13710-working-days@1")
    assert "or_next_working_day: true" in shipped_text("13710-working-days@2")


def test_a_version_that_ships_is_found_by_its_key_alone() -> None:
    for one in shipped_policies().versions():
        assert parse_policy(shipped_text(one.key)) == one
    for key in ("13710-working-days@0", "13710-working-days@3", "three-sheets@2", "13710", ""):
        with pytest.raises(LookupError, match="no such policy version"):
            shipped_text(key)


def test_a_policy_that_names_no_zone_gets_that_of_the_deployment() -> None:
    assert {one.time_zone for one in shipped_policies("Asia/Urumqi").versions()} == {"Asia/Urumqi"}
    assert {one.time_zone for one in shipped_policies().versions()} == {"Asia/Shanghai"}


COMMON = {"triage", "deploy", "feedback", "resolve", "verify", "zero"}
NAMES = sorted(shipped_texts())


@pytest.mark.parametrize("name", NAMES)
def test_in_every_policy_that_ships_nothing_waits_silently(name: str) -> None:
    """What is untriaged, unaccepted or unverified has a clock of its own, each with a ladder beyond its own unit."""
    one = shipped(name)
    assert one.obligations.keys() >= COMMON
    for code in one.obligations:
        assert [to for step in one.steps_of[code] for to in step.to if to.post == "supervisor"]


@pytest.mark.parametrize("name", NAMES)
def test_in_every_policy_that_ships_the_neglected_issue_reaches_the_province(name: str) -> None:
    story = reported(Category.OBSTRUCTION, rules=policies.rules(shipped(name)))
    told = {e.alerts[0].recipient_level for _ in range(40) for e in story.wait(days=1).sweep()}
    assert "province" in told or name == "three-sheets"
    assert "city" in told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_under_every_policy_that_ships_an_open_issue_always_has_something_coming(name: str, state: State) -> None:
    story = in_state(state, category=Category.OBSTRUCTION, rules=policies.rules(shipped(name)))
    fired = [event for _ in range(60) for event in story.wait(days=1).sweep()]
    assert fired


def test_working_days_are_counted_where_the_name_says_so() -> None:
    natural = reported(rules=policies.rules(shipped("13710")))
    working = reported(rules=policies.rules(shipped("13710-working-days")))
    assert local(natural.clock_of("resolve").due_at) == "2026-03-09 23:59:59"
    assert local(working.clock_of("resolve").due_at) == "2026-03-11 23:59:59"


def test_before_due_warns_ahead_in_green_and_by_day() -> None:
    story = in_state(State.ACCEPTED, rules=policies.rules(shipped("before-due")))
    fired = [(local(story.now), e.step, e.light) for _ in range(24 * 8) for e in story.wait(hours=1).sweep()]
    ahead = [one for one in fired if "-ahead" in one[1]]
    assert ahead == [
        ("2026-03-05 08:00:00", "feedback-ahead", "green"),
        ("2026-03-07 08:00:00", "resolve-ahead-3", "green"),
        ("2026-03-09 00:00:00", "resolve-ahead-1", "yellow"),
    ]


def test_the_policies_of_a_deployment_are_listed_with_their_dates_the_latest_first() -> None:
    known = Policies([Adoption(version(1), ALWAYS), Adoption(version(2), LATER), Adoption(version(3), None)])
    assert [(one.policy.version, one.holds_from) for one in known.adopted()] == [(2, LATER), (1, ALWAYS)]
    assert [one.version for one in known.versions()] == [1, 2, 3]


def test_a_regime_knows_the_days_of_its_region_and_is_made_once() -> None:
    one = RULES.policies.newest()
    assert RULES.regime(one, "140105") is RULES.regime(one, "140105")
    assert datetime.min.replace(tzinfo=UTC) == ALWAYS
