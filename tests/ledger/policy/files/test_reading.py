"""A policy file is checked: each fault in words with its line, by the check and by the published schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ledger.groundwork.yaml_lines import DataFileRefused, YamlFile
from ledger.policy.reading import check_policy
from ledger.policy.schema import policy_schema
from ledger.policy.versions import parse_policy, shipped_texts
from tests.checkout import CHECKOUT
from tests.ledger.policy.files.policy_files import POLICY, QUIET, told, with_registry


def test_a_sound_policy_is_taken_without_a_word() -> None:
    checked = check_policy(POLICY + QUIET)
    assert (checked.faults, checked.warnings) == ((), ())
    assert checked.policy == parse_policy(POLICY + QUIET)


@pytest.mark.parametrize("name", sorted(shipped_texts()))
def test_what_ships_has_neither_faults_nor_oddities(name: str) -> None:
    checked = check_policy(shipped_texts()[name])
    assert (checked.faults, checked.warnings) == ((), ())


# What is wrong: the text, its line and path, and part of what is said.
BROKEN: dict[str, tuple[str, int, str, str]] = {
    "a cycle": (
        POLICY.replace("    light: yellow\n", "    needs: province\n    lapse: {days: 1}\n    light: yellow\n"),
        19, "$.ladder[1].needs", "a cycle: each step needs the other, none can fire",
    ),
    "an unknown role": (
        POLICY.replace("{post: responsible_person}", "{post: boss}"),
        16, "$.ladder[0].to.post", "'responsible_person', 'unit_head' or 'supervisor'",
    ),
    "a supervisor without a level": (
        POLICY.replace(", level: county", ""), 21, "$.ladder[1].to", "a supervisor is named with a level",
    ),
    "a negative repeat": (
        POLICY.replace("{every: {days: 1}", "{every: {days: -1}"),
        22, "$.ladder[1].repeat.every.days", "不得小于 0",
    ),
    "a repeat at once": (
        POLICY.replace("{every: {days: 1}", "{every: {days: 0}"),
        22, "$.ladder[1].repeat.every", "a span must be longer than nothing",
    ),
    "a repeat that ends before it comes": (
        POLICY.replace("at_most: 3", "until: {hours: 1}"), 22, "$.ladder[1].repeat.until", "before it could come",
    ),
    "two steps at one moment": (
        POLICY.replace("needs: city\n    lapse: {days: 3}", "needs: county\n    lapse: {days: 3}"),
        33, "$.ladder[3].lapse", "at the same moment as city",
    ),
    "two steps when it falls due": (
        POLICY.replace("    before: {days: 1}\n", ""), 16, "$.ladder[1].step", "at the same moment as ahead",
    ),
    "two steps at one moment, told in other units": (
        POLICY.replace("needs: city\n    lapse: {days: 3}", "needs: county\n    lapse: {hours: 72}"),
        33, "$.ladder[3].lapse", "at the same moment as city",
    ),
    "a step that lies before its clock": (
        POLICY.replace("before: {days: 1}", "before: {days: 8}"), 13, "$.ladder[0].before", "it can never fire",
    ),
    "a clock that never starts": (
        POLICY.replace("    due:", "    only: {categories: [land]}\n    due:")
        + "applies_to: {categories: [funding]}\n",
        9, "$.obligations.resolve.only.categories", "so it never starts",
    ),
    "a clock of regions elsewhere": (
        POLICY.replace("    due:", '    only: {regions: ["140200"]}\n    due:') + 'applies_to: {regions: ["140100"]}\n',
        9, "$.obligations.resolve.only.regions", "so it never starts",
    ),
    "a clock satisfied by what starts it": (
        POLICY.replace("[closure_requested]", "[closed, assigned]"),
        8, "$.obligations.resolve.satisfied_by", "satisfies it at once: assigned",
    ),
    "a limit for one severity only": (
        POLICY.replace("due: {days: 7}", "due: {major: {days: 7}}"),
        9, "$.obligations.resolve.due", "no time limit for ordinary",
    ),
    "a negative limit": (
        POLICY.replace("due: {days: 7}", "due: {days: -7}"), 9, "$.obligations.resolve.due.days", "不得小于 0",
    ),
    "a limit in mixed units": (
        POLICY.replace("due: {days: 7}", "due: {days: 7, hours: 1}"), 9, "$.obligations.resolve.due", "do not mix",
    ),
    "a step on no clock": (
        POLICY.replace("obligation: resolve", "obligation: resolved", 1),
        12, "$.ladder[0].obligation", "no obligation resolved",
    ),
    "a step that needs nobody": (
        POLICY.replace("needs: city", "needs: town"), 32, "$.ladder[3].needs", "no step town",
    ),
    "a step that is needed for no time": (
        POLICY.replace("    lapse: {days: 3}\n", "", 1), 25, "$.ladder[2].needs", "needs and lapse belong together",
    ),
    "a lapse of nothing needed": (
        POLICY.replace("    needs: county\n", ""), 23, "$.ladder[2].needs", "needs and lapse belong together",
    ),
    "one name for two steps": (
        POLICY.replace("step: ahead", "step: county").replace("step: county\n", "step: ahead\n"),
        11, "$.ladder[0].step", "two steps are called ahead",
    ),
    "a light without a word": (
        POLICY.replace("light: green", "light: violet"), 14, "$.ladder[0].light", "no light violet",
    ),
    "a word that is no event": (
        POLICY.replace("starts: [assigned]", "starts: [begun]"), 7, "$.obligations.resolve.starts[0]", "'triaged'",
    ),
    "a number for a name": (POLICY.replace("name: sample", "name: 13710"), 1, "$.name", "应为文本"),
    "a misspelt key": (
        POLICY.replace("before: {days: 1}", "befor: {days: 1}"), 13, "$.ladder[0].befor", "未知字段",
    ),
    "a time of day without quotes": (
        POLICY + QUIET.replace('"22:00"', "22:00"), 37, "$.quiet_hours.from", "needs quotes",
    ),
    "a region that is none": (
        POLICY + 'applies_to: {regions: ["140001"]}\n', 37, "$.applies_to.regions[0]", "not a GB/T 2260 region code",
    ),
    "an extension of no clock": (
        POLICY + "approvals: {extension: {obligations: [verify]}}\n",
        37, "$.approvals.extension.obligations", "no obligation verify",
    ),
    "a time zone that is none": (
        POLICY + "time_zone: Asia/Taiyuan\n", 37, "$.time_zone", "no time zone 'Asia/Taiyuan'",
    ),
    "an anchor": (POLICY.replace("{days: 7}", "&week {days: 7}"), 9, "$", "anchors and aliases"),
    "a key twice": (POLICY + "version: 2\n", 37, "$.version", "stands in line 2 already"),
    "nothing": ("", 1, "$", "the file is empty"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_policy_is_refused_with_line_path_and_reason(case: str) -> None:
    text, line, path, reason = BROKEN[case]
    checked = with_registry(text)
    assert checked.policy is None
    assert (line, path) in told(checked.faults)
    message = next(fault.message for fault in checked.faults if (fault.line, fault.path) == (line, path))
    assert reason in message
    assert any("一" <= mark <= "鿿" for mark in message), "Chinese first"
    with pytest.raises(DataFileRefused) as refused:
        parse_policy(text)
    assert refused.value.faults == checked.faults


def test_every_fault_is_told_once_in_the_order_of_the_lines() -> None:
    text = POLICY.replace("due: {days: 7}", "due: {days: -7}").replace("light: green", "light: Grün")
    assert told(check_policy(text).faults) == [(9, "$.obligations.resolve.due.days"), (14, "$.ladder[0].light")]


def test_the_published_schema_is_this_one() -> None:
    import json

    committed = CHECKOUT / "docs" / "policy.schema.json"
    assert json.loads(committed.read_text("utf-8")) == policy_schema(), (
        "run: xiaohao policy schema > docs/policy.schema.json"
    )


@pytest.mark.parametrize("text", [*shipped_texts().values(), POLICY, POLICY + QUIET])
def test_what_the_check_takes_the_schema_takes(text: str) -> None:
    import yaml

    schema = policy_schema()
    Draft202012Validator.check_schema(schema)
    assert not list(Draft202012Validator(schema).iter_errors(yaml.safe_load(text)))


def test_the_schema_refuses_what_has_the_wrong_shape() -> None:
    import yaml

    validator = Draft202012Validator(policy_schema())
    for case in ("an unknown role", "a negative repeat", "a misspelt key", "a number for a name", "a negative limit"):
        assert list(validator.iter_errors(yaml.safe_load(BROKEN[case][0]))), case


@given(st.lists(st.sampled_from([*POLICY.splitlines(), "  - ", "&a", "[", "}", "x: 1", "!!set"]), max_size=40))
def test_whatever_is_in_a_file_it_is_taken_or_refused_in_words(lines: list[str]) -> None:
    checked = with_registry("\n".join(lines))
    assert (checked.policy is None) == bool(checked.faults)
    assert all(fault.line >= 1 and fault.message for fault in checked.faults + checked.warnings)


def test_a_path_names_the_line_of_the_nearest_thing_that_the_file_has() -> None:
    file = YamlFile(POLICY)
    assert file.line_of(("ladder", 2, "lapse")) == 26
    assert file.line_of(("ladder", 2, "after")) == 23
    assert file.line_of(("nowhere",)) == 1
