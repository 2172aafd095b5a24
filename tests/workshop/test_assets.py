"""Files of older builds stay a month, for pages that were opened before; then they go."""

import os
from pathlib import Path

import pytest

from workshop.pages import keep_assets

NOW, DAY = 1_800_000_000.0, 86_400.0


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """Assets of two builds: one a week old, one two months."""
    folder = tmp_path / "before"
    folder.mkdir()
    for name, age in {"app-new.js": 7, "app-old.js": 60, "same-1.css": 7}.items():
        (folder / name).write_text("before", encoding="utf-8")
        os.utime(folder / name, (NOW - age * DAY, NOW - age * DAY))
    return folder


@pytest.fixture
def after(tmp_path: Path) -> Path:
    """A new build, which has one file in common."""
    folder = tmp_path / "after"
    folder.mkdir()
    (folder / "same-1.css").write_text("after", encoding="utf-8")
    return folder


def test_what_is_younger_stays_with_its_age(before: Path, after: Path) -> None:
    keep_assets(before, after, NOW - 30 * DAY)
    assert {file.name: file.read_text() for file in after.iterdir()} == {"same-1.css": "after", "app-new.js": "before"}
    assert (after / "app-new.js").stat().st_mtime == NOW - 7 * DAY


def test_a_first_build_has_nothing_before_it(tmp_path: Path, after: Path) -> None:
    keep_assets(tmp_path / "nothing", after, NOW)
    assert [file.name for file in after.iterdir()] == ["same-1.css"]
