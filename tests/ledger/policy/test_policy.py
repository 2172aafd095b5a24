"""Policies: 13710 as shipped is what the design says; a policy that could stop or silence the ledger is refused."""

import json
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from pydantic import ValidationError

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import Span, TimeLimit
from ledger.decisions.clock_effects import started_by
from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.policy.ladder import Step
from ledger.policy.policy import Facts, Policy, Trigger
from ledger.policy.regime import Regime
from ledger.policy.versions import DEFAULT_POLICY, Adoption, Policies, parse_policy, shipped_policies
from mobile_schema.vocabulary import Category, Instrument, Level, Light, Severity
from tests.ledger import policies

POLICY = policies.shipped("13710")
REGIME = Regime(POLICY, Calendars().of("140105"))
CODES = ("triage", "deploy", "feedback", "resolve", "verify", "zero")
SHIPPED = (resources.files("ledger.policy") / "shipped" / "13710@1.yaml").read_text(encoding="utf-8")

Document = dict[str, Any]


def changed(change: Callable[[Document], Any]) -> str:
    """13710's text after a change."""
    document = yaml.safe_load(SHIPPED)
    change(document)
    return yaml.safe_dump(json.loads(json.dumps(document)))


def test_13710_ships_as_the_default() -> None:
    default = shipped_policies().newest()
    assert (default.name, default.version, default.time_zone) == (DEFAULT_POLICY, 2, "Asia/Shanghai")


def test_13710_gives_the_times_its_digits_say() -> None:
    month, week = TimeLimit(months=1), TimeLimit(days=7)
    today, three_days = TimeLimit(), TimeLimit(days=3)
    ordinary = {code: rule.due[Severity.ORDINARY] for code, rule in POLICY.obligations.items()}
    major = {code: rule.due[Severity.MAJOR] for code, rule in POLICY.obligations.items()}
    assert ordinary == {
        "triage": TimeLimit(days=1),
        "deploy": today,
        "feedback": three_days,
        "resolve": week,
        "verify": three_days,
        "zero": week,
    }
    assert major == ordinary | {"resolve": month, "zero": month}


def test_a_major_issue_assigned_at_the_end_of_january_is_due_at_the_end_of_february() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    start = datetime(2026, 1, 31, 9, 0, tzinfo=shanghai)
    facts = Facts(Category.LAND, Severity.MAJOR, "140105", works_stopped=False)
    started = started_by(frozenset({Trigger.ASSIGNED}), facts, start, REGIME)
    due = {clock.code: clock.due_at for clock in started}
    assert due == {
        "deploy": datetime(2026, 1, 31, 23, 59, 59, tzinfo=shanghai),
        "feedback": datetime(2026, 2, 3, 23, 59, 59, tzinfo=shanghai),
        "resolve": datetime(2026, 2, 28, 23, 59, 59, tzinfo=shanghai),
        "zero": datetime(2026, 2, 28, 23, 59, 59, tzinfo=shanghai),
    }


@pytest.mark.parametrize("code", ["deploy", "feedback", "resolve"])
def test_what_a_unit_owes_goes_up_from_its_person_to_the_province(code: str) -> None:
    rungs = [(to.post, to.level) for step in POLICY.steps_of[code] for to in step.to]
    assert rungs == [
        ("responsible_person", None),
        ("supervisor", Level.COUNTY),
        ("supervisor", Level.CITY),
        ("supervisor", Level.PROVINCE),
    ]


@pytest.mark.parametrize("code", ["triage", "verify"])
def test_what_a_supervisor_owes_goes_up_from_the_county_to_the_province(code: str) -> None:
    rungs = [(to.post, to.level) for step in POLICY.steps_of[code] for to in step.to]
    assert rungs == [("supervisor", level) for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)]


def wait(step: Step) -> int:
    """How many days after the due time a step of 13710 comes."""
    return step.after.days if step.after else 0


def test_every_clock_has_a_ladder_whose_steps_come_one_after_the_other() -> None:
    assert POLICY.steps_of.keys() == set(CODES)
    for steps in POLICY.steps_of.values():
        waits = [wait(step) for step in steps]
        assert waits == sorted(set(waits)) != []


def test_zero_alone_repeats_for_as_long_as_it_is_overdue() -> None:
    (zero,) = [step for step in POLICY.ladder if step.repeat]
    assert zero.repeat is not None
    assert (zero.obligation, wait(zero), zero.repeat.every) == ("zero", 7, Span(days=7))
    assert (zero.repeat.at_most, zero.repeat.until) == (None, None)
    assert (zero.instrument, zero.to[0].level) == (Instrument.CIRCULAR, Level.PROVINCE)


def test_the_first_word_is_a_yellow_reminder_and_all_later_ones_are_red() -> None:
    for step in POLICY.ladder:
        first = wait(step) == 0
        assert step.light == (Light.YELLOW if first else Light.RED)
        assert (step.instrument is Instrument.REMINDER) is first


BROKEN: dict[str, tuple[Callable[[Document], Any], str]] = {
    "a clock without a limit": (lambda policy: policy["obligations"]["deploy"].pop("due"), "obligations.deploy.due"),
    "a clock without a limit for major issues": (
        lambda policy: policy["obligations"]["zero"]["due"].pop("major"),
        "no time limit for major",
    ),
    "no clock at all": (lambda policy: policy.update(obligations={}), "obligations"),
    "a clock that says nothing": (lambda policy: policy["obligations"].update(lunch={}), "obligations.lunch.starts"),
    "an unknown severity": (
        lambda policy: policy["obligations"]["zero"]["due"].update(tiny={}),
        "obligations.zero.due.tiny",
    ),
    "an unknown trigger": (
        lambda policy: policy["obligations"]["zero"].update(starts=["lunch"]),
        "obligations.zero.starts",
    ),
    "a negative limit": (
        lambda policy: policy["obligations"]["zero"]["due"]["major"].update(months=-1),
        "greater than",
    ),
    "a limit in an unknown unit": (
        lambda policy: policy["obligations"]["zero"]["due"]["major"].update(weeks=1),
        "weeks",
    ),
    "a step named twice": (lambda policy: policy["ladder"].append(policy["ladder"][0]), "triage-county"),
    "a step on no clock": (lambda policy: policy["ladder"][0].update(obligation="lunch"), "ladder[0].obligation"),
    "a step before its due time": (lambda policy: policy["ladder"][0].update(after={"days": -1}), "ladder[0].after"),
    "a step that repeats at once": (
        lambda policy: policy["ladder"][0].update(repeat={"every": {"days": 0}}),
        "ladder[0].repeat.every",
    ),
    "a step in no colour": (lambda policy: policy["ladder"][0].update(light="purple"), "ladder[0].light"),
    "an unknown instrument": (lambda policy: policy["ladder"][0].update(instrument="song"), "ladder[0].instrument"),
    "a step with an odd name": (lambda policy: policy["ladder"][0].update(step="a/b"), "ladder[0].step"),
    "a step to nobody": (lambda policy: policy["ladder"][0].pop("to"), "ladder[0].to"),
    "a step to none of several": (lambda policy: policy["ladder"][0].update(to=[]), "ladder[0].to"),
    "an unknown role": (lambda policy: policy["ladder"][0]["to"].update(post="mayor"), "ladder[0].to.post"),
    "an unknown level": (lambda policy: policy["ladder"][0]["to"].update(level="moon"), "ladder[0].to.level"),
    "a supervisor of a supporting unit": (lambda policy: policy["ladder"][0]["to"].update(of="supporting"), "over the"),
    "an unknown channel": (lambda policy: policy["ladder"][0].update(channels=["pigeon"]), "ladder[0].channels"),
    "a negative repeat": (
        lambda policy: policy["ladder"][0].update(repeat={"every": {"days": -1}}),
        "ladder[0].repeat.every.days",
    ),
    "a repeat at most once": (
        lambda policy: policy["ladder"][0].update(repeat={"every": {"days": 1}, "at_most": 1}),
        "ladder[0].repeat.at_most",
    ),
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
    with pytest.raises(DataFileRefused) as caught:
        parse_policy(changed(change))
    assert told in str(caught.value)


@pytest.mark.parametrize("post", ["responsible_person", "unit_head"])
def test_any_post_of_a_unit_may_be_that_of_a_supporting_one(post: str) -> None:
    found = policies.policy(policies.step("late", to={"post": post, "of": "supporting"}))
    assert found.ladder[0].to[0].of == "supporting"


def test_the_text_as_shipped_is_not_broken_by_being_written_again() -> None:
    assert parse_policy(changed(lambda policy: None)) == POLICY


@pytest.mark.parametrize("text", ["", "[]", "13710", "!!python/object/apply:os.getcwd []", "a: [", "\x00"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(DataFileRefused):
        parse_policy(text)


def version(number: int, name: str = DEFAULT_POLICY, **over: Any) -> Policy:
    """Another version of 13710."""
    return parse_policy(changed(lambda policy: policy.update(version=number, name=name, **over)))


def kept(*policies: Policy) -> Policies:
    """Versions that hold for nobody."""
    return Policies(Adoption(policy, None) for policy in policies)


def test_versions_are_counted_not_sorted_as_words() -> None:
    policies = kept(version(10), version(2), version(99, "other"), version(1))
    assert policies.newest().version == 10
    assert policies.of(DEFAULT_POLICY, 2).version == 2
    assert policies.newest("other").version == 99


@pytest.mark.parametrize(("name", "number"), [(DEFAULT_POLICY, 3), ("other", 1)])
def test_a_version_that_was_never_here_is_not_replaced_by_another(name: str, number: int) -> None:
    with pytest.raises(LookupError, match=f"{name} version {number}"):
        kept(version(1), version(2)).of(name, number)


def test_one_version_cannot_say_two_things() -> None:
    with pytest.raises(ValueError, match="13710@1 is there twice"):
        kept(version(1), version(1, time_zone="Asia/Urumqi"))


def test_a_policy_cannot_be_changed_after() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        POLICY.version = 2


_WORKING = {"working_days": 2}


@pytest.mark.parametrize(
    ("said", "limit", "counts"),
    [
        ({}, {"days": 7}, False),
        ({}, {"working_days": 7}, True),
        ({}, {"days": 7, "or_next_working_day": True}, True),
        ({"before": {"days": 1}}, {"days": 7}, False),
        ({"before": _WORKING}, {"days": 7}, True),
        ({"after": _WORKING}, {"days": 7}, True),
        ({"again_if_idle": _WORKING}, {"days": 7}, True),
        ({"repeat": {"every": {"days": 1}}}, {"days": 7}, False),
        ({"repeat": {"every": _WORKING}}, {"days": 7}, True),
        ({"repeat": {"every": {"days": 1}, "until": {"working_days": 9}}}, {"days": 7}, True),
        ({"needs": "first", "lapse": _WORKING}, {"days": 7}, True),
    ],
)
def test_a_policy_knows_whether_anything_under_it_depends_on_working_days(
    said: Document, limit: Document, counts: bool
) -> None:
    steps = (policies.step("first", after={"days": 30}), policies.step("late", **said))
    found = policies.policy(*steps, obligations=policies.due(resolve=limit))
    assert found.counts_working_days is counts
