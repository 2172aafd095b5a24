"""The rooms are as docs/architecture.md and the import rules say."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.checkout import CHECKOUT

RULES = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PURE = next(rule for rule in RULES["contracts"] if rule["name"].startswith("rules are pure"))
ROOMS = sorted(RULES["root_packages"])
MOST_FILES = 12
DOCUMENTS = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
NAMED_FILE = re.compile(r"`((?:" + "|".join([*ROOMS, "tests", "bench", "docs"]) + r")/[\w./-]+)`")


@pytest.mark.parametrize(
    "room",
    [
        "alike",
        "complaints",
        "dispatch",
        "figures",
        "imports",
        "informants",
        "policy",
        "intake",
        "matters",
        "permits",
        "reports",
        "retention",
    ],
)
def test_every_module_of_a_room_that_holds_rules_and_stores_is_named_as_one_of_them(room: str) -> None:
    modules = {f"ledger.{room}.{file.stem}" for file in (CHECKOUT / "ledger" / room).glob("*.py")}
    assert modules - {f"ledger.{room}.__init__"} <= {*PURE["source_modules"], *PURE["forbidden_modules"]}


def test_no_room_holds_more_than_a_dozen_files() -> None:
    folders = {file.parent for room in ROOMS for file in (CHECKOUT / room).rglob("*.py")}
    full = {folder: sum(file.stem != "__init__" for file in folder.glob("*.py")) for folder in folders}
    assert {str(folder.relative_to(CHECKOUT)): count for folder, count in full.items() if count > MOST_FILES} == {}


def test_every_room_says_what_it_is_about() -> None:
    folders = {file.parent for room in ROOMS for file in (CHECKOUT / room).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").read_text("utf-8").startswith('"""')] == []


def test_no_file_is_seen_twice() -> None:
    assert [path for room in ROOMS for path in (CHECKOUT / room).rglob("*") if path.is_symlink()] == []


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda path: path.name)
def test_a_page_names_files_that_are_there(page: Path) -> None:
    named = NAMED_FILE.findall(page.read_text(encoding="utf-8"))
    assert [name for name in named if not (CHECKOUT / name).exists()] == []


def test_the_page_on_security_names_tests_that_are_there() -> None:
    """The beginning of a name, where it goes on with …"""
    texts = (file.read_text(encoding="utf-8") for file in (CHECKOUT / "tests").rglob("test_*.py"))
    there = {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    page = (CHECKOUT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)(…?)`", page)
    assert len(named) > 20
    assert [
        name for name, on in named if not any(each.startswith(name) if on else each == name for each in there)
    ] == []


READS_ALONE = (
    "alerts/alerts.py",
    "alerts/stream.py",
    "boards/*.py",
    "inbox/inbox.py",
    "issues/**/*.py",
    "matters/*.py",
    "registry/*.py",
    "reports/re*.py",
)


def test_routes_that_show_the_ledger_have_no_store_to_ask_past_reads() -> None:
    """Writing goes by a command's own scope, and the rest is under no scope: rules, channels, figures, the clock."""
    room = CHECKOUT / "api" / "resources"
    texts = {file: file.read_text(encoding="utf-8") for pattern in READS_ALONE for file in room.glob(pattern)}
    assert [name for name, text in texts.items() if re.search(r"\.store\b(?!\.)", text)] == []
