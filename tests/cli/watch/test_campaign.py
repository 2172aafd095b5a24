"""A campaign by the command and the API: any day, what is not known as such, the list behind a number, a file tried."""

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
from ledger.figures.keeping import Reporting, report
from ledger.mongo.connection import Store, connect
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import Kind, NewFigure, Stage
from people.tokens import issue_token
from tests.api.parts import running
from tests.databases import Databases
from tests.samples import with_samples
from tests.signing import key_file

JUNE: Final = ("--day", "2019-06-30")
OURS: Final = """
name: ours
version: 1
title: 开工
indicators: [{key: started, name: 开工, done: [started], targets: [{by: "12-31", value: 2}], pace: level}]
"""


@pytest.fixture(scope="module")
def there(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str, ...]]]:
    """The options that name an API, for supervisors of the province and of a county; figures of June are on it."""
    with databases.one() as url:
        store: Store = connect(url)
        with_samples(store)
        said = {"month": "2019-06", "plan_year": 100, "done_year": 50, "kind": Kind.NEW}
        figures = [
            NewFigure(**said, name="渠", regions=("太原市小店区",), stage=Stage.STARTED),
            NewFigure(**said, name="塔", regions=("太原市小店区",), stage=Stage.PRELIMINARY),
            NewFigure(**said, name="站", regions=("大同市云冈区",), stage=Stage.PRELIMINARY),
        ]
        now = datetime.now(UTC)
        report(store, figures, Reporting("someone", now, load_catalogue(samples=True), CHINA))
        folder = tmp_path_factory.mktemp("search")
        settings = Settings(mongo_url=url, kafka="127.0.0.1:1", clock="system", intake_key=key_file(), search=folder)
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as address:
            tokens = {each: issue_token(store, each, now) for each in ("supervisor-140000", "supervisor-140105")}
            yield {each: ("--url", address, "--token", token) for each, token in tokens.items()}
        store.close()


@pytest.fixture
def province(there: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return there["supervisor-140000"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)


def lines(*arguments: object) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--json").stdout.splitlines()]


def test_those_that_ship_are_listed(province: tuple[str, ...]) -> None:
    names = {each["name"] for each in lines("campaign", "list", *province)}
    months, others = {"permits-month", "start-month", "production-month"}, {"obstruction", "intermediaries"}
    assert months | others | {"site-visits", "reserve-conversion"} == names
    assert "集中开工月" in run("campaign", "list", *province).stdout


def test_progress_by_place_has_its_light_and_is_the_same_twice(province: tuple[str, ...]) -> None:
    rows = {row["subject"]: row for row in lines("campaign", "show", "start-month", *JUNE, *province)}
    taiyuan, datong = rows["太原市"], rows["大同市"]
    assert [(row["values"]["started"]["done"], row["values"]["started"]["of"]) for row in (taiyuan, datong)] == [
        (1, 2),
        (0, 1),
    ]
    assert (taiyuan["values"]["started"]["value"], taiyuan["values"]["started"]["expected"]) == (50.0, 70.0)
    assert (taiyuan["light"], rows["晋中市"]["values"]["started"]["value"], rows["晋中市"]["light"]) == (
        "red",
        None,
        None,
    )
    told = [run("campaign", "show", "start-month", *JUNE, "--json", *province).stdout for _ in range(2)]
    assert told[0] == told[1]


def test_as_of_a_moment_before_anything_was_reported_nothing_is_counted(province: tuple[str, ...]) -> None:
    rows = lines("campaign", "show", "start-month", "--as-of", "2019-06-30", *province)
    assert rows[0]["values"]["started"]["value"] is None
    assert rows[0]["values"]["started"]["of"] == 0


def test_by_county_it_is_each_countys(province: tuple[str, ...]) -> None:
    rows = {row["code"]: row for row in lines("campaign", "show", "start-month", *JUNE, "--level", "county", *province)}
    assert rows["140105"]["values"]["started"]["done"] == 1


def test_what_is_not_known_is_said_and_is_no_number(province: tuple[str, ...]) -> None:
    cases = lines("campaign", "show", "obstruction", *JUNE, *province)[0]["values"]["cases"]
    assert (cases["value"], cases["done"], cases["light"]) == (None, None, None)
    assert "公安" in cases["why"]
    shown = run("campaign", "show", "obstruction", *JUNE, *province).stdout
    assert "不掌握" in shown


def test_each_number_has_its_list_within_ones_own_regions(there: dict[str, tuple[str, ...]]) -> None:
    asked = ("campaign", "rows", "start-month", "--figure", "started", "--which", "left", *JUNE)
    names = {who: sorted(each["name"] for each in lines(*asked, *options)) for who, options in there.items()}
    assert names == {"supervisor-140000": ["塔", "站"], "supervisor-140105": ["塔"]}
    taiyuan = lines(*asked, "--subject", "太原市", *there["supervisor-140000"])
    assert [each["name"] for each in taiyuan] == ["塔"]


def test_a_place_that_is_none_is_told_and_one_without_any_has_an_empty_list(province: tuple[str, ...]) -> None:
    asked = ("campaign", "rows", "start-month", "--figure", "started", *JUNE, *province)
    told = run(*asked, "--subject", "大铜市")
    assert (told.exit_code, "是否为 大同市" in told.stderr) == (1, True), told.stderr
    for subject in ("大同市", "140400", "跨区域、上级", "across"):
        assert run(*asked, "--subject", subject).stdout == "0 个 / 0 of them\n", subject
    assert "1 个" in run(*asked, "--subject", "全省").stdout


def test_a_file_of_ones_own_is_checked_and_tried(tmp_path: Path, province: tuple[str, ...]) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(OURS, encoding="utf-8")
    assert "no fault: ours@1" in run("campaign", "check", file).stdout
    row = lines("campaign", "show", file, *JUNE, *province)[0]
    assert (row["values"]["started"]["value"], row["light"]) == (1, "red")
    file.write_text(OURS.replace("[started]", "[startd]"), encoding="utf-8")
    wrong = run("campaign", "check", file)
    assert wrong.exit_code == 1
    assert "startd" in wrong.output


def test_one_that_is_not_there_is_told(province: tuple[str, ...]) -> None:
    wrong = run("campaign", "show", "nothing", *province)
    assert wrong.exit_code == 1
    assert "没有专题活动" in wrong.output


def test_a_day_of_no_year_that_has_figures_is_refused(province: tuple[str, ...]) -> None:
    wrong = run("campaign", "show", "start-month", "--day", "0001-01-01", *province)
    assert wrong.exit_code == 1
    assert "1900" in wrong.output
