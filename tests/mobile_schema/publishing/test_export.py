"""The published schemas: committed as the models say, the same each time, and a baseline for every kind of report."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mobile_schema.events.envelope import EVENT_TYPES
from mobile_schema.publishing import export
from mobile_schema.reports.site_visit import SiteVisit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An export folder of the test's own, as freshly released."""
    monkeypatch.setattr(export, "FOLDER", tmp_path)
    monkeypatch.setattr(export, "BASELINE", tmp_path / "baseline")
    assert export.main(["--release"]) == 0
    return tmp_path


def test_the_committed_schemas_are_what_the_models_say() -> None:
    assert list(export.stale()) == [], "run python -m mobile_schema.publishing.export"


def test_every_report_and_every_event_has_a_schema_file() -> None:
    names = {path.name.removesuffix(".schema.json") for path in export.FOLDER.glob("*.schema.json")}
    received = {"site-visit", "obstruction-incident", "sync-request", "project-figure", "figure-batch"}
    assert names == {*received, "event-envelope", "figure.reported.v1", "permit.reported.v1", *EVENT_TYPES}


def test_every_schema_is_a_schema_and_says_which() -> None:
    for path, text in export.files().items():
        schema = json.loads(text)
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"urn:xiaohao:schema:v1:{path.name.removesuffix('.schema.json')}"


def test_the_export_does_not_depend_on_the_hash_seed() -> None:
    script = "import hashlib; from mobile_schema.publishing.export import files; "
    script += "print(hashlib.sha256(repr(files()).encode()).hexdigest())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_exporting_again_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.json")}
    assert export.main([]) == 0
    assert {path: path.read_bytes() for path in folder.rglob("*.json")} == before


def test_a_stale_file_is_told_and_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "site-visit.schema.json"
    path.write_text(path.read_text("utf-8").replace("2000", "3000"), "utf-8")
    stale = path.read_bytes()
    assert export.main(["--check"]) == 1
    assert "site-visit.schema.json is stale" in capsys.readouterr().err
    assert path.read_bytes() == stale


def test_a_missing_file_and_one_of_no_model_are_stale(folder: Path) -> None:
    (folder / "issue.closed.v1.schema.json").unlink()
    (folder / "issue.forgotten.v1.schema.json").write_text("{}", "utf-8")
    assert list(export.stale()) == ["issue.closed.v1.schema.json", "issue.forgotten.v1.schema.json"]
    assert export.main([]) == 0
    assert list(export.stale()) == []


def test_every_kind_of_report_has_a_baseline() -> None:
    assert export.baseline().keys() == export.RECEIVED.keys()


def test_a_schema_that_would_refuse_an_older_phone_cannot_become_the_baseline(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Demanding(SiteVisit):
        weather: str

    baseline = (folder / "baseline/site-visit.json").read_bytes()
    monkeypatch.setattr(export, "RECEIVED", {**export.RECEIVED, "site-visit": Demanding})
    assert export.main(["--release"]) == 1
    assert "site-visit $.weather: newly required" in capsys.readouterr().err
    assert (folder / "baseline/site-visit.json").read_bytes() == baseline
