"""并案 and the ladder: what fired at an adopted time, on the duplicate or on the main issue, and what fires again."""

from datetime import datetime

import pytest
from msgspec import structs

from ledger.issue.projection import replay
from tests.ledger import policies
from tests.ledger.decisions.merging.pairs import APART, DAY, INTO, main_issue, pair
from tests.ledger.factories import SHANGHAI


def test_what_fired_at_an_adopted_time_does_not_fire_again_once_it_is_taken_apart() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    duplicate.do(INTO)
    main.clock.moment = datetime(2026, 3, 5, 23, 59, 59, tzinfo=SHANGHAI)
    fired = {event.step for event in main.sweep() if event.obligation == "resolve"}
    assert fired == {"resolve-person", "resolve-county"}
    duplicate.do(APART)
    main.wait(days=30)
    again = [event.step for story in (main, duplicate) for event in story.sweep() if event.obligation == "resolve"]
    assert sorted(again) == ["resolve-city", "resolve-city", "resolve-province", "resolve-province"]
    assert replay(duplicate.envelopes) == duplicate.issue


def test_what_fired_on_the_duplicate_itself_stays_as_it_fired_there() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    main.clock.moment = datetime(2026, 3, 4, 23, 59, 59, tzinfo=SHANGHAI)
    assert "resolve-person" in [event.step for event in duplicate.sweep()]
    own = duplicate.clock_of("resolve").steps["resolve-person"]
    main.wait(hours=2)
    duplicate.do(INTO)
    assert "resolve-person" in [event.step for event in main.sweep()]
    duplicate.do(APART)
    assert duplicate.clock_of("resolve").steps["resolve-person"] == own


def test_what_only_waited_for_the_morning_on_the_duplicate_fired_where_it_was_told() -> None:
    night = {"from": "22:00", "to": "07:30", "lights": ["red"]}
    main = main_issue(rules=policies.rules(policies.policy(policies.step("late"), quiet_hours=night)))
    duplicate = pair(main, 5 * DAY)
    duplicate.rules = main.rules
    duplicate.issue = structs.replace(duplicate.issue, policy=main.issue.policy)
    main.clock.moment = datetime(2026, 3, 4, 23, 59, 59, tzinfo=SHANGHAI)
    assert duplicate.sweep() == []
    assert duplicate.clock_of("resolve").steps["late"].occurrence == 0
    duplicate.do(INTO)
    main.clock.moment = datetime(2026, 3, 5, 8, tzinfo=SHANGHAI)
    assert [event.step for event in main.sweep()] == ["late"]
    duplicate.do(APART)
    assert duplicate.clock_of("resolve").steps["late"].occurrence == 1


@pytest.mark.parametrize(("version", "told"), [(0, False), (1, True), (2, False)])
def test_what_fired_under_another_version_of_a_policy_is_another_step(version: int, told: bool) -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    duplicate.do(INTO)
    main.clock.moment = datetime(2026, 3, 4, 23, 59, 59, tzinfo=SHANGHAI)
    main.sweep()
    main.issue = structs.replace(main.issue, policy_version=version)
    duplicate.do(APART)
    assert ("resolve-person" in duplicate.clock_of("resolve").steps) is told


def test_an_acknowledgement_goes_along_with_what_fired_at_an_adopted_time() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    duplicate.do(INTO)
    main.clock.moment = datetime(2026, 3, 5, 23, 59, 59, tzinfo=SHANGHAI)
    main.acknowledge(next(event for event in main.sweep() if event.step == "resolve-person"))
    duplicate.do(APART)
    assert duplicate.clock_of("resolve").steps["resolve-person"].acknowledged_at == main.now


def test_what_fired_on_the_main_issue_before_the_merger_was_its_own() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    assert "resolve-person" in [event.step for event in main.wait(days=8).sweep()]
    main.wait(milliseconds=1)
    duplicate.do(INTO)
    duplicate.do(APART)
    assert duplicate.clock_of("resolve").steps == {}


def test_what_fires_at_the_very_moment_of_the_merger_fired_at_the_adopted_time() -> None:
    main = main_issue()
    duplicate = pair(main, 9 * DAY)
    duplicate.do(INTO)
    assert "resolve-person" in [event.step for event in main.sweep()]
    duplicate.do(APART)
    assert duplicate.clock_of("resolve").steps["resolve-person"].counts_from == main.now


def test_a_step_that_repeated_at_an_adopted_time_goes_along_as_it_stands() -> None:
    main = main_issue()
    duplicate = pair(main, 5 * DAY)
    duplicate.do(INTO)
    for days in (10, 7):
        assert "zero-circular" in [event.step for event in main.wait(days=days).sweep()]
    told = main.clock_of("zero").steps["zero-circular"]
    assert (told.occurrence, told.told_at) == (2, main.now)
    duplicate.wait(days=1).do(APART)
    assert duplicate.clock_of("zero").steps["zero-circular"] == told
