"""What is made of other things is made again only when one of those changed, or when it is gone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workshop.made import Made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two parts, one of them a folder."""
    (tmp_path / "part.txt").write_text("a", encoding="utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "b.txt").write_text("b", encoding="utf-8")
    return tmp_path


def _make(root: Path, make: Callable[[], None] | None = None) -> bool:
    thing = root / "thing"
    return Made(root).unless_the_same(thing, [root / "part.txt", root / "parts"], make or thing.touch)


def test_it_is_made_once(root: Path) -> None:
    assert [_make(root), _make(root), (root / "thing").exists()] == [True, False, True]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "part.txt").write_text("A", encoding="utf-8"),
        lambda root: (root / "parts" / "c.txt").touch(),
        lambda root: (root / "parts" / "b.txt").unlink(),
        lambda root: (root / "parts" / "b.txt").rename(root / "parts" / "d.txt"),
        lambda root: (root / "thing").unlink(),
        lambda root: (root / ".made.json").write_text("{", encoding="utf-8"),
    ],
    ids=["bytes", "one more", "one less", "a name", "it is gone", "its notes are broken"],
)
def test_it_is_made_again_after_a_change(root: Path, change: Callable[[Path], object]) -> None:
    _make(root)
    change(root)
    assert [_make(root), _make(root)] == [True, False]


def test_what_broke_off_is_made_again(root: Path) -> None:
    def breaks_off() -> None:
        (root / "thing").write_text("half", encoding="utf-8")
        raise InterruptedError

    _make(root)
    (root / "part.txt").write_text("A", encoding="utf-8")
    with pytest.raises(InterruptedError):
        _make(root, breaks_off)
    (root / "part.txt").write_text("a", encoding="utf-8")
    assert _make(root)


def test_things_of_one_folder_are_known_apart(root: Path) -> None:
    other, part = root / "other", root / "part.txt"
    assert Made(root).unless_the_same(other, [part], other.touch)
    assert [_make(root), _make(root)] == [True, False]
    assert not Made(root).unless_the_same(other, [part], other.touch)
