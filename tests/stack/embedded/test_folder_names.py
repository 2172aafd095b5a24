"""A data folder may have any name that the system allows: its parts keep their data in it, and nowhere else."""

import os
from pathlib import Path

import pytest

from stack.embedded.kafka import KafkaBroker
from stack.embedded.mongod import Mongod

_ODD = (
    "销号 数据",
    "a,b",
    r"back\slash\u4e2d",
    "~{conf.name}%20#=:!$'\"*",
    "two\nlines",
    os.fsdecode(b"no text \xff"),
    " end ",
)
NAMES = ["".join(_ODD), "x" * 200, "省" * 66]
"""What is odd in a name, all of it in one, and the longest there are: a JVM starts for each."""


def names_in(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_kafka_formats_the_folder_that_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    broker = KafkaBroker(tmp_path / name / "kafka")
    broker.prepare()
    assert (tmp_path / name / "kafka" / "logs" / "meta.properties").exists()
    assert names_in(tmp_path) == {name}
    assert names_in(tmp_path / name / "kafka") == {"logs", "server.properties"}


def test_kafka_and_mongod_run_on_such_a_folder_and_find_their_data_again(tmp_path: Path) -> None:
    folder = tmp_path / NAMES[0]
    kafka, mongod = KafkaBroker(folder / "kafka"), Mongod(folder / "mongod")
    for _ in range(2):
        with kafka, mongod:
            assert (folder / "mongod" / "db" / "WiredTiger").exists()
            assert (folder / "kafka" / "logs" / "__cluster_metadata-0").is_dir()
    assert names_in(tmp_path) == {folder.name}
