"""Knows how a set of Java jars comes to this machine: by jgo from a lock file, each checked by SHA-256."""

import hashlib
import shutil
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack.embedded.cache import cache_folder, cache_lock
from stack.processes.faults import StackError

_AT_ONCE: Final = 6
_TIMEOUT_SECONDS: Final = 60
_TRIES: Final = 3

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Jar:
    """One jar of a lock file, by its Maven coordinates."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Its name in the class path folder."""
        return f"{self.artifact}-{self.version}.jar"


@dataclass(frozen=True, slots=True)
class JarSet:
    """The jars of one lock file: `key` names their folder in the cache, `title` is how people call them."""

    key: str
    title: str
    lock_file: Path
    mebibytes: int

    def jars(self) -> list[Jar]:
        """What the lock file pins."""
        locked = tomllib.loads(self.lock_file.read_text(encoding="utf-8"))["dependencies"]
        return [Jar(row["groupId"], row["artifactId"], row["version"], row["sha256"]) for row in locked]

    def folder(self, say: Progress = lambda _: None) -> Path:
        """The folder with every locked jar, filled on first use.

        Raises StackError when a jar cannot be had or is not the one that the lock file pins.
        """
        digest = hashlib.sha256(self.lock_file.read_bytes()).hexdigest()[:12]
        folder = cache_folder() / f"{self.key}-{digest}"
        if folder.is_dir():
            return folder
        with cache_lock(self.key):
            if not folder.is_dir():
                self._fill(folder, say)
        return folder

    def _fill(self, folder: Path, say: Progress) -> None:
        """Fetch into a folder beside it, then rename: a folder that exists is whole."""
        coming = folder.with_suffix(".coming")
        shutil.rmtree(coming, ignore_errors=True)
        coming.mkdir(parents=True)
        jars = self.jars()
        say(f"{self.title}: fetching {len(jars)} jars, once (about {self.mebibytes} MB)")
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for done, jar in enumerate(pool.map(lambda jar: _fetch(jar, coming), jars), start=1):
                if done % 10 == 0 or done == len(jars):
                    say(f"{self.title}: {done} of {len(jars)} jars ({jar.file_name})")
        shutil.rmtree(coming / "maven")
        coming.rename(folder)


def _fetch(jar: Jar, into: Path) -> Jar:
    for remaining in reversed(range(_TRIES)):
        try:
            fetched = _download(jar, into / "maven" / str(remaining))
        except Exception as error:  # jgo lets every kind of requests' and its own errors through
            if not remaining:
                raise StackError(
                    f"无法从 Maven 仓库取得 {jar.file_name} / could not be fetched from the Maven repository: {error}"
                ) from error
            continue
        found = hashlib.sha256(fetched.read_bytes()).hexdigest()
        if found == jar.sha256:
            fetched.rename(into / jar.file_name)
            return jar
        fetched.unlink()
    raise StackError(f"{jar.file_name} 与锁定文件所记不符 / is not the file that the lock pins: SHA-256 {found}")


def _download(jar: Jar, repository: Path) -> Path:
    # jgo is slow to import and wanted once in the life of a cache.
    from jgo.config import GlobalSettings  # noqa: PLC0415
    from jgo.maven import MavenContext  # noqa: PLC0415

    mirrors = GlobalSettings.load().repositories or None
    context = MavenContext(repo_cache=repository, local_repos=[], remote_repos=mirrors, timeout=_TIMEOUT_SECONDS)
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact()
    return Path(artifact.resolve())
