"""A file goes through the whole stack: all of it on the ledger, once, and through to closure at its own dates."""

import asyncio
import csv
import io
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console

from play.client.credentials import Target
from play.demo.run import play
from play.demo.stage import Stage
from stack.processes.ports import free_port
from tests.exchange.tables.works import HEADER
from tests.processes import xiaohao
from tests.streams.parts import until


@dataclass(frozen=True)
class Running:
    """A stack with samples, on which the tests of this file run in order, since its clock only moves forward."""

    data: Path
    target: Target

    def replay(self, file: Path, mapping: Path | str, *options: str) -> subprocess.CompletedProcess[str]:
        """`xiaohao replay`, as a user runs it."""
        return self.run("replay", str(file), "--mapping", str(mapping), "--data", str(self.data), *options)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`xiaohao …`."""
        return xiaohao(*arguments)

    def get(self, path: str, **params: str) -> Any:
        """What the API answers to a supervisor of the province."""
        headers = {"Authorization": f"Bearer {self.target.province()}"}
        return httpx.get(f"{self.target.url}{path}", headers=headers, params=params).raise_for_status().json()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A stack of this file's own, since it moves the clock."""
    data = tmp_path_factory.mktemp("replayed")
    with Stage(data, free_port()) as stage:
        yield Running(data, stage.ready())


@pytest.fixture
def mapping_file(tmp_path: Path, mapping_text: str) -> Path:
    """The small mapping as a file."""
    file = tmp_path / "works.yaml"
    file.write_text(mapping_text, encoding="utf-8")
    return file


def written(file: Path, *rows: str) -> Path:
    file.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return file


def counts(told: subprocess.CompletedProcess[str]) -> dict[str, int]:
    return dict(json.loads(told.stdout.splitlines()[-1]))


def test_the_demos_month_happens_as_told(running: Running) -> None:
    console = Console(record=True, width=200, file=io.StringIO())
    asyncio.run(play(running.target, console))
    told = console.export_text()
    for state in ("已销号", "不合格退回", "separation-of-duties", "['already', 'already', 'already']", "police_110"):
        assert state in told
    assert "supervisor-140105) → 韩立群(supervisor-140100) → 程致远(supervisor-140000)" in told
    assert "下一步:" in told, "the late issue is explained"
    assert "“2026-02-30”没有这一天" in told, "a row of the clerk's ledger that stays out says why"
    explained = [line for line in told.splitlines() if "“研究部署”督办单·红灯" in line]
    assert "送山西省督办人员程致远" in explained[-1]
    assert "\n44 个问题" in told


def test_rows_are_walked_to_their_closure_at_their_own_dates(
    running: Running, tmp_path: Path, mapping_file: Path
) -> None:
    file = written(
        tmp_path / "closed.csv",
        "late,2026-05-01 10:00,37.7,112.5,papers,,A,逾期,2026-05-12 09:00,2026-05-05 09:00,2026-05-06 09:00",
        "quick,2026-05-02 10:00,37.7,112.5,pipes,,A,当日办结,2026-05-02 15:00,,",
        "grave,2026-05-03 10:00,,,pipes,heavy,A,重大,2026-05-04 10:00,2026-05-03 11:00,2026-05-03 12:00",
        "open,2026-05-03 09:00,37.7,112.5,papers,,A,未办结,,2026-05-03 10:00,2026-05-04 10:00",
        "odd,2026-05-04 09:00,37.7,112.5,pipes,,A,先办结后上报,2026-05-01 09:00,,",
        "gone,2026-05-04 08:00,37.7,112.5,papers,withdrawn,A,已撤回,2026-05-05 10:00,2026-05-04 09:00,",
        "gone-in-triage,2026-05-04 08:00,37.7,112.5,rubble,withdrawn,A,无人认领,2026-05-05 10:00,,",
        "never,2026-05-04 09:00,37.7,112.5,pipes,,A,x,some day,,",
    )
    told = running.replay(file, mapping_file, "--through-closure", "--json")
    assert told.returncode == 0, told.stderr
    assert counts(told) == {"rows": 8, "accepted": 7, "in_ledger": 7, "already": 0, "refused": 1}
    assert "4 struck off, 2 voided, 1 still open, 0 stuck" in told.stdout
    assert "resolve-city 1" in told.stdout
    with (running.data / "closed.refused.csv").open(encoding="utf-8-sig", newline="") as text:
        assert [(row["no"], row["xiaohao_reason"][:4]) for row in csv.DictReader(text)] == [("never", "done")]

    issues = {issue["description"]: issue for issue in running.get("/v1/issues", limit="200")["items"]}
    late = running.get(f"/v1/issues/{issues['逾期 (late)']['id']}/history")["items"]
    done = [(event["type"], event["at"][:13]) for event in late if not event["type"].startswith("escalation.")]
    assert done == [
        ("issue.reported.v1", "2026-05-01T02"),
        ("issue.assigned.v1", "2026-05-01T02"),
        ("issue.accepted.v1", "2026-05-05T01"),
        ("plan.filed.v1", "2026-05-06T01"),
        ("progress.reported.v1", "2026-05-06T01"),
        ("closure.requested.v1", "2026-05-12T01"),
        ("issue.closed.v1", "2026-05-12T01"),
    ]
    escalated = [event["data"] for event in late if event["type"] == "escalation.fired.v1"]
    fired = [step for step in escalated if "-ahead" not in step["step"]]
    assert [(step["step"], step["due_at"][5:10]) for step in fired] == [
        ("deploy-person", "05-01"),
        ("deploy-county", "05-02"),
        ("deploy-city", "05-03"),
        ("feedback-person", "05-04"),
        ("feedback-county", "05-05"),
        ("resolve-person", "05-08"),
        ("resolve-county", "05-09"),
        ("resolve-city", "05-11"),
    ]
    assert all(step["late_ms"] < 60_000 for step in fired), "the clock waited for the sweep at each of them"
    assert issues["重大 (grave)"]["unit_id"].startswith("140000-")
    assert issues["未办结 (open)"]["state"] == "in_progress"
    for withdrawn in ("已撤回 (gone)", "无人认领 (gone-in-triage)"):
        history = running.get(f"/v1/issues/{issues[withdrawn]['id']}/history")["items"]
        ended = history[-1]
        assert (ended["type"], ended["at"][:13], ended["actor"]["role"]) == (
            "issue.voided.v1",
            "2026-05-05T02",
            "supervisor",
        )
        assert not {"issue.accepted.v1", "progress.reported.v1"} & {event["type"] for event in history}
    quick = f"/v1/issues/{issues['当日办结 (quick)']['id']}"
    shown = running.get(quick)["closure"]["evidence"]
    files = {item["kind"]: item["sha256"] for item in shown}
    assert files["connection_record"] is None
    photo = httpx.get(
        f"{running.target.url}{quick}/attachments/{files['site_photo']}",
        headers={"Authorization": f"Bearer {running.target.province()}"},
    )
    assert photo.headers["content-type"] == "image/png"
    assert all(set(issue["flags"]) <= {"no-location"} for issue in issues.values()), "the clock was at each row's date"


HEATING = """\
categories:
  - {code: heating, name_zh: 供暖, name_en: heating, evidence: [site_photo, connection_record], bureau: housing}
"""


def test_a_category_of_the_offices_own_is_walked_too_once_the_registry_has_it(
    running: Running, tmp_path: Path, mapping_text: str
) -> None:
    own, entries = tmp_path / "own.yaml", tmp_path / "heating.yaml"
    own.write_text(mapping_text.replace("pipes: utilities", "pipes: heating"), encoding="utf-8")
    entries.write_text(HEATING, encoding="utf-8")
    file = written(tmp_path / "warm.csv", "warm,2026-05-13 10:00,37.7,112.5,pipes,,A,供暖,2026-05-13 15:00,,")
    told = running.replay(file, own, "--through-closure")
    assert (told.returncode, "the registry has no such category: heating" in told.stderr) == (1, True)
    assert running.run("registry", "import", str(entries), "--data", str(running.data)).returncode == 0
    until(lambda: any(each["code"] == "heating" for each in running.get("/v1/categories")["items"]))
    told = running.replay(file, own, "--through-closure", "--json")
    assert told.returncode == 0, told.stderr
    assert counts(told)["accepted"] == 1
    assert "1 struck off, 0 voided, 0 still open, 0 stuck" in told.stdout


def test_a_ledger_with_later_events_refuses_to_be_walked_again(
    running: Running, tmp_path: Path, mapping_file: Path
) -> None:
    file = written(tmp_path / "again.csv", "a,2026-05-01 10:00,37.7,112.5,pipes,,A,x,2026-05-02 15:00,,")
    told = running.replay(file, mapping_file, "--through-closure", "--json")
    assert told.returncode == 1
    assert counts(told)["accepted"] == 0
    assert "its clock never runs back over them" in told.stderr


def test_every_row_is_on_the_ledger_once_however_often_the_file_comes(
    running: Running, tmp_path: Path, mapping_file: Path
) -> None:
    rows = [
        f"row-{n},2026-05-{n % 28 + 1:02} 10:{n % 60:02},{'' if n % 9 == 0 else 37.7},112.5,pipes,,site {n % 5},x,,,"
        for n in range(50)
    ]
    bad = [
        "row-50,yesterday,37.7,112.5,pipes,,A,x,,,",
        "row-51,2026-05-01 10:00,37.7,112.5,pipes,,A,x",
    ]
    nul = "row-52,2026-05-01 10:00,37.7,112.5,pipes,,A,\0,,,"
    file = written(tmp_path / "fifty.csv", *rows, *bad, nul)
    before = len(running.get("/v1/issues", limit="200")["items"])

    first = running.replay(file, mapping_file, "--json")
    assert first.returncode == 0, first.stderr
    assert counts(first) == {"rows": 53, "accepted": 50, "in_ledger": 50, "already": 0, "refused": 3}
    assert len(running.get("/v1/issues", limit="200")["items"]) == before + 50

    second = running.replay(file, mapping_file, "--json")
    assert second.returncode == 0, second.stderr
    assert counts(second) == {"rows": 53, "accepted": 0, "in_ledger": 50, "already": 50, "refused": 3}
    assert len(running.get("/v1/issues", limit="200")["items"]) == before + 50
    with (running.data / "fifty.refused.csv").open(encoding="utf-8-sig", newline="") as text:
        assert [row["no"] for row in csv.DictReader(text)] == ["row-50", "row-51", "row-52"]
    assert running.run("ledger", "rebuild", "--check", "--data", str(running.data)).returncode == 0


def test_one_token_by_hand_is_enough_to_report_and_too_little_to_close(
    running: Running, tmp_path: Path, mapping_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = written(tmp_path / "one.csv", "one,2020-02-01 10:00,37.7,112.5,pipes,,A,x,,,")
    token = running.target.people["inspector-140105-1"].token
    where = ("--url", running.target.url, "--token", token)
    assert counts(running.run("replay", str(file), "--mapping", str(mapping_file), *where, "--json"))["accepted"] == 1
    told = running.run("replay", str(file), "--mapping", str(mapping_file), *where, "--through-closure")
    assert (told.returncode, "it needs --data" in told.stderr) == (1, True)
    wrong = running.run("replay", str(file), "--mapping", str(mapping_file), *where[:3], "xh_wrong")
    assert (wrong.returncode, "does not accept the token" in wrong.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.csv", "--mapping", "la311"], "no such file: nowhere.csv"),
        ([__file__, "--mapping", "la312"], "that ships (la311)"),
        ([__file__, "--mapping", "la311"], "mapping la311 needs the column(s)"),
        ([__file__, "--mapping", __file__], "not YAML"),
    ],
)
def test_what_cannot_begin_says_why_in_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    told = xiaohao("replay", *arguments, "--data", str(tmp_path))
    assert told.returncode == 1
    assert said in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_without_a_running_stack_it_says_how_to_start_one(tmp_path: Path, mapping_file: Path) -> None:
    file = written(tmp_path / "one.csv", "one,2020-02-01 10:00,37.7,112.5,pipes,,A,x,,,")
    told = xiaohao("replay", str(file), "--mapping", str(mapping_file), "--data", str(tmp_path))
    assert told.returncode == 1
    assert f"xiaohao up --data {tmp_path}" in told.stderr
