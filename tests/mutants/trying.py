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
from importlib.util import spec_from_loader
from itertools import groupby
from types import ModuleType
from typing import Final

import pytest

from tests.mutants.mutants import Mutant
from tests.mutants.rooms import ROOT

_LOADED_ONCE: Final = ("hypothesis.strategies", "mongoengine", "fastapi.testclient", "kafka", "aiokafka", "PIL.Image")
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
    """Load what no mutant changes, so that no child has to."""
    for name in _LOADED_ONCE:
        import_module(name)
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
    """The code pytest ends with, one folder of tests after the other: most mutants do not survive their own."""
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os.chdir(ROOT)
        if mutant is not None:
            sys.meta_path.insert(0, _Changed(mutant))
        with tempfile.TemporaryDirectory(prefix="xiaohao-mutant-") as examples:
            os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = examples
            folders = (list(files) for _, files in groupby(tests, os.path.dirname))
            return next((code for files in folders if (code := pytest.main([*_OPTIONS, *files]))), 0)
    except BaseException:
        traceback.print_exc()
        return 1


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
