"""Knows how much a browser is sent before a page can be used, from the build's own manifest."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from bench.rig.figures import Figure

BUILT: Final = Path(__file__).parents[2] / "web" / "dist"
KIB: Final = 1024
PHONE: Final = "m/index.html"
DESK: Final = "d/index.html"
ENGLISH: Final = "src/phone/english.ts"
PAGES: Final = {
    "ledger": "src/desk/ledger/Ledger.vue",
    "board": "src/desk/board/Board.vue",
    "map": "src/desk/map/MapPage.vue",
}
Manifest = Mapping[str, Mapping[str, Any]]


def run() -> list[Figure]:
    """Gzip KiB of script by door and route, and what the phone keeps, each against its budget.

    Raises FileNotFoundError, with what to do, where the pages are not built.
    """
    manifest = _manifest()
    phone = _needed(manifest, [PHONE], lazy=False)
    kept = _needed(manifest, [PHONE], lazy=True) | {PHONE}
    english = _needed(manifest, [ENGLISH], lazy=True) - kept
    figures = [
        Figure.below("phone: script to first use", "KiB gzip", _kib(phone, ".js"), 130),
        Figure.below("phone: styles to first use", "KiB gzip", _kib(phone, ".css"), 12),
        Figure.below("phone: all that it keeps", "KB raw", _kb(kept), 500),
        Figure.below("phone: all that it keeps where English is read", "KB raw", _kb(kept | english), 500),
    ]
    return (
        figures
        + [
            Figure.below(f"desk: {room}", "KiB gzip", _kib(_route(manifest, room), ".js"), limit)
            for room, limit in (("ledger", 150), ("board", 250))
        ]
        + [Figure.below("desk: what the map alone adds", "KiB gzip", _kib(_added(manifest, "map"), ".js"), 90)]
    )


def sent_first() -> list[int]:
    """The bytes of each file that the phone's first page needs, as a browser is sent them."""
    needed = sorted(_needed(_manifest(), [PHONE], lazy=False))
    return [_bytes(f"{name}.br" if (BUILT / f"{name}.br").exists() else name) for name in needed]


def _manifest() -> Manifest:
    file = BUILT / ".vite" / "manifest.json"
    if not file.exists():
        raise FileNotFoundError("the pages are not built: make web")
    manifest: Manifest = json.loads(file.read_text(encoding="utf-8"))
    return manifest


def _needed(manifest: Manifest, names: Iterable[str], *, lazy: bool) -> set[str]:
    """The files of these parts and of all that they import; with `lazy`, also of what they may ask for later.

    What a door asks for later is each of its pages, and no page's own; English only those who read it.
    """
    waiting, seen, files = list(names), set[str](), set[str]()
    apart = {PHONE, DESK} - set(waiting)
    unread = {ENGLISH} - set(waiting)
    while waiting:
        name = waiting.pop()
        if name in seen or name in unread:
            continue
        seen.add(name)
        part = manifest[name]
        files |= {part["file"], *part.get("css", [])}
        waiting += [*part.get("imports", []), *(part.get("dynamicImports", []) if lazy and name not in apart else [])]
    return files


def _route(manifest: Manifest, room: str) -> set[str]:
    """What is loaded until a page of the desk can be used: its door, itself and what they import.

    A popup is fetched when somebody reaches for it; English by those who read it.
    """
    return _needed(manifest, [DESK, *_page(manifest, room)], lazy=False)


def _added(manifest: Manifest, room: str) -> set[str]:
    return _route(manifest, room) - _needed(manifest, [DESK], lazy=False)


def _page(manifest: Manifest, room: str) -> list[str]:
    """A room's page, and the words that it alone speaks."""
    return [name for name in (PAGES[room], f"src/desk/{room}/words/zh-CN.json") if name in manifest]


def _kib(files: Iterable[str], suffix: str) -> float:
    return sum(len(gzip.compress((BUILT / name).read_bytes(), 9)) for name in files if name.endswith(suffix)) / KIB


def _kb(files: Iterable[str]) -> float:
    return sum(_bytes(name) for name in files) / 1000


def _bytes(name: str) -> int:
    return (BUILT / name).stat().st_size
