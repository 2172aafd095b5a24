"""Try a sample of mutants: `make mutants ARGS='--seed 7 --sample 40 --minutes 20'`. Works on a copy of the checkout."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from itertools import islice
from pathlib import Path

from tests.mutants.explained import Explained
from tests.mutants.mutants import Mutant, mutants_of
from tests.mutants.rooms import ROOT, modules

_ENOUGH = 0.97
_ONE_SECONDS = 240
_ALL_SECONDS = 900


class _End(Enum):
    """How a run of the tests ended."""

    PASSED = "passed"
    FAILED = "failed"
    NEVER = "ran out of time"


def main() -> int:
    """Print what was killed, what is alive, what is explained; 1 when fewer than 97 % of those tried were killed."""
    asked = _asked()
    every = [each for file, tests in modules() for each in mutants_of(file, _read(file), tests)]
    shuffled = random.Random(asked.seed).sample(every, len(every))
    chosen = list(islice((each for each in shuffled if not each.only_storage(_read(each.module))), asked.sample))
    _say(f"{len(every)} mutants, {len(chosen)} chosen with seed {asked.seed}")
    seen, equal, explained = Counter[_End](), 0, Explained()
    with tempfile.TemporaryDirectory(prefix="xiaohao-mutants-") as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        all_tests = sorted({test for mutant in chosen for test in mutant.tests})
        if _end(copy, all_tests, _ALL_SECONDS) is not _End.PASSED:
            _say("the tests fail without any mutant, so nothing can be told")
            return 2
        ends = time.monotonic() + 60 * asked.minutes
        for mutant in chosen:
            if time.monotonic() > ends:
                _say(f"time is up after {seen.total() + equal} of them")
                break
            if why := explained.why(mutant, _read(mutant.module)):
                equal += 1
                _say(f"EXPLAINED  {mutant}: {why}")
                continue
            end = _tried(mutant, copy)
            seen[end] += 1
            if end is not _End.FAILED:
                told = "ALIVE" if end is _End.PASSED else "ENDLESS"
                _say(f"{told}  {mutant}\n{mutant.diff(_read(mutant.module))}")
    tried, alive, endless = seen.total(), seen[_End.PASSED], seen[_End.NEVER]
    killed = tried - alive
    share = f"{killed / tried if tried else 0:.1%}"
    _say(
        f"killed {killed} ({endless} by the time-out alone), alive {alive}, of {tried} tried: {share}; "
        f"explained, and not tried, {equal}"
    )
    return 0 if tried and killed / tried >= _ENOUGH else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=20.0)
    return parser.parse_args()


def _tried(mutant: Mutant, copy: Path) -> _End:
    """How the tests end with the mutant in the copy."""
    file = copy / mutant.module
    original = _read(mutant.module)
    file.write_text(mutant.text(original), encoding="utf-8")
    try:
        return _end(copy, mutant.tests)
    finally:
        file.write_text(original, encoding="utf-8")


def _end(copy: Path, tests: Iterable[str], seconds: int = _ONE_SECONDS) -> _End:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return _End.NEVER
    return _End.PASSED if done.returncode == 0 else _End.FAILED


def _read(module: Path) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
