"""`xiaohao policy`: a clerk's file is checked line by line, entered, adopted, shown, and open issues moved to it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.commands import app
from ledger.mongo.connection import Store
from ledger.policy.schema import policy_schema
from ledger.policy.versions import shipped_text, shipped_texts
from tests.api.parts import CITY, COUNTY, PROVINCE, Scene, served
from tests.cli.conftest import Run
from tests.databases import Databases

OURS = shipped_text("13710@1").replace('name: "13710"', "name: ours")
NEXT = OURS.replace("version: 1", "version: 2").replace(
    "resolve, after: {days: 1}, light: red", "resolve, after: {days: 2}, light: red"
)


def written(folder: Path, text: str) -> str:
    file = folder / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `xiaohao …` where nothing names a stack."""
    monkeypatch.delenv("XIAOHAO_MONGO_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_a_sound_file_passes_the_check_without_any_stack(alone: Run, tmp_path: Path) -> None:
    told = alone("policy", "check", written(tmp_path, OURS))
    assert (told.exit_code, told.stderr) == (0, "")
    assert "no fault, 0 warning(s): ours@1" in told.stdout


def test_every_fault_is_told_with_file_and_line(alone: Run, tmp_path: Path) -> None:
    file = written(tmp_path, OURS.replace("version: 1", "version: 0").replace("{post: supervisor,", "{post: boss,", 1))
    told = alone("policy", "check", file)
    first, second = told.stderr.splitlines()
    assert told.exit_code == 1
    assert first.startswith(f"{file}:4: $.version: ")
    assert second.startswith(f"{file}:40: $.ladder[0].to.post: ")


def test_with_a_stack_it_is_told_where_nobody_supervises(store: Store, run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, OURS)
    told = run("policy", "check", file, "--table")
    assert told.exit_code == 0
    assert f"{file}:40: 提示 warning: $.ladder[0].to: " in told.stderr
    assert "109 of 117 regions at county level have no supervisor" in told.stderr
    assert "no fault, 2 warning(s)" in told.stdout
    assert "县级督办人员 county supervisor" in told.stdout


def test_a_file_that_is_not_there_is_one_line(alone: Run, tmp_path: Path) -> None:
    told = alone("policy", "check", str(tmp_path / "nowhere.yaml"))
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)


def test_the_schema_is_printed(alone: Run) -> None:
    assert json.loads(alone("policy", "schema").stdout) == policy_schema()


def test_what_ships_is_shown_without_any_stack(alone: Run) -> None:
    assert alone("policy", "show", "three-sheets", "--shipped").stdout == shipped_texts()["three-sheets"]
    table = alone("policy", "show", "three-sheets", "--shipped", "--table").stdout
    assert "蓝 blue" in table
    assert (
        "| resolve-blue | 解决 |"
        in alone("policy", "show", "three-sheets@1", "--shipped", "--table", "--markdown").stdout
    )


@pytest.mark.parametrize("named", ["nowhere", "13710@7", "13710@x", "13710@"])
def test_what_is_not_there_is_one_line(alone: Run, named: str) -> None:
    told = alone("policy", "show", named, "--shipped")
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)


def test_a_version_is_entered_once_and_shown_as_it_was_entered(store: Store, run: Run, tmp_path: Path) -> None:
    text = f"# 省办定稿\n{OURS}"
    for _ in range(2):
        assert "entered ours@1; it holds for nobody yet" in run("policy", "enter", written(tmp_path, text)).stdout
    assert run("policy", "show", "ours").stdout == text
    changed = run("policy", "enter", written(tmp_path, text.replace("days: 7", "days: 8")))
    assert (changed.exit_code, len(changed.stderr.splitlines())) == (1, 3)
    assert "give this one the next version" in changed.stderr


def test_an_unsound_file_is_not_entered(store: Store, run: Run, tmp_path: Path) -> None:
    told = run("policy", "enter", written(tmp_path, OURS.replace("triage-city", "triage-county")))
    assert told.exit_code == 1
    assert ":40: $.ladder[0].step: " in told.stderr
    assert store["policies"].find_one({"name": "ours"}) is None


def line_of(told: Result, name: str, version: int) -> str:
    """The line of a version in the list."""
    (line,) = [line for line in told.stdout.splitlines() if line.split()[:2] == [name, str(version)]]
    return line


def test_the_list_tells_since_when_for_what_and_how_many_issues(ledger: Store, run: Run, tmp_path: Path) -> None:
    run("policy", "enter", written(tmp_path, OURS))
    told = run("policy", "list")
    assert line_of(told, "13710", 1).split()[2:6] == ["一直", "always", "全部", "all"]
    assert " 3 " in line_of(told, "13710", 1)
    assert "阻工扰工" in line_of(told, "obstruction", 1)
    assert "未采用 not adopted" in line_of(told, "ours", 1)


def test_a_version_holds_from_midnight_in_the_deployments_zone(store: Store, run: Run, tmp_path: Path) -> None:
    run("policy", "enter", written(tmp_path, OURS))
    told = run("policy", "adopt", "ours@1", "--from", "2199-04-01", "--yes")
    assert told.exit_code == 0
    assert "生效 from: 2199-04-01 00:00 Asia/Shanghai" in told.stdout
    stored = store["policies"].find_one({"_id": "ours@1"})
    assert stored is not None
    assert stored["holds_from"] == datetime(2199, 3, 31, 16, tzinfo=UTC)
    assert "2199-04-01 00:00" in line_of(run("policy", "list"), "ours", 1)


def test_nothing_is_adopted_without_a_yes(store: Store, run: Run, tmp_path: Path) -> None:
    run("policy", "enter", written(tmp_path, OURS))
    assert run("policy", "adopt", "ours@1", "--from", "now").exit_code == 1
    assert "未采用" in line_of(run("policy", "list"), "ours", 1)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("ours@1", "--from", "2020-01-01"), "a moment in the past"),
        (("ours@9", "--from", "2199-01-01"), "ours version 9 is not known"),
        (("ours@1", "--from", "1 April"), "should be a date"),
    ],
)
def test_what_cannot_be_adopted_is_told_why(
    store: Store, run: Run, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    run("policy", "enter", written(tmp_path, OURS))
    told = run("policy", "adopt", *arguments, "--yes")
    assert told.exit_code != 0
    assert reason in " ".join(told.stderr.replace("│", " ").split())


@pytest.fixture(scope="module")
def scene(databases: Databases, kafka_bootstrap: str) -> Iterator[Scene]:
    """The app served, with four issues assigned under 13710."""
    with databases.one() as mongo_url:
        made = Scene(mongo_url, kafka_bootstrap)
        try:
            with served(made.settings, made.store) as url:
                made.url = url
                made.ready()
                for _ in range(4):
                    made.issue()
                yield made
        finally:
            made.close()


def moved(scene: Scene, person: str, old: str, new: str, *more: str) -> Result:
    """`xiaohao policy move` by someone, over the API."""
    target = ("--url", scene.url, "--token", scene.tokens[person], "--reason", "省办〔2026〕3号", "--yes")
    return CliRunner().invoke(app, ("policy", "move", old, new, *target, *more), catch_exceptions=False)


def under(scene: Scene, name: str) -> int:
    return scene.store["issues"].count_documents({"policy": name})


def test_open_issues_are_counted_moved_once_and_the_move_is_in_their_history(scene: Scene) -> None:
    assert "4 open issue(s)" in moved(scene, PROVINCE, "13710@2", "before-due@1", "--dry-run").stdout
    assert under(scene, "13710") == 4
    asked = moved(scene, PROVINCE, "13710@2", "obstruction@1", "--dry-run").stdout
    assert "4 of them outside the new version's scope" in asked
    told = moved(scene, PROVINCE, "13710@2", "before-due@1")
    assert "outside" not in told.stdout
    assert (told.exit_code, under(scene, "before-due")) == (0, 4)
    assert "4 moved, 0 ended or moved by others meanwhile, 0 refused" in told.stdout
    events = list(scene.store["events"].find({"type": "policy.moved.v1"}))
    assert [(event["actor"]["person_id"], event["data"]["reason"]) for event in events] == [
        (PROVINCE, "省办〔2026〕3号")
    ] * 4
    again = moved(scene, PROVINCE, "13710@2", "before-due@1")
    assert (again.exit_code, "0 open issue(s)" in again.stdout) == (0, True)
    assert moved(scene, PROVINCE, "before-due@1", "13710@2").exit_code == 0


@pytest.mark.parametrize("person", [COUNTY, CITY])
def test_who_may_not_move_them_is_told_so_for_each(scene: Scene, person: str) -> None:
    told = moved(scene, person, "13710@2", "three-sheets@1")
    assert told.exit_code == 1
    assert "0 moved, 0 ended or moved by others meanwhile, 4 refused" in told.stdout
    assert told.stderr.count("a supervisor of the province must approve it") == 4
    assert under(scene, "13710") == 4


def test_a_version_that_nobody_knows_stops_before_the_first_issue(scene: Scene) -> None:
    told = moved(scene, PROVINCE, "13710@2", "13710@7")
    assert (told.exit_code, told.stderr.count("no policy 13710 version 7")) == (1, 1)
