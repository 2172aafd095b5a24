"""A data folder knows which parts it had; one whose data are gone is named, never quietly begun anew."""

from pathlib import Path

import pytest

from stack.processes.kept_parts import PartsMissing, remember_parts, require_parts

FIRST_WRITTEN = {"kafka": "kafka/logs/meta.properties", "mongod": "mongod/db/WiredTiger"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that has both parts and knows it."""
    for name in FIRST_WRITTEN.values():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    remember_parts(tmp_path)
    require_parts(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FIRST_WRITTEN)
def test_a_part_that_was_there_and_is_empty_or_gone_is_named(folder: Path, name: str) -> None:
    (folder / FIRST_WRITTEN[name]).unlink()
    with pytest.raises(PartsMissing, match=rf"missing: {folder / name} \("):
        require_parts(folder)


def test_a_folder_that_never_had_any_is_new(tmp_path: Path) -> None:
    require_parts(tmp_path)


@pytest.mark.parametrize("broken", [b"", b"{", b'"kafka"', b"\xff"])
def test_a_memory_that_cannot_be_read_is_taken_for_both_parts(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "parts.json").write_bytes(broken)
    with pytest.raises(PartsMissing, match=r"kafka .*mongod "):
        require_parts(tmp_path)
