"""What others wrote is shown on a terminal as text, wherever a command prints it."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from rich.console import Console

from channels.endpoints.endpoint import ChannelKind
from cli.channels.lines import json_line, line
from cli.ledger.explained import show
from cli.policy.tables import tables
from cli.ranking.shown import show_ranking
from cli.terminal.refusing import one_clear_line
from cli.watch.shown import show_campaign
from ledger.groundwork.seen_text import hides
from ledger.mongo.connection import Store
from ledger.policy import words
from mobile_schema.vocabulary import State
from oversight.explain.explanation import explanation
from stack.processes.faults import StackError
from tests.cli.conftest import Run
from tests.factories import OWN_REGISTRY
from tests.ledger.factories import RULES, START
from tests.ledger.stories import in_state

HOSTILE = "坏\x1b[2J\x9b31m\n1 条死信 / 0 dead letter(s)\u202e\u200b[red]坏[/red]"


CLOSING = "[/blue]"


def assert_is_told_as_text(table: str) -> None:
    """It has the names as they were written."""
    assert is_text(table)
    assert [each for each in ("[red]坏[/red]", CLOSING) if each not in table] == []


def is_text(told: str) -> bool:
    return not any(hides(each) for each in told.split("\n"))


def test_dead_letters(ledger: Store, run: Run) -> None:
    ledger["dead_letters"].update_many({}, {"$set": {"detail": HOSTILE, "faults": [{"message": HOSTILE}]}})
    (letter,) = ledger["dead_letters"].find({})
    listed, lines = run("deadletters", "list").stdout, run("deadletters", "list", "--json").stdout
    shown = run("deadletters", "show", letter["_id"]).stdout
    assert len(listed.splitlines()) == 2
    assert all(is_text(told) for told in (listed, lines, shown))
    assert json.loads(lines)["detail"] == json.loads(shown)["detail"] == HOSTILE


def test_explanations() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    told = explanation(story.issue, story.envelopes, RULES, story.now)
    clocks = tuple(replace(clock, title_zh=HOSTILE, title_en=HOSTILE) for clock in told.clocks)
    out = io.StringIO()
    show(replace(told, clocks=clocks, sentences_zh=(HOSTILE,), sentences_en=(HOSTILE,)), "both", Console(file=out))
    assert is_text(out.getvalue())
    assert "[red]坏" in out.getvalue()


def test_explanations_as_json(ledger: Store, run: Run) -> None:
    ledger["persons"].update_many({}, {"$set": {"name": HOSTILE}})
    issue = ledger["issues"].find_one({})
    assert issue is not None
    told = run("explain", issue["serial"], "--json").stdout
    assert is_text(told)
    assert is_text(run("explain", issue["serial"]).stdout)


@pytest.mark.parametrize("markdown", [False, True])
def test_policies(markdown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(HOSTILE,) * len(words.OBLIGATION_HEADS)]
    monkeypatch.setattr(words, "obligation_rows", lambda policy: rows)
    told = tables(RULES.policies.newest(), markdown=markdown)
    assert is_text(told)
    assert "[red]坏[/red]" in told


def test_faults_of_an_import(store: Store, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(OWN_REGISTRY.replace("id: wang", 'id: "w\\x1b[2Jang"'), encoding="utf-8")
    told = run("registry", "import", str(file))
    assert told.exit_code == 1
    assert "invisible characters" in told.stderr
    assert is_text(told.stderr)


def test_endpoints() -> None:
    told = {"id": "one", "kind": ChannelKind.WECOM, "state": "failing", "queued": 1, "rank": 1, "address": HOSTILE}
    told |= {"persons": [HOSTILE], "regions": [], "posts": [], "failing_since": None, "last_error": HOSTILE}
    shown = line(told | {"failing_since": START})
    assert is_text(shown)
    assert len(shown.split("\n")) == 2
    assert is_text(json_line(told))
    assert json.loads(json_line(told))["last_error"] == HOSTILE


def test_refusals(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), one_clear_line():
        raise StackError(HOSTILE)
    told = capsys.readouterr().err
    assert is_text(told)
    assert len(told.splitlines()) == 1


def test_rankings(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"subject": HOSTILE, "sequence": HOSTILE, "place": 1, "previous": None, "values": {"n": 1}, "excluded": None}
    indicator = {"key": "n", "name": HOSTILE, "unit": CLOSING}
    rule = {"title": HOSTILE, "name": "x", "version": "1", "indicators": [indicator]}
    rows = [row | {"lists": [], "exempt": HOSTILE}, row | {"lists": [], "exempt": None, "excluded": CLOSING}]
    show_ranking({"rule": rule, "period": "2019-08", "sort": "n", "items": rows})
    assert_is_told_as_text(capsys.readouterr().out)


def test_campaigns(capsys: pytest.CaptureFixture[str]) -> None:
    indicator = {"key": "n", "name": HOSTILE, "unit": CLOSING, "unknown": HOSTILE}
    campaign = {"title": HOSTILE, "name": "x", "version": "1", "indicators": [indicator]}
    reached = {"value": 1, "done": 1, "light": "red", "expected": 2}
    rows = [{"subject": HOSTILE, "code": "140105", "light": "red", "values": {"n": reached}}]
    matters = [{"serial": "S", "code": "140105", "figure": "n", "behind": True}]
    show_campaign({"campaign": campaign, "day": "2019-06-30", "items": rows, "matters": matters})
    assert_is_told_as_text(capsys.readouterr().out)
