"""`xiaohao paper`: a paper of an issue as a file, for who may read the issue, never over another file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

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
from tests.cli.conftest import Run
from tests.signing import key_file

NUMBER = "140105-2026-00001"


@pytest.fixture
def run_as(ledger: Store, mongo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run `xiaohao …` as somebody, by a token, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    settings = Settings(mongo_url=mongo_url, kafka="127.0.0.1:1", clock="movable", intake_key=key_file())
    store = connect(mongo_url)
    with running(create_app(settings, publisher=NullPublisher(), store=store)) as url:

        def run(person: str, *arguments: str) -> Result:
            token = issue_token(ledger, person, datetime.now(UTC))
            return CliRunner().invoke(app, [*arguments, "--url", url, "--token", token], catch_exceptions=False)

        yield run
    store.close()


def test_it_is_written_here_or_where_one_says(run_as: Run, tmp_path: Path) -> None:
    told = run_as("supervisor-140105", "paper", NUMBER)
    assert told.exit_code == 0, told.stderr
    assert (tmp_path / f"supervision-{NUMBER}.pdf").read_bytes().startswith(b"%PDF-")
    there = tmp_path / "dossier.docx"
    assert run_as("supervisor-140105", "paper", NUMBER, "file", "--form", "docx", "--out", str(there)).exit_code == 0
    assert there.read_bytes().startswith(b"PK")
    again = run_as("supervisor-140105", "paper", NUMBER)
    assert again.exit_code == 1
    assert "is left as it is" in again.stderr


def test_who_may_not_read_the_issue_has_no_paper_of_it(run_as: Run, tmp_path: Path) -> None:
    told = run_as("supervisor-140213", "paper", NUMBER)
    assert told.exit_code == 1
    assert "no such issue" in told.stderr
    assert list(tmp_path.iterdir()) == []
