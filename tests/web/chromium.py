"""Knows the browser of the tests: Debian's where it is installed, else the one in an npm package, and a Chinese face.

What npm's lacks on a bare machine comes in the same package, and is seen by that browser alone.
"""

import os
import subprocess
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import manimgx_fonts_cjk

from stack.embedded.cache import cache_folder, cache_lock
from workshop.node import NODE, WEB

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
)
_DEBIAN: Final = Path("/usr/bin/chromium")
_PACKAGE: Final = WEB / "node_modules" / "@sparticuz" / "chromium"
_UNPACK: Final = """
const [from, to] = process.argv.slice(1)
const { createReadStream, createWriteStream } = require('node:fs')
const { createBrotliDecompress } = require('node:zlib')
require('node:stream').pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to), (fault) => {
  if (fault) throw fault
})
"""
_FACES: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{faces}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>Noto Sans Mono CJK SC</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A program, and what its environment needs more."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def launching(self) -> dict[str, Any]:
        """What Playwright is told to start it by."""
        environment = {**os.environ, **self.environment}
        return {"executable_path": self.program, "args": list(ARGUMENTS), "env": environment}


def chromium() -> Chromium:
    """The one to test with, unpacked once a user."""
    folder = cache_folder() / "chromium"
    faces = {"FONTCONFIG_FILE": str(_faces(folder))}
    if _DEBIAN.exists():
        return Chromium(_DEBIAN, faces)
    unpacked = folder / _version()
    with cache_lock("chromium"):
        if not unpacked.exists():
            _unpack(unpacked)
    return Chromium(unpacked / "chromium", {**faces, "LD_LIBRARY_PATH": str(unpacked / "lib")})


def _version() -> str:
    """Of the package: another one is unpacked beside it."""
    return (_PACKAGE / "bin" / "chromium.br").stat().st_size.to_bytes(4).hex()


def _unpack(to: Path) -> None:
    coming = to.with_suffix(".coming")
    coming.mkdir(parents=True, exist_ok=True)
    _inflate("chromium.br", coming / "chromium")
    (coming / "chromium").chmod(0o755)
    _inflate("al2023.tar.br", coming / "libraries.tar")
    with tarfile.open(coming / "libraries.tar") as libraries:
        libraries.extractall(coming, filter="data")
    coming.rename(to)


def _inflate(packed: str, to: Path) -> None:
    subprocess.run([NODE, "-e", _UNPACK, _PACKAGE / "bin" / packed, to], check=True)


def _faces(folder: Path) -> Path:
    """A fontconfig file by which every browser here has the same faces, on a machine with many or with none."""
    folder.mkdir(parents=True, exist_ok=True)
    text = _FACES.format(faces=Path(manimgx_fonts_cjk.__file__).parent, cache=folder / "fontconfig")
    file = folder / "fonts.conf"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        coming = file.with_suffix(".coming")
        coming.write_text(text, encoding="utf-8")
        coming.rename(file)
    return file
