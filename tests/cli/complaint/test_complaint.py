"""`xiaohao complaint`: one enters a complaint, lists and counts them; a fault is one clear line."""

import json
from collections.abc import Iterator
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
from ledger.mongo.connection import connect
from people.tokens import issue_token
from tests.api.parts import running
from tests.databases import Databases
from tests.samples import with_samples
from tests.signing import key_file


@pytest.fixture(scope="module")
def province(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """The options that name an API, for a supervisor of the province."""
    with databases.one() as url:
        store = connect(url)
        with_samples(store)
        folder: Path = tmp_path_factory.mktemp("search")
        settings = Settings(mongo_url=url, kafka="127.0.0.1:1", clock="system", intake_key=key_file(), search=folder)
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as address:
            yield ("--url", address, "--token", issue_token(store, "supervisor-140000", datetime.now(UTC)))
        store.close()


def xiaohao(*said: str) -> Result:
    return CliRunner().invoke(app, ["complaint", *said])


def listed(month: str, province: tuple[str, ...]) -> dict[str, Any]:
    """The one complaint of a month."""
    (line,) = xiaohao("list", "--month", month, "--json", *province).output.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_one_is_entered_listed_and_counted_and_a_fault_is_one_line(province: tuple[str, ...]) -> None:
    said = ("add", "某评估公司", "overcharging", "--service", "环评编制", "--region", "140105")
    rest = ("--asked-of", "140105-ecology", "--fee", "26000.50", "--days", "25", *province)
    entered = xiaohao(*said, "--received-on", "2019-05-20", *rest)
    assert entered.exit_code == 0
    assert entered.output.startswith("某评估公司 乱收费 第1次 / version 1: 0")
    (listed,) = xiaohao("list", "--kind", "overcharging", "--json", *province).output.splitlines()
    assert json.loads(listed)["fee"] == 2_600_050
    assert "26,000.50" in xiaohao("list", *province).output
    assert "26,000.50" in xiaohao("counts", "--month", "2019-05", *province).output
    refused = xiaohao(*said, "--received-on", "2999-01-01", *rest)
    assert refused.exit_code != 0
    assert "日期尚未到来" in refused.output
    assert xiaohao(*said, "--received-on", "2019-05-20", "--asked-of", "x", "--fee", "1.234").exit_code == 2


def test_what_others_wrote_is_text_in_a_table(province: tuple[str, ...]) -> None:
    said = ("--service", "测绘", "--region", "140105", "--asked-of", "140105-ecology", "--received-on", "2018-05-20")
    assert xiaohao("add", "[/red]某公司", "monopoly", *said, *province).exit_code == 0
    listed = xiaohao("list", "--month", "2018-05", *province)
    assert listed.exit_code == 0
    assert "[/red]某公司" in listed.output


def test_one_is_corrected_by_the_id_that_the_list_shows_and_what_is_left_out_is_not_known(
    province: tuple[str, ...],
) -> None:
    said = ("add", "某测绘院", "too-slow", "--service", "测绘", "--region", "140105", "--asked-of", "140105-ecology")
    day = ("--received-on", "2017-05-20")
    assert xiaohao(*said, *day, "--fee", "100", "--days", "40", *province).exit_code == 0
    first = listed("2017-05", province)
    assert first["complaint"] in xiaohao("list", "--month", "2017-05", *province).output
    assert xiaohao(*said, *day, "--days", "50", "--corrects", first["id"], *province).exit_code == 0
    last = listed("2017-05", province)
    assert (last["version"], last["days"], last["fee"]) == (2, 50, None)
    shown = xiaohao("list", "--month", "2017-05", *province).output
    assert all(each in shown for each in (last["complaint"], last["id"]))
    again = xiaohao(*said, *day, "--corrects", first["id"], *province)
    assert (again.exit_code, "corrected since" in again.output) == (1, True)


def test_one_is_withdrawn_with_the_reason_stays_listed_and_counts_no_longer(province: tuple[str, ...]) -> None:
    said = ("--service", "测绘", "--region", "140105", "--asked-of", "140105-ecology", "--received-on", "2016-05-20")
    assert xiaohao("add", "某代办处", "monopoly", *said, *province).exit_code == 0
    complaint = listed("2016-05", province)["complaint"]
    unsaid = xiaohao("withdraw", complaint, "--reason", "  ", *province)
    assert (unsaid.exit_code, "请写明理由" in unsaid.output) == (2, True)
    told = xiaohao("withdraw", complaint, "--reason", "投诉人说明系误会", *province)
    assert told.output.startswith("已撤回 withdrawn 某代办处 垄断 第2次 / version 2: "), told.output
    assert listed("2016-05", province)["withdrawn"] == "投诉人说明系误会"
    assert json.loads(xiaohao("counts", "--month", "2016-05", "--json", *province).output)["total"]["count"] == 0
    other = xiaohao("withdraw", "../x", "--reason", "误会", *province)
    assert other.exit_code == 1
