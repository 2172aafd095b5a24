"""Knows how a mutant meets the tests: a child that has the libraries loaded already runs them on the changed module."""

import os
import pkgutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from enum import Enum
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.metadata import entry_points
from importlib.util import spec_from_loader
from itertools import chain, groupby, takewhile
from types import ModuleType
from typing import Final

import pytest

from tests.mutants.mutants import Mutant
from tests.mutants.rooms import ROOT

_LOADED_ONCE: Final = ("hypothesis.strategies", "mongoengine", "fastapi.testclient", "kafka", "aiokafka", "PIL.Image")
_UPWARD: Final = ("groundwork", "mongo", "registry", "calendar", "issue", "policy", "access", "decisions", "escalation")
"""The rooms of the ledger, each before those that stand on it: what lies under a mutant is loaded once (pyproject)."""
# A child that others keep from the processor is not endless; one that waits for what never comes is.
_WAITS: Final = 8
_OUT_OF_TIME: Final = (signal.SIGPROF, signal.SIGALRM)
_OPTIONS: Final = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")


class End(Enum):
    """How a run of the tests ended."""

    PASSED = "passed"
    FAILED = "failed"
    NEVER = "ran out of time"


def load_libraries() -> None:
    """Load what no mutant changes, and the rooms with what ships, so that no child has to load what lies under its."""
    for name in _LOADED_ONCE:
        import_module(name)
    for plugin in entry_points(group="pytest11"):
        plugin.load()
    import_module("tests.ledger.factories")
    package = import_module("mobile_schema")
    for module in pkgutil.walk_packages(package.__path__, "mobile_schema."):
        import_module(module.name)


def tried(tests: Iterable[str], seconds: int, mutant: Mutant | None = None) -> End:
    """How the tests end within so many processor seconds, with the mutant in place of its module; none outlives it."""
    child = os.fork()
    if not child:
        os.setsid()
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(_WAITS * seconds)
        os._exit(_run(tests, mutant))
    _, status = os.waitpid(child, 0)
    _end_group(child)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in _OUT_OF_TIME:
        return End.NEVER
    return End.PASSED if status == 0 else End.FAILED


def _run(tests: Iterable[str], mutant: Mutant | None) -> int:
    """The code pytest ends with, the first file, then a folder after the other: few mutants survive their own test."""
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os.chdir(ROOT)
        _forget(mutant)
        if mutant is not None:
            sys.meta_path.insert(0, _Changed(mutant))
        with tempfile.TemporaryDirectory(prefix="xiaohao-mutant-") as examples:
            os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = examples
            first, *others = tests
            folders = (list(files) for _, files in groupby(others, os.path.dirname))
            rounds = chain([[first]], folders)
            return next((code for files in rounds if (code := pytest.main([*_OPTIONS, *files]))), 0)
    except BaseException:
        traceback.print_exc()
        return 1


def _forget(mutant: Mutant | None) -> None:
    """Have all that is ours loaded anew, but for the rooms under the mutant's."""
    room = mutant.module.parts[1] if mutant is not None else None
    under = takewhile(lambda each: each != room, _UPWARD) if room in _UPWARD else ()
    kept = tuple(f"ledger.{each}." for each in under)
    for name in list(sys.modules):
        within = f"{name}."
        if within.startswith(("ledger.", "tests.")) and not within.startswith((*kept, "tests.mutants.")):
            del sys.modules[name]


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


class _Changed(MetaPathFinder, InspectLoader):
    """Finds the one module that a mutant changes, and loads it as changed."""

    def __init__(self, mutant: Mutant) -> None:
        self._file = ROOT / mutant.module
        self._name = ".".join(mutant.module.with_suffix("").parts)
        self._text = mutant.text(self._file.read_text(encoding="utf-8"))

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The changed module, when that is asked for."""
        if name != self._name:
            return None
        spec = spec_from_loader(name, self, origin=str(self._file))
        if spec is not None:
            spec.has_location = True
        return spec

    def get_source(self, fullname: str) -> str:
        """The text with the change."""
        return self._text
