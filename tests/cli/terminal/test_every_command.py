"""Every command's help and its commonest mistakes, on terminals of three encodings: a sentence, never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from cli.commands import app

LOCALES = {
    "utf-8": {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    "gbk": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
}
STARTS_WITHOUT_ARGUMENTS = {"up", "demo", "prepare", "worker", "relay", "deliver", "api", "alive"}


def commands(of: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and every group, with the words that call it."""
    command = get_command(app) if of is None else of
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, (*path, name))


def mistakes(folder: Path) -> list[list[str]]:
    """What people get wrong most often; `folder` holds damaged files."""
    files = [str(folder / name) for name in ("gone.csv", "binary.yaml", "folder.yaml", "empty.yaml")]
    damaged = ["--data", str(folder / "damaged")]
    number, why = "140105-2026-00002", ["--reason", "省办〔2026〕3号"]
    made: list[list[str]] = []
    for path, command in commands():
        made.append([*path, "--nope"])
        if path and path[-1] not in STARTS_WITHOUT_ARGUMENTS and not hasattr(command, "commands"):
            made += [[*path], [*path, "甲", "🏗", "丙"]]
    for file in files:
        made += [["calendar", "check", file], ["policy", "check", file], ["policy", "check", file, "--table"]]
        made += [["policy", "simulate", "13710", "--over", file, "--mapping", "la311"], ["policy", "simulate", file]]
        made += [["calendar", "import", file, *damaged], ["registry", "import", file, *damaged]]
        made += [["retention", "check", file], ["retention", "import", file, *damaged]]
        made += [["policy", "enter", file, *damaged], ["replay", file, "--mapping", file, *damaged]]
    for data in ([], damaged):
        made += [["calendar", "show", "--region", region, "--year", "2026", *data] for region in ("140105", "太原")]
        made += [["policy", "move", "13710@1", "ours@1", *why, *data], ["policy", "move", "ours", "x@y", *why, *data]]
        made += [["explain", number, *data], ["policy", "show", "13710@x", *data], ["doctor", *data]]
        made += [["archive", "--limit", "0", *data], ["archive", "--dry-run", *data]]
        made += [["deadletters", "show", "no such", *data], ["deadletters", "replay", "--all", *data]]
        made += [["token", "issue", "张三", *data], ["registry", "vacancies", "--region", "14", *data]]
        made += [["escalation", "audit", "--from", time, *data] for time in ("yesterday", "0001-01-01", "9999-12-31")]
    made += [["policy", "adopt", "ours@1", "--from", day] for day in ("1 April", "0001-01-01", "2026-02-30")]
    made += [
        ["policy", "simulate", "13710", option, day] for option in ("--from", "--to") for day in ("0001-01-01", "x")
    ]
    made += [["explain", number, "--url", url, "--token", "t"] for url in ("nonsense", "http://[")]
    made += [
        ["replay", files[0], "--mapping", "la311", "--url", "nonsense"],
        ["explain", number, "--token", "t"],
    ]
    return made


def helps() -> list[list[str]]:
    """Every command, asked for its help."""
    return [[*path, "--help"] for path, _ in commands()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that are none of what is asked for."""
    made = tmp_path_factory.mktemp("damaged-files")
    (made / "binary.yaml").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(range(256)))
    (made / "empty.yaml").touch()
    (made / "folder.yaml").mkdir()
    damaged = made / "damaged"
    damaged.mkdir()
    for name in ("stack.json", "ports.json", "credentials.json"):
        (damaged / name).write_bytes(b'{"mongod": [1, "\xff')
    return made


@pytest.fixture(scope="module", params=LOCALES)
def answers(request: pytest.FixtureRequest, folder: Path) -> list[tuple[int, str, str]]:
    """Exit code, output and errors of every help, then of every mistake, read in the encoding of the locale."""
    locale = str(request.param)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XIAOHAO_", "LC_", "PYTHONIO"))}
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.terminal.trying"],
        input=json.dumps(helps() + mistakes(folder)),
        capture_output=True,
        encoding="ascii",
        env=kept | LOCALES[locale] | {"XDG_DATA_HOME": str(folder / "data-home"), "COLUMNS": "80"},
        check=True,
        timeout=500,
    )
    return [
        (code, out.encode("latin-1").decode(locale), err.encode("latin-1").decode(locale))
        for code, out, err in json.loads(done.stdout)
    ]


@pytest.mark.timeout(600)
def test_every_help_is_told_and_nothing_of_it_lost_on_the_way(answers: list[tuple[int, str, str]]) -> None:
    for (path, command), (code, out, err) in zip(commands(), answers, strict=False):
        assert (path, code, err) == (path, 0, "")
        # A line of wide characters that is full to its last column loses one to the mark of what is cut.
        assert (path, [line for line in out.splitlines() if line.endswith("… │")]) == (path, [])
        shown = "".join(out.replace("│", " ").replace("|", " ").split())
        for text in [command.help, *(getattr(parameter, "help", None) for parameter in command.params)]:
            words = [word for word in (text or "").split("\n\n")[0].split() if word.isascii() and "|" not in word]
            assert (path, [word for word in words if word not in shown]) == (path, [])


@pytest.mark.timeout(600)
def test_the_commonest_mistakes_are_answered_in_a_sentence(answers: list[tuple[int, str, str]], folder: Path) -> None:
    for asked, (code, out, err) in zip(mistakes(folder), answers[len(helps()) :], strict=True):
        assert "Traceback" not in err, (asked, err)
        assert code in {0, 1, 2}, (asked, code, err)
        assert out or err, asked
