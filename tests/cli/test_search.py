"""`search check` compares an index with the ledger, and says which issues it lacks or has otherwise."""

from pathlib import Path

import pytest

from ledger.mongo.connection import Store
from ledger.search.making import make
from tests.cli.conftest import Run


def test_it_names_what_the_index_has_otherwise(
    ledger: Store, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.search._PATIENCE_SECONDS", 0.0)
    missing = run("search", "check", "--index", str(tmp_path))
    assert (missing.exit_code, "there is no index to search in" in missing.stderr) == (1, True)
    make(ledger, tmp_path, lambda *_: True)
    same = run("search", "check", "--index", str(tmp_path))
    assert same.exit_code == 0, same.output
    assert "3 issues, the index lacks or differs in 0, and has 0 that are none" in same.stdout
    changed, gone, *_ = ledger["issues"].find().sort("_id", 1)
    ledger["issues"].update_one({"_id": changed["_id"]}, {"$set": {"description": "另一回事"}})
    ledger["issues"].delete_one({"_id": gone["_id"]})
    told = run("search", "check", "--index", str(tmp_path))
    assert told.exit_code == 1
    assert changed["_id"] in told.stdout
    assert "2 issues, the index lacks or differs in 1, and has 1 that are none" in told.stdout
