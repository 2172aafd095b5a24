"""`xiaohao issues` and `xiaohao issue`: the ledger on a terminal, as the one sees it whose token is sent."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from cli.commands import app
from ledger.groundwork.clock import HeldClock
from ledger.informants.keeping import keep
from ledger.informants.words import Informant
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store, connect
from ledger.mongo.positions import stored_offsets
from ledger.policy.rules import GivenRules, Rules
from ledger.registry.files.loading import load_catalogue
from ledger.registry.routing_rules import load_rules
from mobile_schema.topics import SITE_VISITS
from people.tokens import issue_token
from tests.api.parts import running
from tests.cli.conftest import Run, records_of
from tests.databases import Databases
from tests.ledger.factories import FIRST, person
from tests.samples import with_samples
from tests.signing import key_file
from tests.streams.parts import until

COUNTY, STRANGER = "supervisor-140105", "supervisor-140213"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """Three issues on a ledger, and the address of the API on it, which keeps an index."""
    folder = tmp_path_factory.mktemp("search")
    with databases.one() as url:
        store = connect(url)
        with_samples(store)
        stored_offsets(store, {(SITE_VISITS.name, 0): 0})
        rules = GivenRules(Rules(load_catalogue(samples=True), FIRST, load_rules()))
        assert take_in(store, records_of(3), HeldClock(NOW), rules) is not None
        settings = Settings(mongo_url=url, kafka="127.0.0.1:1", clock="movable", intake_key=key_file(), search=folder)
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as address:
            yield address, store
        store.close()


@pytest.fixture
def run_as(served: tuple[str, Store]) -> Run:
    """Run `xiaohao …` as somebody, by a token."""
    url, store = served

    def run(person: str, *arguments: str) -> Result:
        return tried(*arguments, "--url", url, "--token", issue_token(store, person, datetime.now(UTC)))

    return run


def tried(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


def serial(run_as: Run) -> str:
    listed = json.loads(run_as(COUNTY, "issues", "--json").stdout)["items"]
    return str(listed[0]["serial"])


def test_the_ledger_is_a_table_with_what_comes_next_and_to_whom(run_as: Run) -> None:
    told = run_as(COUNTY, "issues", "--region", "140105")
    assert told.exit_code == 0, told.stderr
    for words in ("编号 serial", "140105-2026-00001", "已交办", "→", "3 件 / 3 issues"):
        assert words in told.stdout


def test_filters_are_those_of_the_list(run_as: Run) -> None:
    assert "没有符合条件的问题 / no issue is like that" in run_as(COUNTY, "issues", "--state", "closed").stdout
    assert "没有符合条件的问题" in run_as(STRANGER, "issues").stdout
    refused = run_as(COUNTY, "issues", "--light", "pink")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert "request.query.light" in refused.stderr
    assert "还有更多" in run_as(COUNTY, "issues", "--limit", "1").stdout


def test_words_are_looked_for(run_as: Run) -> None:
    number = serial(run_as)
    until(lambda: "1 件" in run_as(COUNTY, "issues", "--search", number).stdout)
    assert number in run_as(COUNTY, "issues", "--search", number).stdout
    assert "没有符合条件的问题" in run_as(COUNTY, "issues", "--search", "查无此词").stdout


def test_csv_is_the_whole_list_and_json_is_the_answer(run_as: Run) -> None:
    rows = run_as(COUNTY, "issues", "--csv", "--sort", "serial").stdout.splitlines()
    assert rows[0].startswith("\ufeff编号,灯色")
    assert [row.partition(",")[0] for row in rows[1:]] == [f"140105-2026-0000{n}" for n in (1, 2, 3)]
    assert run_as(COUNTY, "issues", "--csv", "--json").exit_code == 2


def test_one_issue_is_facts_clocks_what_happened_and_what_one_may_do(run_as: Run) -> None:
    told = run_as(COUNTY, "issue", serial(run_as))
    assert told.exit_code == 0, told.stderr
    for words in (
        "描述 description",
        "来源 origin",
        "时限 clock",
        "解决",
        "下一步 next",
        "上报",
        "可执行 may",
        "改派 transfer",
    ):
        assert words in told.stdout, words
    found = json.loads(run_as(COUNTY, "issue", serial(run_as), "--json").stdout)
    assert [event["version"] for event in found["history"]][:1] == [1]
    assert {"slip", "history", "may"} == found.keys()


def test_that_there_is_an_informant_is_shown_and_not_who_it_is(served: tuple[str, Store], run_as: Run) -> None:
    number = serial(run_as)
    assert "线索人" not in run_as(COUNTY, "issue", number).stdout
    keep(served[1], key_file().with_name("informant"), number, Informant(name="王大川"), person(COUNTY), at=NOW)
    told = run_as(COUNTY, "issue", number).stdout
    assert "线索人 informant" in told
    assert "王大川" not in told


@pytest.mark.parametrize("number", ["140105-2026-99999", "../counts", "a b"])
def test_what_is_not_there_is_one_clear_line(run_as: Run, number: str) -> None:
    told = run_as(COUNTY, "issue", number)
    assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert " / " in told.stderr


def test_a_token_that_is_none_is_said(served: tuple[str, Store]) -> None:
    told = tried("issues", "--url", served[0], "--token", "nobody's")
    assert told.exit_code == 1
    assert "invalid-token" in told.stderr
    both = tried("issues", "--url", served[0], "--token", "t", "--as", COUNTY)
    assert "--token" in both.stderr
