"""The published figures of January to August 2019 come out of an officials' table, by the command, to the digit."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from cli.commands import app
from ledger.mongo.connection import Store, connect
from people.tokens import issue_token
from tests.api.parts import running
from tests.databases import Databases
from tests.published_figures import ACROSS, PLACES, RATES, WHOLE, projects, workbook
from tests.samples import with_samples
from tests.signing import key_file

RULE: Final = "shanxi-province-level"


@pytest.fixture(scope="module")
def there(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """The options that name an API with the sample registry, and a supervisor of the province."""
    with databases.one() as url:
        store: Store = connect(url)
        with_samples(store)
        folder = tmp_path_factory.mktemp("search")
        settings = Settings(mongo_url=url, kafka="127.0.0.1:1", clock="movable", intake_key=key_file(), search=folder)
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as address:
            token = issue_token(store, "supervisor-140000", datetime.now(UTC))
            yield "--url", address, "--token", token
        store.close()


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The officials' table of August."""
    file = tmp_path_factory.mktemp("tables") / "省级重点工程.xlsx"
    file.write_bytes(workbook(projects()))
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def imported(file: Path, there: tuple[str, ...], *more: str) -> list[dict[str, Any]]:
    return lines(run("import", file, "--kind", "figures", "--json", *more, *there))


def shown(there: tuple[str, ...], *more: str) -> Result:
    return run("ranking", "show", RULE, "--period", "2019-08", "--json", *more, *there)


def test_the_published_figures_come_out_and_a_correction_leaves_the_old_day_as_it_was(
    there: tuple[str, ...], table: Path, tmp_path: Path
) -> None:
    *rows, counts = imported(table, there, "--check")
    assert counts == {**counts, "rows": len(rows), "new": 249, "fault": 0, "conflict": 0, "same": 0}
    assert sum(count for name, count in counts.items() if name != "rows") == counts["rows"]
    assert imported(table, there, "--commit", "--yes")[-1]["new"] == 249
    assert imported(table, there, "--commit", "--yes")[-1]["same"] == 249

    first = shown(there)
    whole, *others = lines(first)
    assert {key: whole["values"][key] for key in WHOLE} == WHOLE
    assert (whole["subject"], whole["place"], whole["broken"]) == ("全省", None, [])
    cities = [row for row in others if row["place"] is not None]
    assert [(row["subject"], row["place"]) for row in cities] == [(name, n) for n, name in enumerate(PLACES, 1)]
    assert {row["subject"]: str(row["values"]["rate"]) for row in cities} == {name: RATES[name] for name in PLACES}
    across = next(row for row in others if row["subject"] == ACROSS)
    assert (across["values"]["projects"], str(across["values"]["rate"]), across["place"]) == (24, RATES[ACROSS], None)
    assert [row["subject"] for row in cities if row["lists"] == ["red"]] == list(PLACES[:3])
    assert [row["subject"] for row in cities if row["lists"] == ["black"]] == list(PLACES[-3:])

    assert {row["previous"] for row in (whole, *others)} == {None}
    before = datetime.now(UTC).isoformat(timespec="milliseconds")
    corrected = [*projects()]
    corrected[0] = type(corrected[0])(
        **{name: getattr(corrected[0], name) for name in corrected[0].__slots__} | {"done": 0}
    )
    other = tmp_path / "更正.xlsx"
    other.write_bytes(workbook(corrected))
    assert imported(other, there, "--commit", "--yes")[-1] == {**counts, "new": 0, "same": 248, "changed": 1}
    assert shown(there, "--as-of", before).stdout == first.stdout == shown(there, "--as-of", before).stdout
    assert lines(shown(there))[0]["values"]["done"] != WHOLE["done"]

    late = lines(run("ranking", "rows", RULE, "--period", "2019-08", "--figure", "late", "--json", *there))
    assert len(late) == WHOLE["late"]
    of_one = run("ranking", "rows", RULE, "--period", "2019-08", "--figure", "rate", "--subject", "长治市", *there)
    assert "20 个" in of_one.stdout
    rows = ("ranking", "rows", RULE, "--period", "2019-08", "--figure", "projects", *there)
    for subject, many in (("140400", 20), ("跨市", 24), ("全省", 249), ("太原市小店区", 0)):
        told = run(*rows, "--subject", subject)
        assert (told.exit_code, f"{many} 个" in told.stdout) == (0, True), (subject, told.output)
    for subject, near in (("长冶市", "是否为 长治市"), ("火星", "例如 全省")):
        told = run(*rows, "--subject", subject)
        assert (told.exit_code, near in told.stderr, "no such subject" in told.stderr) == (1, True, True), told.stderr


def test_what_the_ledger_refuses_of_a_row_is_told_once(there: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "二月.csv"
    head = "项目名称,所在市,年度计划投资(万元),本年累计完成投资(万元),月份"
    file.write_text(f"{head}\n甲路,大同市,100,20,2019-02\n乙路,大同市,-100,20,2019-02\n", encoding="utf-8")
    _, refused, counts = imported(file, there, "--commit", "--yes")
    assert ([each["slug"] for each in refused["faults"]], counts["new"], counts["fault"]) == (["negative"], 1, 1)


def test_rules_are_listed_shown_as_a_table_and_checked(there: tuple[str, ...], tmp_path: Path) -> None:
    assert f"{RULE}@2019.1" in run("ranking", "list", *there).stdout
    told = run("ranking", "show", "closure-by-city", "--period", "2026-08", *there)
    assert (told.exit_code, "没有问题" in told.stdout) == (0, True)
    wrong = tmp_path / "rule.yaml"
    wrong.write_text("name: x\nversion: 1\nsubjects: {by: region}\nindicators: []\nscore: {sort: a}\n", "utf-8")
    result = run("ranking", "check", wrong)
    assert result.exit_code == 1
    assert "line 4" in result.stderr


def test_a_rule_of_ones_own_is_tried_and_refused_with_its_lines(there: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    text = (
        "name: ours\nversion: 1\nsubjects: {by: region, level: city}\n"
        "indicators: [{key: n, name: 项目, count: projects}]\nscore: {sort: n}\n"
    )
    file.write_text(text, "utf-8")
    assert lines(run("ranking", "show", file, "--period", "2019-08", "--json", *there))[0]["subject"] == "全省"
    file.write_text(text.replace("count: projects", "count: project"), "utf-8")
    refused = run("ranking", "show", file, "--period", "2019-08", *there)
    assert (refused.exit_code, "line 4" in refused.stderr) == (1, True)


def test_a_look_names_the_month_and_each_columns_money(table: Path) -> None:
    (looked,) = lines(run("import", table, "--kind", "figures", "--look", "--json"))
    (found,) = looked["tables"]
    assert found["month"] == "2019-08"
    assert {each["field"]: each["money"] for each in found["columns"]}["plan_year"] == "亿元"


def test_a_file_alone_is_judged_without_a_ledger_and_figures_are_undone_by_a_hash_alone(table: Path) -> None:
    assert lines(run("import", table, "--kind", "figures", "--json"))[-1]["new"] == 249
    assert run("import", "--kind", "figures", "--undo", "x").exit_code == 2
    assert run("import", table, "--kind", "pictures").exit_code == 2


@pytest.mark.parametrize(
    ("option", "said", "allowed"),
    [
        ("--period", "2026-13", "2019-08"),
        ("--period", "2026-2", "2019-08"),
        ("--period", "abc", "2019-08"),
        ("--period", "", "2019-08"),
        ("--money", "两", "'亿元'"),
    ],
)
def test_a_month_or_a_unit_that_is_none_is_told_as_a_wrong_option(
    table: Path, option: str, said: str, allowed: str
) -> None:
    told = run("import", table, "--kind", "figures", "--check", option, said)
    assert (told.exit_code, option in told.stderr, allowed in told.stderr) == (2, True, True), told.stderr


@pytest.mark.parametrize("command", ["ranking", "campaign"])
def test_the_same_bytes_are_promised_as_of_a_moment_that_is_past_alone(command: str) -> None:
    told = " ".join(run(command, "show", "--help").stdout.split())
    assert "same bytes" in told
    assert "a moment that is past" in told


def test_what_a_period_or_a_rule_is_not_is_told_in_one_line(there: tuple[str, ...]) -> None:
    for arguments in (("show", "nothing"), ("show", RULE, "--period", "soon"), ("rows", RULE, "--figure", "nothing")):
        result = run("ranking", *arguments, *there)
        assert (result.exit_code, len(result.stderr.strip().splitlines())) == (1, 1)
