"""`xiaohao policy simulate`: a clerk sees what a policy would have done, over the ledger or a file, and draws it."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.commands import app
from ledger.mongo.connection import Store
from ledger.policy.versions import shipped_texts
from tests.cli.conftest import Run
from tests.play.histories.visits import DAYS, HEADER, MAPPING


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `xiaohao …` where nothing names a stack."""
    monkeypatch.delenv("XIAOHAO_MONGO_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.fixture
def rows(tmp_path: Path) -> list[str]:
    """The arguments for a file of two rows, each open for weeks."""
    file, mapping = tmp_path / "rows.csv", tmp_path / "visits.yaml"
    lines = [f"{number},{DAYS.format('land', 'no', '2026-04-20T09:00')}\n" for number in range(2)]
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return ["--over", str(file), "--mapping", str(mapping)]


def summary(told: Result) -> dict[str, Any]:
    assert told.exit_code == 0, told.output
    return dict(json.loads(told.stdout.splitlines()[-1]))


def test_a_file_needs_no_stack_and_stands_beside_13710(alone: Run, rows: list[str]) -> None:
    told = alone("policy", "simulate", "three-sheets", *rows, "--json")
    found = summary(told)
    assert (found["policy"], found["against"], found["issues"]) == ("three-sheets@1", "13710@2", 2)
    assert found["by_step"]["resolve-blue"] == {"would": 2, "did": 0}
    assert found["by_step"]["resolve-person"] == {"would": 0, "did": 2}
    assert found["fired"] == sum(step["would"] for step in found["by_step"].values())
    for heading in ("步骤 step", "层级 level", "单位 unit", "周 week", "2 issues, 0 outside"):
        assert heading in told.stdout


def test_the_days_are_counted_that_were_asked_for(alone: Run, rows: list[str]) -> None:
    whole = summary(alone("policy", "simulate", "13710@1", *rows, "--json"))
    april = summary(
        alone("policy", "simulate", "13710@1", *rows, "--from", "2026-04-01", "--to", "2026-04-12", "--json")
    )
    assert set(april["by_week"]) == {"2026-W15"} < set(whole["by_week"])
    assert april["by_week"]["2026-W15"] == whole["by_week"]["2026-W15"]


def test_the_chart_is_an_svg_of_texts_without_scripts(alone: Run, rows: list[str], tmp_path: Path) -> None:
    chart = tmp_path / "weeks.svg"
    told = alone("policy", "simulate", "three-sheets", *rows, "--chart", str(chart))
    assert told.exit_code == 0
    root = ET.fromstring(chart.read_bytes())
    texts = {"".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"每周督办升级次数 / steps fired a week", "three-sheets@1", "13710@2", "2026-W11"} <= texts
    assert b"Noto Sans CJK SC" in chart.read_bytes()
    assert b"<script" not in chart.read_bytes()


def test_a_policy_of_ones_own_is_read_from_its_file(alone: Run, rows: list[str], tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(shipped_texts()["before-due"].replace("name: before-due", "name: ours"), encoding="utf-8")
    assert summary(alone("policy", "simulate", str(file), *rows, "--json"))["policy"] == "ours@1"
    file.write_text(shipped_texts()["before-due"].replace("version: 1", "version: 0"), encoding="utf-8")
    told = alone("policy", "simulate", str(file), *rows)
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith(f"{file}:")
    assert "$.version: " in told.stderr


def test_over_the_ledger_it_stands_beside_what_did(ledger: Store, run: Run) -> None:
    found = summary(run("policy", "simulate", "13710@1", "--json"))
    assert (found["issues"], found["against"], found["did"]) == (3, None, 0)
    assert found["fired"] > 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nobody",), "no policy nobody"),
        (("13710@9",), "13710 version 9"),
        (("13710@x",), "NAME@VERSION"),
        (("gone.yaml",), "no such file"),
        (("13710", "--against", "nobody@1"), "nobody version 1"),
        (("13710", "--from", "2026-03-09", "--to", "2026-03-08"), "begin after it ends"),
    ],
)
def test_what_cannot_be_simulated_is_one_clear_line(
    alone: Run, rows: list[str], arguments: tuple[str, ...], why: str
) -> None:
    told = alone("policy", "simulate", *arguments, *rows)
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
    assert why in told.stderr


@pytest.mark.parametrize(
    "arguments", [("--mapping", "la311"), ("--over", "x.csv"), ("--from", "monday"), ("--chart", "weeks.png")]
)
def test_what_does_not_go_together_is_told_with_its_option(alone: Run, arguments: tuple[str, ...]) -> None:
    told = alone("policy", "simulate", "13710", *arguments)
    assert told.exit_code == 2
    assert arguments[0] in told.stderr or "--over" in told.stderr
