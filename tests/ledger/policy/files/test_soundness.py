"""A policy that is well formed and makes no sense is refused: each fault with its place in the file and its reason."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.policy.versions import parse_policy, shipped_texts
from tests.ledger.policies import UnsoundPolicy, document, due, policy, step
from tests.ledger.policy.files.unsound import clock, faults

Document = dict[str, Any]


def test_steps_that_need_each_other_are_a_cycle_and_each_is_told() -> None:
    lapse = {"lapse": {"days": 1}}
    found = faults(step("a", needs="c", **lapse), step("b", needs="a", **lapse), step("c", needs="b", **lapse))
    cycle = "步骤互为前提,永远不会触发 / a cycle: each step needs the other, none can fire"
    assert found == [(f"ladder.{index}.needs", cycle) for index in range(3)]


def test_a_step_that_needs_itself_is_a_cycle() -> None:
    assert faults(step("a", needs="a", lapse={"days": 1}))[0][0] == "ladder.0.needs"


def test_a_step_that_needs_one_in_a_cycle_can_never_fire_either() -> None:
    lapse = {"lapse": {"days": 1}}
    found = faults(
        step("a", needs="b", **lapse), step("b", needs="a", **lapse), step("c", needs="a", lapse={"days": 2})
    )
    assert [place for place, _ in found] == ["ladder.0.needs", "ladder.1.needs", "ladder.2.needs"]


def test_a_step_that_needs_one_that_needs_nobody_there_is_no_cycle() -> None:
    lapse = {"lapse": {"days": 1}}
    found = faults(step("a", needs="b", **lapse), step("b", needs="town", **lapse))
    assert found == [("ladder.1.needs", "没有这个步骤 / no step town")]


def test_a_warning_longer_ahead_than_the_limit_can_never_fire() -> None:
    assert faults(step("ahead", before={"days": 40})) == [
        (
            "ladder.0.before",
            "提前量不短于时限本身,永远不会触发 / it lies before the clock starts, so it can never fire",
        )
    ]


@pytest.mark.parametrize(
    ("limit", "longest", "too_long"),
    [
        ({"hours": 2}, {"minutes": 119}, {"hours": 2}),
        ({"days": 7}, {"days": 7}, {"days": 8}),
        ({"days": 7}, {"working_days": 5}, {"working_days": 6}),
        ({"months": 1}, {"days": 31}, {"days": 32}),
        ({"working_days": 2}, {"days": 11}, {"days": 12}),
        ({"days": 1}, {"hours": 37}, {"hours": 38}),
    ],
)
def test_a_warning_is_sound_where_a_week_a_long_month_or_a_holiday_has_room_for_it(
    limit: Document, longest: Document, too_long: Document
) -> None:
    """Counted from ten in the morning; a limit in days ends at midnight."""
    policy(step("ahead", before=longest), obligations=due(resolve=limit))
    assert faults(step("ahead", before=too_long), obligations=due(resolve=limit))[0][0] == "ladder.0.before"


def test_a_warning_that_only_major_issues_have_time_for_is_sound() -> None:
    assert policy(step("ahead", before={"days": 20})).ladder[0].step == "ahead"


def test_a_warning_on_a_clock_for_ordinary_issues_only_is_judged_by_their_limit() -> None:
    ordinary = clock(only={"severities": ["ordinary"]}, due={"ordinary": {"days": 5}, "major": {"months": 1}})
    assert faults(step("ahead", "lunch", before={"days": 20}), obligations=ordinary)[0][0] == "ladder.0.before"


def test_a_repeat_that_ends_before_it_could_come_again_is_no_repeat() -> None:
    assert faults(step("late", repeat={"every": {"days": 3}, "until": {"days": 2}})) == [
        ("ladder.0.repeat.until", "截止早于第一次重复 / it ends before it could come a second time")
    ]


@pytest.mark.parametrize(
    ("every", "until"),
    [
        ({"days": 3}, {"days": 3}),
        ({"days": 3}, {"days": 9}),
        ({"days": 30}, {"months": 1}),
        ({"months": 1}, {"days": 28}),
        ({"working_days": 1}, {"days": 1}),
    ],
)
def test_a_repeat_that_can_come_again_in_some_month_or_week_is_one(every: Document, until: Document) -> None:
    policy(step("late", repeat={"every": every, "until": until}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"after": {"days": 1}}, {"after": {"days": 1}}),
        ({"after": {"minutes": 120}}, {"after": {"hours": 2}}),
        ({"after": {"days": 1}}, {"after": {"hours": 24}}),
        ({"before": {"hours": 48}}, {"before": {"days": 2}}),
    ],
)
def test_two_steps_of_one_clock_at_one_moment_are_told_however_it_is_written(first: Document, second: Document) -> None:
    for one, two in (("one", "two"), ("two", "one")):
        (found,) = faults(step(one, **first), step(two, **second))
        assert found[1] == f"与 {one} 同时触发,请合并或错开 / it falls due at the same moment as {one}"
        assert found[0] == f"ladder.1.{next(iter(second), 'step')}"


def test_two_sheets_after_the_same_lapse_are_at_one_moment() -> None:
    lapse = {"needs": "blue", "lapse": {"days": 1}}
    assert faults(step("blue"), step("one", **lapse), step("two", **lapse))[0][0] == "ladder.2.lapse"


def test_two_clocks_may_have_steps_at_one_moment_and_a_working_day_is_not_a_day() -> None:
    policy(step("one"), step("two", "zero"))
    policy(step("one", after={"days": 2}), step("two", after={"working_days": 2}))
    policy(step("one", before={"days": 1}), step("two", after={"days": 1}))
    policy(step("one", before={"working_days": 1}), step("two", after={"working_days": 1}))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("days", [28, 29, 30, 31])
def test_a_month_is_no_number_of_days(when: str, days: int) -> None:
    """The limit is of a year, so that there is time for either."""
    months = policy(
        step("one", **{when: {"months": 1}}),
        step("two", **{when: {"days": days}}),
        obligations=due(resolve={"days": 365}),
    )
    assert len(months.ladder) == 2


@pytest.mark.parametrize(
    ("whole", "part", "apart"),
    [
        ({"works_stopped": True}, {"works_stopped": False}, ["works_stopped"]),
        ({"works_stopped": False}, {"works_stopped": True}, ["works_stopped"]),
        ({"works_stopped": True}, {"works_stopped": True}, []),
        ({"works_stopped": False}, {}, []),
        ({}, {"works_stopped": True}, []),
        ({"severities": ["major"]}, {"severities": ["ordinary"]}, ["severities"]),
        ({"severities": ["major"]}, {"severities": ["ordinary", "major"]}, []),
        ({"categories": ["land"]}, {"severities": ["ordinary"]}, []),
        ({"categories": ["land"]}, {"categories": ["obstruction"]}, ["categories"]),
        ({"regions": ["140100"]}, {"regions": ["140105"]}, []),
        ({"regions": ["140105"]}, {"regions": ["140200", "140100"]}, []),
        ({"regions": ["140105"]}, {"regions": ["140106"]}, ["regions"]),
        ({"regions": ["140105"]}, {}, []),
    ],
)
def test_a_clock_is_for_some_of_the_issues_that_its_policy_is_for(
    whole: Document, part: Document, apart: list[str]
) -> None:
    known, ladder = clock(only=part), [step("late", "lunch")]
    if apart:
        places = [place for place, _ in faults(*ladder, obligations=known, applies_to=whole)]
        assert places == [f"obligations.lunch.only.{field}" for field in apart]
    else:
        policy(*ladder, obligations=known, applies_to=whole)


@pytest.mark.parametrize("hours", [("22:00", "07:30"), ("12:00", "14:00"), ("07:59", "08:00"), ("08:00", "07:59")])
def test_quiet_hours_may_lie_within_a_day_or_over_midnight(hours: tuple[str, str]) -> None:
    quiet = {"from": hours[0], "to": hours[1], "lights": ["red"]}
    assert policy(step("late"), quiet_hours=quiet).quiet_hours is not None


def test_a_light_of_its_own_is_known_by_its_word() -> None:
    own = policy(step("late", light="purple"), lights={"purple": {"zh": "紫灯", "en": "Purple"}})
    assert (own.light("purple").zh, own.light("red").zh) == ("紫灯", "红")


def test_a_policy_that_says_nothing_of_extensions_needs_no_clock_to_extend() -> None:
    only = {"lunch": clock()["lunch"]}
    assert policy(step("late", "lunch"), obligations=only).approvals.extension.obligations == ("resolve",)


def test_all_faults_are_told_together_in_the_order_of_the_file() -> None:
    found = faults(
        step("late", light="purple"),
        step("late", "lunch"),
        step("x", before={"days": 90}),
        approvals={"extension": {"along": ["lunch"]}},
    )
    assert [place for place, _ in found] == [
        "ladder.0.step",
        "ladder.0.light",
        "ladder.1.step",
        "ladder.1.obligation",
        "ladder.2.before",
        "approvals.extension.along",
    ]


def test_the_error_names_every_place() -> None:
    with pytest.raises(UnsoundPolicy, match=r"ladder\.0\.light: .*; ladder\.1\.obligation"):
        policy(step("late", light="purple"), step("x", "lunch"))


@pytest.mark.parametrize("name", sorted(shipped_texts()))
def test_what_ships_is_sound(name: str) -> None:
    assert parse_policy(shipped_texts()[name]).name == name


CHANGES: list[Callable[[Document], Any]] = [
    lambda one: one["ladder"].append(dict(one["ladder"][0])),
    lambda one: one["ladder"][0].update(light="purple"),
    lambda one: one["ladder"][0].update(obligation="lunch"),
    lambda one: one["ladder"][0].update(before={"days": 99}),
    lambda one: one["ladder"][1].update(needs=one["ladder"][1]["step"], lapse={"days": 1}, after=None),
    lambda one: one["obligations"]["zero"].update(satisfied_by=["assigned"]),
]


@settings(deadline=None, max_examples=40)
@given(name=st.sampled_from(sorted(shipped_texts())), change=st.sampled_from(CHANGES))
def test_one_thing_made_wrong_in_any_policy_that_ships_is_found(name: str, change: Callable[[Document], Any]) -> None:
    wrong = document(name)
    change(wrong)
    with pytest.raises(DataFileRefused):
        parse_policy(yaml.safe_dump(deepcopy(wrong)))
