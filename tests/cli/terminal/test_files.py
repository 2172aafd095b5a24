"""A file of the registry, of a calendar or of a policy is read whatever its encoding, or refused in one line."""

from pathlib import Path

import pytest

from ledger.mongo.connection import Store
from ledger.policy.versions import shipped_texts
from tests.cli.conftest import Run
from tests.cli.test_calendar import LOCAL
from tests.factories import OWN_REGISTRY

POLICY = shipped_texts()["three-sheets"]
CODECS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


def written(folder: Path, text: str, codec: str) -> str:
    file = folder / f"file-{codec}.yaml"
    file.write_bytes(text.replace("\n", "\r\n").encode(codec))
    return str(file)


@pytest.mark.parametrize("command", ["calendar", "policy"])
@pytest.mark.parametrize("codec", CODECS)
def test_a_file_is_checked_whatever_its_encoding(
    store: Store, run: Run, tmp_path: Path, command: str, codec: str
) -> None:
    text = LOCAL if command == "calendar" else POLICY
    told = run(command, "check", written(tmp_path, text, codec))
    assert told.exit_code == 0
    assert "no fault" in told.stdout


def test_the_same_file_in_another_encoding_is_the_same_file(store: Store, run: Run, tmp_path: Path) -> None:
    for codec in CODECS:
        assert run("registry", "import", written(tmp_path, OWN_REGISTRY, codec)).exit_code == 0
        assert run("calendar", "import", written(tmp_path, LOCAL, codec)).exit_code == 0
        assert run("policy", "enter", written(tmp_path, POLICY, codec)).exit_code == 0
    person = store["persons"].find_one({"_id": "wang"})
    assert person is not None
    assert person["name"] == "王工"


COMMANDS = [
    ("registry", "import"),
    ("calendar", "check"),
    ("calendar", "import"),
    ("policy", "check"),
    ("policy", "enter"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_read_is_named_with_file_encoding_and_cure(
    store: Store, run: Run, tmp_path: Path, command: tuple[str, str]
) -> None:
    file = tmp_path / "file.yaml"
    for raw, said in (
        ("名: 檢查".encode("big5"), "第 1 行有不属于 utf-8 编码的字节,请另存为 UTF-8"),
        (b"\xff\xfea\x00b", "不是完好的 UTF-16 文本,请另存为 UTF-8"),
    ):
        file.write_bytes(raw)
        told = run(*command, str(file))
        assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
        assert f"{file}: {said}" in told.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_without_an_end_is_refused_within_a_bound(store: Store, run: Run, command: tuple[str, str]) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    told = run(*command, "/dev/zero")
    assert told.exit_code == 1
    assert "/dev/zero: 文件超过 64 MiB" in told.stderr


def test_a_mapping_and_a_table_without_an_end_are_refused_too(run: Run, tmp_path: Path) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    for arguments in (("/dev/zero", "--mapping", "la311"), ("x.csv", "--mapping", "/dev/zero")):
        told = run("replay", *arguments, "--data", str(tmp_path))
        assert told.exit_code == 1
        assert "/dev/zero: 文件超过" in told.stderr
