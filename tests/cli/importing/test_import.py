"""`xiaohao import`: somebody's ledger looked at and checked on a terminal, every row accounted for."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from cli.commands import app
from exchange.workbooks.reading import read_file
from ledger.mongo.connection import Store, connect
from people.tokens import issue_token
from tests.api.parts import running
from tests.cli.conftest import PROJECT
from tests.databases import Databases
from tests.exchange.ledgers.ledgers import HEAD, LINES
from tests.exchange.workbooks.books import packed, xlsx
from tests.samples import with_samples
from tests.signing import key_file

Made = Callable[..., Path]
SUM = ("new", "changed", "same", "duplicate", "conflict", "skipped", "fault")


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """The address of an API that has the sample registry."""
    with databases.one() as url:
        store = connect(url)
        with_samples(store)
        folder = tmp_path_factory.mktemp("search")
        settings = Settings(mongo_url=url, kafka="127.0.0.1:1", clock="movable", intake_key=key_file(), search=folder)
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as address:
            yield address, store
        store.close()


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A workbook with the head of a ledger above these rows."""

    def make(*rows: Sequence[Any], **more: Any) -> Path:
        file = tmp_path / "问题台账.xlsx"
        file.write_bytes(xlsx([HEAD, *rows], **more))
        return file

    return make


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, arguments)], catch_exceptions=False)


def _lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_row_is_a_line_of_json_and_the_last_line_counts_them(made: Made) -> None:
    wrong = [3, "2025-03-01", "三号", "桥没通", "2025.2.30", "局", "整改中"]
    result = _run(made(*LINES, [4, *LINES[0][1:]], wrong, ["合计", "", "", "", "", "", ""]), "--json")
    *rows, counts = _lines(result)
    assert result.exit_code == 1
    assert [row["verdict"] for row in rows] == ["new", "new", "duplicate", "fault", "skipped"]
    assert [row["row"] for row in rows] == [2, 3, 4, 5, 6]
    assert rows[3]["faults"][0]["cell"] == "E5"
    assert counts["rows"] == len(rows) == sum(counts[verdict] for verdict in SUM)


def test_a_sound_file_ends_with_zero_and_names_are_said_not_to_be_looked_up(made: Made) -> None:
    result = _run(made(*LINES))
    assert result.exit_code == 0
    assert "2 rows: 2 new" in result.stdout
    assert "--data" in result.stderr


def test_what_is_wrong_is_told_with_sheet_cell_value_and_reason(made: Made) -> None:
    result = _run(made([1, "2025-03-01", "三号", "桥没通", "2025.2.30", "局", "整改中"]))
    assert "台账!E2: “2025.2.30”没有这一天" in result.stdout


def test_a_look_shows_the_head_its_columns_and_samples(made: Made) -> None:
    result = _run(made(*LINES, hidden=[2]), "--look", "--json")
    (looked,) = _lines(result)
    (sheet,) = looked["sheets"]
    assert result.exit_code == 0
    assert (sheet["head"]["rows"], sheet["hidden_rows"]) == ([1, 1], [3])
    assert {column["path"]: column["field"] for column in sheet["head"]["columns"]}["存在问题"] == "description"
    assert sheet["head"]["columns"][3]["samples"] == ["便道未通", "土地证未办"]
    assert sheet["picture"][0] == HEAD


def test_a_look_at_a_terminal_names_every_column(made: Made) -> None:
    shown = _run(made(*LINES), "--look").stdout
    assert all(word in shown for word in HEAD)


def test_a_mapping_is_written_corrected_and_read(made: Made, tmp_path: Path) -> None:
    file, mapping = made(*LINES), tmp_path / "ledger.yaml"
    assert _run(file, "--look", "--write-mapping", mapping).exit_code == 0
    text = mapping.read_text(encoding="utf-8")
    assert "存在问题: description" in text
    mapping.write_text(text.replace("存在问题: description", "存在问题: note"), encoding="utf-8")
    *rows, _ = _lines(_run(file, "--mapping", mapping, "--json"))
    assert {row["faults"][0]["slug"] for row in rows} == {"no-description"}


def test_rows_that_stay_out_are_written_with_what_is_wrong(made: Made, tmp_path: Path) -> None:
    back = tmp_path / "错误.xlsx"
    _run(made(*LINES, [3, "2025-03-01", "三号", "桥没通", "2025.2.30", "局", "整改中"]), "--faults", back)
    (sheet,) = read_file(back).sheets
    assert len(sheet.rows) == 2
    assert "E4" in str(sheet.rows[1][-1])


@pytest.mark.parametrize("option", ["--faults", "--write-mapping"])
@pytest.mark.parametrize("kind", ["issues", "figures"])
def test_where_nothing_can_be_written_it_is_told_before_anything_is_judged(
    made: Made, tmp_path: Path, option: str, kind: str
) -> None:
    told = _run(made(*LINES), "--kind", kind, option, tmp_path / "nowhere" / "f.xlsx")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "没有这个目录" in told.stderr
    assert option in told.stderr


def test_somebody_may_say_which_sheet_and_where_the_head_stands(made: Made) -> None:
    file = made(*LINES)
    assert _lines(_run(file, "--sheet", "台账", "--header", "1", "--json"))[-1]["rows"] == 2
    assert _run(file, "--sheet", "别的").exit_code == 2
    assert _run(file, "--header", "x").exit_code == 2


@pytest.mark.parametrize("raw", [b"", b"<html><table></table></html>", xlsx([HEAD])[:-200]])
def test_a_file_that_is_no_ledger_is_refused_whole_with_one_sentence(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(raw)
    result = _run(file)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1 + ("--data" in result.stderr)
    assert "台账.xlsx" in result.stderr


def test_names_are_looked_up_in_the_registry_of_a_stack(served: tuple[str, Store], made: Made) -> None:
    url, store = served
    token = issue_token(store, "supervisor-140105", datetime.now(UTC))
    known = [1, "2025-03-01", PROJECT, "便道未通", "2025-03-20", "", "整改中"]
    unknown = [2, "2025-03-01", "没有的项目", "便道未通", "2025-03-20", "", "整改中"]
    *rows, _ = _lines(_run(made(known, unknown), "--json", "--url", url, "--token", token))
    assert [row["verdict"] for row in rows] == ["new", "fault"]
    assert rows[1]["faults"][0]["slug"] == "unknown-project"


def _there(served: tuple[str, Store]) -> tuple[str, ...]:
    """The options that name the API, and a supervisor of the county."""
    url, store = served
    return ("--url", url, "--token", issue_token(store, "supervisor-140105", datetime.now(UTC)))


def _rows_of(project: str, *descriptions: str) -> list[list[Any]]:
    return [
        [n, "2025-03-01", project, text, "2025-03-20", "", "整改中"] for n, text in enumerate(descriptions, start=1)
    ]


def test_rows_come_in_once_and_the_same_file_again_is_the_same(served: tuple[str, Store], made: Made) -> None:
    _, store = served
    there, file = _there(served), made(*_rows_of(PROJECT, "甲处围挡破损", "乙处围挡破损"))
    first = _run(file, *there, "--commit", "--yes", "--json")
    *rows, counts = _lines(first)
    assert first.exit_code == 0, first.stderr
    assert [row["verdict"] for row in rows] == ["new", "new"]
    assert (counts["rows"], counts["new"]) == (2, 2)
    events = store["events"].count_documents({})
    checked = _lines(_run(file, *there, "--check", "--json"))
    assert [row["verdict"] for row in checked[:-1]] == ["same", "same"]
    again = _lines(_run(file, *there, "--commit", "--yes", "--json"))[-1]
    assert (again["same"], again["new"]) == (2, 0)
    assert store["events"].count_documents({}) == events


def test_nothing_comes_in_unless_it_is_said_yes_to(served: tuple[str, Store], made: Made) -> None:
    _, store = served
    before = store["issues"].count_documents({})
    file = made(*_rows_of(PROJECT, "丙处围挡破损"))
    asked = CliRunner().invoke(app, ["import", str(file), *_there(served), "--commit"], input="n\n")
    assert asked.exit_code == 1
    assert store["issues"].count_documents({}) == before


def test_where_no_row_can_come_in_it_says_so_and_commits_nothing(served: tuple[str, Store], made: Made) -> None:
    _, store = served
    before = store["imports"].count_documents({"state": {"$nin": ["open", "checked"]}})
    told = _run(made(*_rows_of("没有的项目", "辛处围挡破损")), *_there(served), "--commit", "--yes")
    assert told.exit_code == 1
    assert "没有可以入账的行" in told.stdout
    assert "导入编号" not in told.stdout
    assert store["imports"].count_documents({"state": {"$nin": ["open", "checked"]}}) == before


def test_an_import_is_taken_back_by_its_number(served: tuple[str, Store], made: Made) -> None:
    _, store = served
    there, file = _there(served), made(*_rows_of(PROJECT, "丁处围挡破损"))
    told = _run(file, *there, "--commit", "--yes").stdout
    import_id = told.split("导入编号 ")[1].split(" ")[0]
    undone = _lines(_run("--undo", import_id, *there, "--json"))[0]
    assert (undone["withdrawn"], undone["left"]) == (1, [])
    assert store["imports"].find_one({"_id": import_id}, {"state": 1}) == {"_id": import_id, "state": "undone"}
    assert "撤回 1 个" in _run("--undo", import_id, *there).stdout


def test_who_may_not_import_is_told_and_nothing_is_written(served: tuple[str, Store], made: Made) -> None:
    url, store = served
    token = issue_token(store, "inspector-140105-1", datetime.now(UTC))
    file = made(*_rows_of(PROJECT, "戊处围挡破损"))
    result = _run(file, "--url", url, "--token", token, "--commit", "--yes")
    assert result.exit_code == 1
    assert "not-permitted" in result.stderr
    assert store["imports"].count_documents({"actor": "inspector-140105-1"}) == 0


def test_of_who_may_look_and_not_import_names_alone_are_checked_and_a_sentence_says_so(
    served: tuple[str, Store], made: Made
) -> None:
    url, store = served
    result = _run(
        made(*_rows_of(PROJECT, "己处围挡破损")),
        "--url",
        url,
        "--token",
        issue_token(store, "auditor-140000", datetime.now(UTC)),
    )
    assert "没有与此前导入的行比较" in result.stderr
    assert (result.exit_code, "新增 1" in result.stdout) == (0, True)


def test_a_zip_of_ledgers_comes_in_as_one_import(served: tuple[str, Store], made: Made, tmp_path: Path) -> None:
    one = xlsx([HEAD, *_rows_of(PROJECT, "己处围挡破损")])
    two = xlsx([HEAD, *_rows_of(PROJECT, "庚处围挡破损", "己处围挡破损")])
    file = tmp_path / "各单位.zip"
    file.write_bytes(packed({"甲.xlsx": one, "乙.xlsx": two}))
    *rows, counts = _lines(_run(file, *_there(served), "--commit", "--yes", "--json"))
    assert [(row["sheet"], row["verdict"]) for row in rows] == [
        ("甲.xlsx › 台账", "new"),
        ("乙.xlsx › 台账", "new"),
        ("乙.xlsx › 台账", "duplicate"),
    ]
    assert (counts["rows"], counts["new"], counts["duplicate"]) == (3, 2, 1)


@pytest.mark.parametrize("options", [("--look", "--commit"), ("--check", "--undo", "x"), ()])
def test_one_thing_is_asked_for_at_a_time(made: Made, options: tuple[str, ...]) -> None:
    files = (made(*LINES),) if options else ()
    assert _run(*files, *options).exit_code == 2


def _figures(tmp_path: Path, name: str, *rows: list[Any]) -> Path:
    """A table of projects' months."""
    file = tmp_path / name
    file.write_bytes(xlsx([["项目名称", "属地", "月份", "年度计划(万元)", "本年累计完成(万元)"], *rows]))
    return file


def test_a_file_of_figures_is_taken_back_by_the_hash_that_its_commit_told(
    served: tuple[str, Store], tmp_path: Path
) -> None:
    there, file = _there(served), _figures(tmp_path, "月报.xlsx", ["新塔", "小店区", "2025-03", 100, 10])
    more = ("--kind", "figures", *there)
    told = _run(file, "--commit", *more).stdout
    assert "撤销 / undo: xiaohao import --undo " in told
    sha256 = told.split("--undo ")[1].split()[0]
    assert "--undo" not in _run(file, "--commit", *more).stdout, "the same again brought nothing in"
    assert _lines(_run("--undo", sha256, *there, "--json")) == [{"withdrawn": 1, "restored": 0, "left": []}]
    assert "撤回 0 个" in _run("--undo", sha256.upper(), *more).stdout
    assert _lines(_run(file, "--commit", *more, "--json"))[-1]["new"] == 1


def test_what_was_corrected_since_stays_and_is_named(served: tuple[str, Store], tmp_path: Path) -> None:
    there = _there(served)
    first, second = (_figures(tmp_path, f"{done}.xlsx", ["新闸", "小店区", "2025-03", 100, done]) for done in (10, 20))
    for file in (first, second):
        assert _run(file, "--kind", "figures", "--commit", *there).exit_code == 0
    told = _run("--undo", hashlib.sha256(first.read_bytes()).hexdigest(), *there)
    assert ("新闸" in told.stdout, "2025-03: 此后已更正" in told.stdout, "保留 1 个" in told.stdout) == (True,) * 3
    told = _run("--undo", hashlib.sha256(second.read_bytes()).hexdigest(), *there)
    assert "复原 1 处" in told.stdout


def test_what_no_file_of_figures_is_known_by_is_refused(served: tuple[str, Store]) -> None:
    there = _there(served)
    unknown = _run("--undo", "0" * 64, *there)
    assert (unknown.exit_code, "unknown-file" in unknown.stderr) == (1, True)
    wrong = _run("--undo", "x", "--kind", "figures", *there)
    assert (wrong.exit_code, "SHA-256" in wrong.stderr) == (2, True)
