"""Knows the steps from a checkout to built pages: packages, the API's document, its types, borders, the pages."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Final

from workshop import boundaries
from workshop.made import Made
from workshop.node import WEB, npm

_CHECKOUT: Final = WEB.parent
_ROOMS: Final = ("api", "channels", "exchange", "ledger", "mobile_schema", "oversight", "people")
"""Of which the API's document may speak."""
_PACKAGES: Final = WEB / "node_modules"
_DOCUMENT: Final = WEB / "openapi.json"
_TYPES: Final = WEB / "src" / "api" / "generated"
_BORDERS: Final = WEB / "src" / "desk" / "map" / "shanxi.topo.json"
_LOCKS: Final = [WEB / "package.json", WEB / "package-lock.json", WEB / ".npmrc"]
_MADE: Final = {_PACKAGES.name, "dist"}
BUILT: Final = WEB / "dist"
OLD_ASSETS: Final = 30 * 24 * 60 * 60.0
"""Seconds that a file of an older build is kept: a page opened before may still ask for its parts."""


def ready() -> None:
    """Have what checks and tests need too: packages, and types as the API has them. Raises StepFailed."""
    with _alone():
        _ready(Made(WEB))


def build() -> None:
    """Have the pages built from what stands in the checkout. Raises StepFailed."""
    with _alone():
        made = Made(WEB)
        _ready(made)
        made.unless_the_same(BUILT, [*_sources()], _build)


def _ready(made: Made) -> None:
    if not _PACKAGES.is_symlink():  # one that leads elsewhere is somebody's own
        made.unless_the_same(_PACKAGES, _LOCKS, _install)
    rooms = [file for room in _ROOMS for file in (_CHECKOUT / room).rglob("*.py")]
    made.unless_the_same(_DOCUMENT, [*rooms, _CHECKOUT / "requirements.lock"], _write_document)
    made.unless_the_same(_TYPES, [_DOCUMENT, WEB / "openapi-ts.config.ts", *_LOCKS], _write_types)
    made.unless_the_same(_BORDERS, [Path(boundaries.__file__), _CHECKOUT / "requirements-dev.lock"], _write_borders)


def _sources() -> Iterator[Path]:
    """All that the pages are made of."""
    yield from (
        each for each in WEB.iterdir() if not each.name.startswith(".") and each.name.split(".")[0] not in _MADE
    )
    yield WEB / ".npmrc"


def _install() -> None:
    _say("the pages' packages, once")
    npm("ci")


def _write_document() -> None:
    from workshop import document  # noqa: PLC0415 - the whole API, which takes seconds

    document.write(_DOCUMENT)


def _write_types() -> None:
    npm("run", "types")


def _write_borders() -> None:
    boundaries.write(_BORDERS)


def _build() -> None:
    """Beside the pages that are shown, and then in their place."""
    _say("building the pages")
    coming, going = BUILT.with_name("dist.coming"), BUILT.with_name("dist.going")
    npm("run", "build", "--", "--outDir", coming.name, "--emptyOutDir")
    shutil.rmtree(going, ignore_errors=True)
    if BUILT.exists():
        keep_assets(BUILT / "assets", coming / "assets", time.time() - OLD_ASSETS)
        BUILT.rename(going)
    coming.rename(BUILT)
    shutil.rmtree(going, ignore_errors=True)


def keep_assets(before: Path, after: Path, since: float) -> None:
    """Let assets of an older build stand beside the new ones, unless they were built before `since`."""
    for file in before.glob("*"):
        if file.is_file() and file.stat().st_mtime >= since and not (after / file.name).exists():
            shutil.copy2(file, after)


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time: the second finds all done."""
    with (WEB / ".made.lock").open("w") as file:
        flock(file, LOCK_EX)
        yield


def _say(what: str) -> None:
    sys.stderr.write(f"{what} …\n")
