"""Places are of exact values, the same in whatever order projects come; who cannot be compared is told why."""

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from mobile_schema.reports.figure import Kind, Stage
from oversight.ranking.checking import parse_rule
from oversight.ranking.computing import Item, Subject, behind, compute
from oversight.ranking.measures import measures_of
from oversight.ranking.periods import period_of
from oversight.ranking.printed import as_number, printed
from oversight.ranking.rule import Rule
from tests.oversight.ranking.parts import AUGUST, RULE, figure, item, places, ranked, values

SIMPLE = """
name: simple
version: 1
subjects: {by: region, level: city}
indicators:
  - {key: rate, name: 率, of: done_investment, over: plan_year, unit: "%", decimals: 1}
  - {key: projects, name: 项目, count: projects}
score: {sort: rate}
"""
MONEY = some.integers(0, 10**15)
ITEMS = some.lists(some.tuples(some.sampled_from(["140100", "140200", "140300"]), MONEY, MONEY), max_size=30)


def rule(more: str = "", score: str = "{sort: rate}") -> Rule:
    return parse_rule(SIMPLE.replace("score: {sort: rate}", f"score: {score}") + more)


@given(ITEMS, some.randoms(use_true_random=False))
def test_the_order_in_which_projects_come_changes_nothing(
    said: list[tuple[str, int, int]], order: random.Random
) -> None:
    items = [item(str(number), *each) for number, each in enumerate(said)]
    mixed = list(items)
    order.shuffle(mixed)
    assert ranked(items) == ranked(mixed)


@given(ITEMS)
def test_the_sums_of_the_rows_are_those_of_the_whole(said: list[tuple[str, int, int]]) -> None:
    rows = ranked([item(str(number), *each) for number, each in enumerate(said)])
    for key in ("plan", "done", "projects"):
        assert sum((row.values[key] or 0) for row in rows[1:]) == (rows[0].values[key] or 0)


def test_the_order_goes_by_what_is_exact_and_not_by_what_is_printed() -> None:
    rows = ranked([item("a", "140100", 10_000, 6_891), item("b", "140200", 10_000, 6_892), item("c", "140300", 1, 1)])
    assert places(rows) == {"140300": 1, "140200": 2, "140100": 3}
    assert {str(printed(value, 1)) for value in values(rows, "rate").values() if value != 100} >= {"68.9"}


def test_equal_values_share_a_place_and_the_next_one_is_left_out() -> None:
    rows = ranked([item("a", "140200", 2, 1), item("b", "140100", 4, 2), item("c", "140300", 4, 1)])
    assert places(rows) == {"140100": 1, "140200": 1, "140300": 3}


def test_a_rule_may_let_equal_printed_figures_share_or_part_all_by_code() -> None:
    items = [item("a", "140100", 10_000, 6_891), item("b", "140200", 10_000, 6_892), item("c", "140300", 10_000, 6_892)]
    assert places(ranked(items, rule("ties: {on: printed}"))) == {"140100": 1, "140200": 1, "140300": 1}
    assert places(ranked(items, rule("ties: {place: by-order}"))) == {"140200": 1, "140300": 2, "140100": 3}


def test_a_plan_of_zero_and_no_project_at_all_are_no_place_and_no_crash() -> None:
    rows = ranked([item("a", "140100", 0, 5), item("b", "140200", 2, 1)])
    told = {row.subject.code: row.excluded or "" for row in rows}
    assert places(rows) == {"140200": 1, "140100": None, "140300": None}
    assert "不参与排名" in told["140100"]
    assert "没有项目" in told["140300"]
    assert ranked([])[0].values["rate"] is None


def test_half_is_rounded_up_in_print_alone() -> None:
    assert str(printed(Fraction(6_885, 100), 1)) == "68.9"
    assert str(printed(Fraction(-6_885, 100), 1)) == "-68.9"
    assert as_number(printed(Fraction(100), 1)) == 100.0
    assert printed(None, 1) is None


def test_the_first_are_red_above_the_time_that_has_passed_and_the_last_black_below_it() -> None:
    items = [item("a", "140100", 100, 90), item("b", "140200", 100, 66), item("c", "140300", 100, 10)]
    assert [row.lists for row in ranked(items)[1:4]] == [("red",), ("black",), ("black",)]
    exempt = rule(
        "lists: {black: {take: 3, only_if: rate < elapsed, exempt: force_majeure}}\n"
        "exemptions: [{subject: '140300', period: 2019-08, kind: force_majeure, reason: 洪灾}]"
    )
    told = {row.subject.code: (row.lists, row.exempt) for row in ranked(items, exempt)[1:4]}
    assert told["140300"] == ((), "洪灾")


def test_weights_points_quarters_and_sequences_order_as_they_say() -> None:
    items = [item("a", "140100", 100, 50), item("b", "140200", 100, 40), item("c", "140200", 100, 40)]
    assert places(ranked(items, rule(score="{weights: {rate: 0.1, projects: 10}}")))["140200"] == 1
    assert (
        places(ranked(items, rule(score="{points: [{give: projects * 5}, {when: rate < 45, give: -20}]}")))["140100"]
        == 1
    )
    quarterly = rule("quarters: {3: {projects: 1.0}}")
    assert places(ranked(items, quarterly))["140200"] == 1
    assert places(ranked(items, quarterly, period_of("2019-05")))["140100"] == 1
    apart = rule("sequences: [{name: 北, regions: ['140200']}, {name: 中, regions: ['140100']}]")
    rows = ranked(items, apart)
    assert places(rows) == {"140100": 1, "140200": 1, "140300": None}


def test_a_zone_of_which_nobody_said_a_tier_is_in_the_sequence_of_all_zones_alone() -> None:
    zones = [Subject("z1", "甲", "key"), Subject("z2", "乙", "")]
    of_tiers = rule("sequences: [{name: 重, zones: key}, {name: 省, zones: provincial}]")
    of_all = rule("sequences: [{name: 全, zones: all}]")
    told = [
        {row.subject.code: row.sequence for row in compute(by, AUGUST, zones, [], "省")} for by in (of_tiers, of_all)
    ]
    assert [(each["z1"], each["z2"]) for each in told] == [("重", None), ("全", "全")]


def test_too_few_are_not_ranked() -> None:
    items = [item("a", "140100", 100, 50), item("b", "140200", 100, 40), item("c", "140200", 100, 40)]
    assert places(ranked(items, rule("min_items: 2"))) == {"140200": 1, "140100": None, "140300": None}
    assert set(places(ranked(items, rule("min_subjects: 3"))).values()) == {None}


def test_the_identities_hold_of_any_project() -> None:
    kinds, stages, days = [None, *Kind], [None, *Stage], [None, "2019-05-31", "2019-08-31", "2019-11-30"]

    @given(*map(some.sampled_from, (kinds, stages, days, days, [None, True, False])))
    def holds(kind: str | None, stage: str | None, due: str | None, begun: str | None, resumed: bool | None) -> None:
        found = measures_of(figure(kind=kind, stage=stage, due_start=due, started_on=begun, resumed=resumed), AUGUST)
        assert found["due"] - found["late"] + found["early"] == found["started"]
        assert found["resumed"] + found["not_resumed"] + found["carried_terminated"] == found["carried_over"]
        assert found["new"] + found["carried_over"] <= found["projects"] == 1

    holds()


def test_an_identity_that_does_not_hold_is_told() -> None:
    rows = ranked([item("a", "140100", 100, 50)])
    assert "new + carried_over = projects" in rows[0].broken


def test_what_stands_apart_is_in_no_rate_of_a_city_and_what_ended_in_none_at_all() -> None:
    across = Item("x", "x", "140100", "跨市", False, item("x", "140100", 100, 100).measures)
    ended = Item("e", "e", "140100", "终止", True, item("e", "140100", 100, 0, stage="terminated").measures)
    rows = ranked([item("a", "140100", 100, 50), across, ended])
    assert {name: value for name, value in values(rows, "rate").items() if value is not None} == {
        "全省": 75,
        "太原市": 50,
        "跨市": 100,
        "终止": 0,
    }
    assert rows[0].values["projects"] == 3


def test_every_figure_names_the_projects_behind_it() -> None:
    items = [item("a", "140100", 100, 50, kind="new", due_start="2019-06-30"), item("b", "140200", 100, 40)]
    assert [each.id for each in behind(RULE, items, "late", "whole")] == ["a"]
    assert [each.id for each in behind(RULE, items, "done", "140200")] == ["b"]


def test_what_started_before_it_was_to_is_early_and_what_should_have_is_late() -> None:
    late = measures_of(figure(kind="new", due_start="2019-07-31"), AUGUST)
    early = measures_of(figure(kind="new", due_start="2019-10-31", stage="started"), AUGUST)
    assert (late["due"], late["late"], late["started"]) == (1, 1, 0)
    assert (early["due"], early["early"], early["started"]) == (0, 1, 1)
