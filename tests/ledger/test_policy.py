"""Policies: 13710 as shipped is what the design says; a policy that could stop or silence the ledger is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from pydantic import ValidationError

from xiaohao.ledger.deadlines import TimeLimit
from xiaohao.ledger.obligations import AT_ASSIGNMENT, set_clocks
from xiaohao.ledger.policy import DEFAULT_POLICY, Policies, Policy, parse_policy, shipped_policies
from xiaohao.mobile_schema.vocabulary import Instrument, Level, Light, ObligationCode, Severity

POLICY = shipped_policies().current()
SHIPPED = (resources.files("xiaohao.ledger") / "policies" / "13710.yaml").read_text(encoding="utf-8")

Document = dict[str, Any]


def changed(change: Callable[[Document], Any]) -> str:
    """13710's text after a change."""
    document = yaml.safe_load(SHIPPED)
    change(document)
    return yaml.safe_dump(document)


def test_13710_ships_as_the_default() -> None:
    assert (POLICY.name, POLICY.version, POLICY.time_zone) == (DEFAULT_POLICY, 1, "Asia/Shanghai")


def test_13710_gives_the_times_its_digits_say() -> None:
    month, week = TimeLimit(months=1), TimeLimit(days=7)
    today, three_days = TimeLimit(), TimeLimit(days=3)
    ordinary = {code: limits[Severity.ORDINARY] for code, limits in POLICY.obligations.items()}
    major = {code: limits[Severity.MAJOR] for code, limits in POLICY.obligations.items()}
    assert ordinary == {
        ObligationCode.TRIAGE: TimeLimit(days=1),
        ObligationCode.DEPLOY: today,
        ObligationCode.FEEDBACK: three_days,
        ObligationCode.RESOLVE: week,
        ObligationCode.VERIFY: three_days,
        ObligationCode.ZERO: week,
    }
    assert major == ordinary | {ObligationCode.RESOLVE: month, ObligationCode.ZERO: month}


def test_a_major_issue_assigned_at_the_end_of_january_is_due_at_the_end_of_february() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    start = datetime(2026, 1, 31, 9, 0, tzinfo=shanghai)
    due = {clock.code: clock.due_at for clock in set_clocks(AT_ASSIGNMENT, Severity.MAJOR, start, POLICY)}
    assert due == {
        ObligationCode.DEPLOY: datetime(2026, 1, 31, 23, 59, 59, tzinfo=shanghai),
        ObligationCode.FEEDBACK: datetime(2026, 2, 3, 23, 59, 59, tzinfo=shanghai),
        ObligationCode.RESOLVE: datetime(2026, 2, 28, 23, 59, 59, tzinfo=shanghai),
        ObligationCode.ZERO: datetime(2026, 2, 28, 23, 59, 59, tzinfo=shanghai),
    }


@pytest.mark.parametrize("code", [ObligationCode.DEPLOY, ObligationCode.FEEDBACK, ObligationCode.RESOLVE])
def test_what_a_unit_owes_goes_up_from_its_person_to_the_province(code: ObligationCode) -> None:
    rungs = [(step.to.post, step.to.level) for step in POLICY.steps_of[code]]
    assert rungs == [
        ("responsible_person", None),
        ("supervisor", Level.COUNTY),
        ("supervisor", Level.CITY),
        ("supervisor", Level.PROVINCE),
    ]


@pytest.mark.parametrize("code", [ObligationCode.TRIAGE, ObligationCode.VERIFY])
def test_what_a_supervisor_owes_goes_up_from_the_county_to_the_province(code: ObligationCode) -> None:
    rungs = [(step.to.post, step.to.level) for step in POLICY.steps_of[code]]
    assert rungs == [("supervisor", level) for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)]


def test_every_clock_has_a_ladder_whose_steps_come_one_after_the_other() -> None:
    assert POLICY.steps_of.keys() == set(ObligationCode)
    for steps in POLICY.steps_of.values():
        waits = [step.after_days for step in steps]
        assert waits == sorted(set(waits)) != []


def test_zero_alone_repeats_for_as_long_as_it_is_overdue() -> None:
    (zero,) = [step for step in POLICY.ladder if step.every_days]
    assert (zero.obligation, zero.after_days, zero.every_days) == (ObligationCode.ZERO, 7, 7)
    assert (zero.instrument, zero.to.level) == (Instrument.CIRCULAR, Level.PROVINCE)


def test_the_first_word_is_a_yellow_reminder_and_all_later_ones_are_red() -> None:
    for step in POLICY.ladder:
        first = step.after_days == 0
        assert step.light is (Light.YELLOW if first else Light.RED)
        assert (step.instrument is Instrument.REMINDER) is first


def test_it_is_told_how_long_after_the_due_time_a_ladder_begins() -> None:
    assert POLICY.first_step_after == {code: timedelta(0) for code in ObligationCode} | {
        ObligationCode.ZERO: timedelta(days=7)
    }


BROKEN: dict[str, tuple[Callable[[Document], Any], str]] = {
    "a clock without limits": (lambda policy: policy["obligations"].pop("deploy"), "deploy/ordinary, deploy/major"),
    "a clock without a limit for major issues": (
        lambda policy: policy["obligations"]["zero"].pop("major"),
        "no time limit for zero/major",
    ),
    "an unknown clock": (lambda policy: policy["obligations"].update(lunch={}), "obligations.lunch"),
    "an unknown severity": (lambda policy: policy["obligations"]["zero"].update(tiny={}), "obligations.zero.tiny"),
    "a negative limit": (lambda policy: policy["obligations"]["zero"]["major"].update(days=-1), "greater than"),
    "a limit in an unknown unit": (lambda policy: policy["obligations"]["zero"]["major"].update(weeks=1), "weeks"),
    "a step named twice": (lambda policy: policy["ladder"].append(policy["ladder"][0]), "triage-county"),
    "a step on no clock": (lambda policy: policy["ladder"][0].update(obligation="lunch"), "ladder.0.obligation"),
    "a step before its due time": (lambda policy: policy["ladder"][0].update(after_days=-1), "ladder.0.after_days"),
    "a step that repeats at once": (lambda policy: policy["ladder"][0].update(every_days=0), "ladder.0.every_days"),
    "a step in no colour": (lambda policy: policy["ladder"][0].update(light="blue"), "ladder.0.light"),
    "an unknown instrument": (lambda policy: policy["ladder"][0].update(instrument="song"), "ladder.0.instrument"),
    "a step with an odd name": (lambda policy: policy["ladder"][0].update(step="a/b"), "ladder.0.step"),
    "a step to nobody": (lambda policy: policy["ladder"][0].pop("to"), "ladder.0.to"),
    "a supervisor of no level": (lambda policy: policy["ladder"][0]["to"].pop("level"), "named with a level"),
    "a responsible person of a level": (
        lambda policy: policy["ladder"][3]["to"].update(level="city"),
        "a responsible person without",
    ),
    "an unknown field": (lambda policy: policy.update(holidays=[]), "holidays"),
    "an unknown time zone": (lambda policy: policy.update(time_zone="Asia/Taiyuan"), "no time zone 'Asia/Taiyuan'"),
    "a time zone that is a path": (lambda policy: policy.update(time_zone="../etc"), "no time zone"),
    "no time zone": (lambda policy: policy.update(time_zone=""), "no time zone"),
    "version 0": (lambda policy: policy.update(version=0), "version"),
    "no ladder": (lambda policy: policy.pop("ladder"), "ladder"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_policy_is_refused_and_told_why(case: str) -> None:
    change, told = BROKEN[case]
    with pytest.raises(ValidationError) as caught:
        parse_policy(changed(change))
    assert told in str(caught.value)


def test_the_text_as_shipped_is_not_broken_by_being_written_again() -> None:
    assert parse_policy(changed(lambda policy: None)) == POLICY


@pytest.mark.parametrize("text", ["", "[]", "13710", "!!python/object/apply:os.getcwd []", "a: [", "\x00"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises((ValidationError, yaml.YAMLError)):
        parse_policy(text)


def version(number: int, name: str = DEFAULT_POLICY, **over: Any) -> Policy:
    """Another version of 13710."""
    return parse_policy(changed(lambda policy: policy.update(version=number, name=name, **over)))


def test_new_assignments_get_the_newest_version_and_old_ones_keep_theirs() -> None:
    policies = Policies([version(10), version(2), version(99, "other"), version(1)])
    assert policies.current().version == 10
    assert policies.of(None, None).version == 10
    assert policies.of(DEFAULT_POLICY, 2).version == 2
    assert policies.current("other").version == 99


@pytest.mark.parametrize(("name", "number"), [(DEFAULT_POLICY, 3), ("other", 1)])
def test_a_version_that_was_never_here_is_not_replaced_by_another(name: str, number: int) -> None:
    with pytest.raises(LookupError, match=f"{name} version {number}"):
        Policies([version(1), version(2)]).of(name, number)


def test_one_version_cannot_say_two_things() -> None:
    with pytest.raises(ValueError, match="13710 version 1 is there twice"):
        Policies([version(1), version(1, time_zone="Asia/Urumqi")])


def test_a_policy_cannot_be_changed_after() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        POLICY.version = 2
