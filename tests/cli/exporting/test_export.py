"""`xiaohao export`: what the list shows, as a file; what is refused is one line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from cli.commands import app
from exchange.tables.faults import PlayError
from ledger.groundwork.clock import HeldClock
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store, connect
from ledger.mongo.positions import stored_offsets
from ledger.policy.rules import GivenRules, Rules
from ledger.registry.files.loading import load_catalogue
from ledger.registry.routing_rules import load_rules
from mobile_schema.topics import SITE_VISITS
from people.tokens import issue_token
from play.client.fetching import Fetching
from tests.api.parts import running
from tests.cli.conftest import Run, records_of
from tests.databases import Databases
from tests.ledger.factories import FIRST
from tests.samples import with_samples
from tests.signing import key_file

COUNTY, STRANGER = "supervisor-140105", "supervisor-140213"
SERIALS = [f"140105-2026-0000{number}" for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def served(databases: Databases) -> Iterator[tuple[str, Store]]:
    """Three issues on a ledger, and the address of the API on it."""
    with databases.one() as url:
        store = connect(url)
        with_samples(store)
        stored_offsets(store, {(SITE_VISITS.name, 0): 0})
        rules = GivenRules(Rules(load_catalogue(samples=True), FIRST, load_rules()))
        now = HeldClock(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
        assert take_in(store, records_of(3), now, rules) is not None
        settings = Settings(mongo_url=url, kafka="127.0.0.1:1", clock="movable", intake_key=key_file())
        with running(create_app(settings, publisher=NullPublisher(), store=store)) as address:
            yield address, store
        store.close()


@pytest.fixture
def export_as(served: tuple[str, Store]) -> Run:
    """Run `xiaohao export …` as somebody, by a token."""
    url, store = served

    def run(person: str, *arguments: str) -> Result:
        token = issue_token(store, person, datetime.now(UTC))
        said = ("export", *arguments, "--url", url, "--token", token)
        return CliRunner().invoke(app, said, catch_exceptions=False)

    return run


def test_a_workbook_and_a_csv_file_have_the_rows_of_the_list(export_as: Run, tmp_path: Path) -> None:
    told = export_as(COUNTY, "--sort", "serial", "--out", str(tmp_path / "台账.xlsx"))
    assert told.exit_code == 0, told.stderr
    assert "已导出 3 条 / 3 lines" in told.stdout
    rows = CalamineWorkbook.from_path(tmp_path / "台账.xlsx").get_sheet_by_name("台账").to_python()
    assert [row[2] for row in rows[3:]] == SERIALS
    export_as(
        COUNTY, "--sort", "serial", "--encoding", "gb18030", "--columns", "serial", "--out", str(tmp_path / "a.csv")
    )
    assert (tmp_path / "a.csv").read_text(encoding="gb18030").split() == ["编号", *SERIALS]
    assert [file.name for file in tmp_path.glob("*.part")] == []


def test_filters_are_those_of_the_list_and_the_scope_is_the_persons(export_as: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "a.csv")
    for person, filters in ((STRANGER, ()), (COUNTY, ("--filter", "reported_before=2026-01-01T00:00:00Z"))):
        assert "已导出 0 条" in export_as(person, *filters, "--out", out).stdout


def test_an_offices_own_template_is_a_file(export_as: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("name: own\ntitle: 我局台账\ncolumns: [{column: serial, heading: 督办号}]\n", encoding="utf-8")
    export_as(COUNTY, "--template", str(own), "--sort", "serial", "--out", str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").split() == ["督办号", *SERIALS]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--light", "pink", "--out", "a.csv"), 1, "invalid"),
        (("--template", "nothing", "--out", "a.csv"), 1, "没有模板 nothing"),
        (("--job", "nothing", "--out", "a.csv"), 1, "unknown-export"),
        (("--out", "a.pdf"), 2, ".xlsx 或 .csv"),
        (("--filter", "light", "--out", "a.csv"), 2, "名称=值"),
    ],
)
def test_what_cannot_be_exported_says_why(export_as: Run, arguments: tuple[str, ...], code: int, told: str) -> None:
    refused = export_as(COUNTY, *arguments)
    assert refused.exit_code == code
    assert told in refused.stderr


def test_what_broke_off_goes_on_from_where_it_was(served: tuple[str, Store], tmp_path: Path) -> None:
    url, store = served
    with Fetching(url, issue_token(store, COUNTY, datetime.now(UTC))) as fetching:
        job = fetching.ask({"form": "csv", "query": {"sort": "serial"}})
        fetching.fetch(job, tmp_path / "whole.csv")
        whole = (tmp_path / "whole.csv").read_bytes()
        (tmp_path / "again.csv.part").write_bytes(whole[:100])
        fetching.fetch(job, tmp_path / "again.csv")
        assert (tmp_path / "again.csv").read_bytes() == whole
        (tmp_path / "other.csv.part").write_bytes(b"x" * 100)
        with pytest.raises(PlayError, match=f"--job {job}"):
            fetching.fetch(job, tmp_path / "other.csv")
        fetching.fetch(job, tmp_path / "other.csv")
        assert (tmp_path / "other.csv").read_bytes() == whole
