"""Knows where the built pages are, and which of their files an address may have: what lies in the build alone."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).resolve().parent
_SHIPPED: Final = _HERE / "files"
_CHECKOUT: Final = _HERE.parents[2] / "web" / "dist"
_CODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""Content codings, the smaller first, and what the name of a file ends in that has it already."""
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Not asked of the system, which has its own; what is not here is not handed out."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it is sent: its bytes in one coding (None as they are), and whether another client may get another."""

    content: bytes
    media_type: str
    coding: str | None
    varies: bool

    @property
    def tag(self) -> str:
        """Its entity tag: the same for the same bytes, wherever they were built."""
        return f'"{sha256(self.content).hexdigest()[:32]}"'


class Site:
    """The pages in one folder, read anew each time: a build takes its place while the API runs."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or (_SHIPPED if _SHIPPED.is_dir() else _CHECKOUT)

    @property
    def is_built(self) -> bool:
        """Whether there is anything to show."""
        return (self._root / "index.html").is_file()

    def find(self, path: str, accepted: frozenset[str]) -> Found | None:
        """What an address names (`assets/a.js`; a folder is its index.html), in the best coding that is accepted."""
        file = self._inside(f"{path}index.html" if path.endswith("/") or not path else path)
        media_type = _TYPES.get(file.suffix) if file else None
        if file is None or media_type is None:
            return None
        packed = {coding: other for coding, end in _CODINGS.items() if (other := self._packed(file, end))}
        coding = next((each for each in packed if each in accepted), None)
        return Found((packed[coding] if coding else file).read_bytes(), media_type, coding, bool(packed))

    def _inside(self, path: str) -> Path | None:
        """A regular file of the build. A name that leads anywhere else, by dots or by a link, leads nowhere."""
        names = path.split("/")
        if any(not name or name.startswith(".") or "\\" in name or "\0" in name for name in names):
            return None
        root = self._root.resolve()
        file = root.joinpath(*names)
        try:
            return file if file.is_file() and file.resolve() == file else None
        except OSError:  # a name longer than the system allows
            return None

    def _packed(self, file: Path, end: str) -> Path | None:
        other = file.with_name(file.name + end)
        return other if other.is_file() and not other.is_symlink() else None
