"""Knows what a kind of rule files is: how one is read, what it calls itself, which ones come with the software."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources.abc import Traversable
from typing import Final, Generic, TypeVar

T = TypeVar("T")
Version = int | str

COLLECTION: Final = "rule_files"


@dataclass(frozen=True, slots=True)
class RuleKind(Generic[T]):
    """A kind of rule files: how one is read (`parse` raises DataFileRefused), the name and version that it gives
    itself, the texts that come with the software. Of a kind in a `collection` of its own there is one file alone, and
    its name is empty.
    """

    kind: str
    parse: Callable[[str], T]
    called: Callable[[T], tuple[str, Version]]
    shipped: Callable[[], Sequence[str]]
    collection: str = COLLECTION

    def key(self, name: str, version: Version) -> Version:
        """Under which a version is kept."""
        return f"{self.kind}/{name}@{version}" if self.collection == COLLECTION else version


@dataclass(frozen=True, slots=True)
class HeldRules(Generic[T]):
    """The version of a file that holds; who entered it and when, None of one that ships."""

    rules: T
    text: str
    entered_at: datetime | None = None
    entered_by: str | None = None


def texts_in(folder: Traversable) -> list[str]:
    """The texts of the files (YAML) in a folder of a package, in the order of their names."""
    files = [each for each in folder.iterdir() if each.name.endswith(".yaml")]
    return [each.read_text(encoding="utf-8") for each in sorted(files, key=lambda each: each.name)]
