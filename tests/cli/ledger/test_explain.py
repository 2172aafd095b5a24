"""`xiaohao explain`: a picture and sentences for people, JSON for programs, by 编号 or id."""

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from cli.ledger.explained import show
from ledger.mongo.connection import Store
from mobile_schema.vocabulary import State
from oversight.explain.explanation import explanation
from oversight.explain.told.whole import Explanation
from tests.cli.conftest import Run
from tests.ledger.factories import RULES
from tests.ledger.stories import in_state


def number(ledger: Store) -> tuple[str, str]:
    """The 编号 and id of an issue."""
    issue = ledger["issues"].find_one(sort=[("serial", 1)])
    assert issue is not None
    return issue["serial"], issue["_id"]


def test_it_draws_each_clock_and_says_why_in_both_languages(ledger: Store, run: Run) -> None:
    serial, _ = number(ledger)
    told = run("explain", serial)
    assert told.exit_code == 0
    for word in (serial, "研究部署 Deploy", "已超期 overdue", "◆", "├", "现在 now"):
        assert word in told.stdout
    assert "“反馈”自2026年3月2日(周一)10:00交办起算,限3天" in told.stdout
    assert "'Feedback' runs from Mon 2 Mar 2026 10:00 (assigned), 3 days" in told.stdout


def test_one_language_is_enough_for_who_wants_one(ledger: Store, run: Run) -> None:
    serial, issue_id = number(ledger)
    chinese, english = run("explain", issue_id, "--lang", "zh").stdout, run("explain", serial, "--lang", "en").stdout
    assert "起算" in chinese
    assert "runs from" not in chinese
    assert "runs from" in english
    assert "起算" not in english


def test_json_has_the_data_and_the_sentences(ledger: Store, run: Run) -> None:
    serial, issue_id = number(ledger)
    told = json.loads(run("explain", serial, "--json").stdout)
    assert (told["issue_id"], told["policy"]["name"], told["silence"]) == (issue_id, "13710", None)
    assert [clock["code"] for clock in told["clocks"]] == ["deploy", "feedback", "resolve", "zero"]
    assert len(told["sentences_zh"]) == len(told["sentences_en"]) > 10


def test_an_unknown_number_is_one_clear_line(ledger: Store, run: Run) -> None:
    told = run("explain", "140105-2026-99999")
    assert told.exit_code == 1
    assert told.stderr == "xiaohao: 没有这个问题 / no such issue: 140105-2026-99999\n"


def test_a_url_needs_its_token(run: Run) -> None:
    told = run("explain", "140105-2026-00001", "--url", "http://127.0.0.1:1")
    assert told.exit_code == 1
    assert "--url and --token together" in told.stderr


def drawn(told: Explanation) -> str:
    console = Console(width=80, file=io.StringIO(), record=True)
    show(told, "zh", console)
    return console.export_text()


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_picture_with_the_light_in_words(state: State) -> None:
    story = in_state(state)
    for _ in range(3):
        story.wait(days=5).sweep()
    told = explanation(story.issue, story.envelopes, RULES, story.now)
    picture = drawn(told)
    assert picture.count("├ 03-02 10:00") == len(told.clocks)
    assert picture.count("灯 → ") >= len(told.firings)
    assert ("┄" in picture.partition("起 start")[0]) is (state is State.SUSPENDED)


def test_an_issue_whose_policy_gives_it_no_clock_is_drawn_all_the_same() -> None:
    story = in_state(State.ASSIGNED)
    told = explanation(story.issue, story.envelopes, RULES, story.now)
    assert story.issue.serial in drawn(replace(told, clocks=(), coming=(), firings=()))
