"""A policy that is sound and odd is taken with a warning: whom its ladder would not find is told beforehand."""

from dataclasses import replace

import pytest

from ledger.policy.reading import check_policy
from tests.ledger.factories import RULES
from tests.ledger.policy.files.policy_files import AT, POLICY, QUIET, told, with_registry
from tests.ledger.stories import Story, reported

UNSUPERVISED = "2019-140522-56-01-900020"
# What is odd: the text, its line and path, and part of what is said.
ODD: dict[str, tuple[str, int, str, str]] = {
    "a clock that no step is about": (
        POLICY.replace(
            "ladder:\n",
            "  verify: {title: {zh: 核查, en: Verify}, starts: [closure_requested], satisfied_by: [closed], "
            "due: {days: 3}}\nladder:\n",
        ), 10, "$.obligations.verify", "nobody hears",
    ),
    "a ladder that ends below the province": (
        POLICY.replace("level: province", "level: city"), 10, "$.ladder", "no step reaches the province",
    ),
    "a light that no step has": (
        POLICY + "lights: {violet: {zh: 紫, en: violet}}\n", 37, "$.lights.violet", "no step has this light",
    ),
    "quiet hours for no step": (
        POLICY + QUIET.replace("[green]", "[blue]"), 37, "$.quiet_hours.lights", "no step ever waits",
    ),
    "clocks to begin anew where none begins when assigned": (
        POLICY.replace("starts: [assigned]", "starts: [accepted]") + "on_transfer: restart\n",
        37, "$.on_transfer", "nothing begins anew",
    ),
    "a region that the registry has not": (
        POLICY + 'applies_to: {regions: ["110000"]}\n', 37, "$.applies_to.regions[0]", "no region 110000",
    ),
    "a category that the registry has not": (
        POLICY + "applies_to: {categories: [weather]}\n", 37, "$.applies_to.categories[0]", "no category weather",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_an_odd_policy_is_taken_with_a_warning(case: str) -> None:
    text, line, path, reason = ODD[case]
    checked = with_registry(text)
    assert checked.policy is not None
    assert [reason in warning.message for warning in checked.warnings if told((warning,)) == [(line, path)]] == [True]


def test_where_clocks_are_kept_on_a_transfer_none_has_to_begin_when_assigned() -> None:
    kept = with_registry(POLICY.replace("starts: [assigned]", "starts: [accepted]") + "on_transfer: keep\n")
    assert "$.on_transfer" not in [warning.path for warning in kept.warnings]


def test_regions_that_nobody_supervises_are_counted_by_where_their_alerts_go() -> None:
    county, city = with_registry(POLICY).warnings
    assert told((county, city)) == [(21, "$.ladder[1].to"), (29, "$.ladder[2].to")]
    assert "109 of 117 regions at county level have no supervisor" in county.message
    assert "alerts pass upward, 78 to the city, 31 to the province" in county.message
    assert city.message.endswith(
        "4 of 11 regions at city level have no supervisor: alerts pass upward, 4 to the province"
    )
    assert ",提醒上转:省级 4 / " in city.message


def test_whom_the_ladder_would_not_find_is_told_with_a_registry_and_a_moment_not_without_either() -> None:
    assert check_policy(POLICY, catalogue=RULES.catalogue).warnings == ()
    assert check_policy(POLICY, at=AT).warnings == ()


def test_only_regions_in_which_the_policy_holds_are_counted() -> None:
    assert with_registry(POLICY + 'applies_to: {regions: ["140105"]}\n').warnings == ()
    (county, city) = with_registry(POLICY + 'applies_to: {regions: ["140321"]}\n').warnings
    assert "1 of 1 regions at county level" in county.message
    assert "1 of 1 regions at city level" in city.message


def test_a_level_relative_to_the_issue_counts_for_all_that_it_may_mean() -> None:
    above = with_registry(POLICY.replace("level: county", "level: above").replace("level: city", "level: above"))
    assert [warning.line for warning in above.warnings] == [21]
    assert "at city level" in above.warnings[0].message


def test_it_is_told_when_alerts_would_reach_no_one_at_all() -> None:
    nobody = replace(RULES.catalogue, posts={})
    county, *_, province = check_policy(POLICY, catalogue=nobody, at=AT).warnings
    assert county.message.endswith(
        "117 of 117 regions at county level have no supervisor; "
        "for 117 nobody is there up to the province, and alerts reach no one"
    )
    assert province.line == 36


def test_what_was_warned_about_passes_upward_when_it_fires() -> None:
    story: Story = reported(project=UNSUPERVISED)
    story.wait(days=30)
    fired = {step.step: step for step in story.sweep()}
    (alert,) = fired["resolve-county"].alerts
    assert (alert.recipient_person_id, alert.recipient_level) == ("supervisor-140000", "province")
    assert alert.vacant_posts == ("supervisor@140522", "supervisor@140500")


@pytest.mark.parametrize("count", [1, 3, 4])
def test_three_of_those_without_anybody_are_named_and_that_there_are_more(count: int) -> None:
    nobody = replace(RULES.catalogue, posts={})
    codes = ["140105", "140106", "140107", "140108"][:count]
    scope = ", ".join(f'"{code}"' for code in codes)
    county, *_ = check_policy(f"{POLICY}applies_to: {{regions: [{scope}]}}\n", catalogue=nobody, at=AT).warnings
    names = [RULES.catalogue.regions[code].name_zh for code in codes]
    assert f"({'、'.join(names[:3])}{'等' if count > 3 else ''})" in county.message
