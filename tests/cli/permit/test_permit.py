"""`xiaohao permit`: one reports a permit, shows a project's, lists the late ones; a fault is one clear line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from cli.commands import app
from ledger.mongo.connection import connect
from ledger.registry.days import local_day
from people.tokens import issue_token
from tests.api.parts import PROJECT, running
from tests.databases import Databases
from tests.samples import with_samples
from tests.signing import key_file

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def province(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """The options that name an API, for a supervisor of the province."""
    with databases.one() as url:
        store = connect(url)
        with_samples(store)
        folder: Path = tmp_path_factory.mktemp("search")
        settings = Settings(mongo_url=url, kafka="127.0.0.1:1", clock="system", intake_key=key_file(), search=folder)
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as address:
            yield ("--url", address, "--token", issue_token(store, "supervisor-140000", NOW))
        store.close()


def xiaohao(*said: str) -> Result:
    return CliRunner().invoke(app, ["permit", *said])


def day(count: int) -> str:
    return (local_day(NOW) + timedelta(days=count)).isoformat()


def test_one_is_reported_shown_and_found_among_the_late(province: tuple[str, ...]) -> None:
    said = ("report", PROJECT, "environment", "--unit", "140105-ecology", "--parallel", "开工前")
    late = ("--state", "applied", "--applied-on", day(-9), "--limit-on", day(-1))
    first = xiaohao(*said, *late, *province)
    assert (first.exit_code, first.output.strip()) == (0, "环评 办理中 第1次 / version 1")
    shown = xiaohao("show", PROJECT, *province).output
    assert "超期" in shown or "红" in shown
    assert "并联 开工前: 1 项" in shown
    (listed,) = xiaohao("list", "--light", "red", "--json", *province).output.splitlines()
    assert (json.loads(listed)["project"], json.loads(listed)["light"]) == (PROJECT, "red")
    assert xiaohao("list", "--kind", "land", "--json", *province).output == ""


def test_what_cannot_be_meant_is_one_clear_line(province: tuple[str, ...]) -> None:
    refused = xiaohao("report", PROJECT, "land", "--state", "granted", "--unit", "140105-ecology", *province)
    assert refused.exit_code != 0
    assert "办结日期" in refused.output
    assert "Traceback" not in refused.output
    assert (
        xiaohao("report", PROJECT, "land", "--state", "applied", "--unit", "x", "--applied-on", "soon").exit_code == 2
    )
