"""The cases that people reported elsewhere, replayed on a real stack: nothing vanishes, nothing comes in twice."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes import xiaohao
from tests.stacks import Up


@pytest.fixture(scope="module")
def cases(shared: Path) -> Path:
    """The folder of cases; the tests are skipped where there is none."""
    folder = shared / "cases"
    if not folder.is_dir():
        pytest.skip(f"no {folder.name}/ in {shared.name}/ beside the checkout")
    return folder


@pytest.fixture(scope="module")
def stack(cases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A stack of this file's own: what is walked to its closure needs a ledger without later events."""
    with Up(tmp_path_factory.mktemp("cases")) as stack:
        yield stack


def replay(stack: Up, file: Path, mapping: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return xiaohao("replay", str(file), "--mapping", str(mapping), "--data", str(stack.data), "--json", *options)


def counts(told: subprocess.CompletedProcess[str]) -> tuple[int, int, int]:
    """Accepted, already there, refused."""
    said = json.loads(told.stdout.splitlines()[-1])
    assert said["rows"] == said["accepted"] + said["already"] + said["refused"]
    return said["accepted"], said["already"], said["refused"]


def issues(stack: Up) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {stack.token_of('supervisor-140000')}"}
    answer = httpx.get(f"{stack.url}/v1/issues", headers=headers, params={"limit": "200"}).raise_for_status()
    return list(answer.json()["items"])


def test_rows_equal_to_the_letter_are_one_issue_and_both_issues_are_struck_off(stack: Up, cases: Path) -> None:
    told = replay(stack, cases / "row-twice.csv", cases / "row-twice.yaml", "--through-closure")
    assert told.returncode == 0, told.stderr
    assert counts(told) == (2, 1, 0)
    assert "2 struck off, 0 voided, 0 still open, 0 stuck" in told.stdout
    assert [issue["state"] for issue in issues(stack)] == ["closed", "closed"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("stray-quote", "stray-quote.csv: 第 5 行的引号没有闭合"),
        ("header-twice", "header-twice.csv: 第 1 行表头“检查时间”重复,在第 2、6 列"),
    ],
)
def test_a_file_that_would_lose_something_is_refused_and_takes_nothing_away(
    stack: Up, cases: Path, case: str, said: str
) -> None:
    earlier = stack.data / f"{case}.refused.csv"
    earlier.write_text("earlier", encoding="utf-8")
    before = len(issues(stack))
    told = replay(stack, cases / f"{case}.csv", cases / f"{case}.yaml")
    assert (told.returncode, said in told.stderr, len(told.stderr.splitlines())) == (1, True, 1)
    assert earlier.read_text(encoding="utf-8") == "earlier"
    assert len(issues(stack)) == before


def test_a_row_that_was_corrected_is_a_conflict_and_no_second_issue(stack: Up, cases: Path, tmp_path: Path) -> None:
    before = len(issues(stack))
    assert counts(replay(stack, cases / "corrected-1.csv", cases / "corrected.yaml")) == (2, 0, 0)
    told = replay(stack, cases / "corrected-2.csv", cases / "corrected.yaml")
    assert (told.returncode, counts(told)) == (0, (0, 1, 1))
    refused = stack.data / "corrected-2.refused.csv"
    assert "report-id-conflict" in refused.read_text(encoding="utf-8")
    assert len(issues(stack)) == before + 2

    mended = tmp_path / "mended.yaml"
    text = (cases / "corrected.yaml").read_text(encoding="utf-8").replace("Asia/Shanghai", "Asia/Tokyo")
    mended.write_text(text, encoding="utf-8")
    assert counts(replay(stack, cases / "corrected-1.csv", mended)) == (0, 0, 2)
    again = replay(stack, refused, cases / "corrected.yaml")
    assert counts(again) == (0, 0, 1)
    assert len(issues(stack)) == before + 2


@pytest.mark.parametrize("codec", ["gb18030", "utf-16"])
def test_a_file_of_a_spreadsheet_comes_in_whatever_its_encoding(
    stack: Up, cases: Path, tmp_path: Path, codec: str
) -> None:
    rows = (
        "巡查台账,,,,",
        "编号,检查时间,项目,类别,描述",
        f"{codec}-1,46083.375,一号,用地,围挡破损",
        f"{codec}-2,2026/3/2 下午 3:05,一号,用地,路面",
    )
    file = tmp_path / f"{codec}.csv"
    file.write_bytes("\r\n".join(rows).encode(codec))
    told = replay(stack, file, cases / "corrected.yaml")
    assert counts(told) == (2, 0, 0), told.stderr
    assert "读取,而非映射所写的 utf-8-sig" in told.stderr


def test_a_point_of_a_chinese_map_is_served_in_wgs_84(stack: Up, cases: Path) -> None:
    known = {issue["id"] for issue in issues(stack)}
    assert counts(replay(stack, cases / "gcj02.csv", cases / "gcj02.yaml")) == (1, 0, 0)
    (issue,) = (issue for issue in issues(stack) if issue["id"] not in known)
    headers = {"Authorization": f"Bearer {stack.token_of('supervisor-140000')}"}
    location = httpx.get(f"{stack.url}/v1/issues/{issue['id']}", headers=headers).json()["location"]
    assert (location["latitude"], location["longitude"]) == pytest.approx((37.73548, 112.55874), abs=2e-5)
