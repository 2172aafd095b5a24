"""Try a sample of mutants: `make mutants ARGS='--seed 7 --sample 40 --minutes 20'`. Works on a copy of the checkout."""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from tests.mutants.explained import Explained
from tests.mutants.mutants import Mutant, mutants_of
from tests.mutants.rooms import ROOT, modules

_ENOUGH = 0.97
_ONE_SECONDS = 240
_ALL_SECONDS = 900


def main() -> int:
    """Print what was killed, what is alive, what is explained; 1 when fewer than 97 % of those tried were killed."""
    asked = _asked()
    every = [each for file, tests in modules() for each in mutants_of(file, _read(file), tests)]
    shuffled = random.Random(asked.seed).sample(every, len(every))
    chosen = list(islice((each for each in shuffled if not each.only_storage(_read(each.module))), asked.sample))
    _say(f"{len(every)} mutants, {len(chosen)} chosen with seed {asked.seed}")
    alive, killed, equal, explained = list[Mutant](), 0, 0, Explained()
    with tempfile.TemporaryDirectory(prefix="xiaohao-mutants-") as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        if not _pass(copy, sorted({test for mutant in chosen for test in mutant.tests}), _ALL_SECONDS):
            _say("the tests fail without any mutant, so nothing can be told")
            return 2
        ends = time.monotonic() + 60 * asked.minutes
        for mutant in chosen:
            if time.monotonic() > ends:
                _say(f"time is up after {killed + len(alive) + equal} of them")
                break
            if why := explained.why(mutant, _read(mutant.module)):
                equal += 1
                _say(f"EXPLAINED  {mutant}: {why}")
            elif _survives(mutant, copy):
                alive.append(mutant)
                _say(f"ALIVE  {mutant}\n{mutant.diff(_read(mutant.module))}")
            else:
                killed += 1
    tried = killed + len(alive)
    share = f"{killed / tried if tried else 0:.1%}"
    _say(f"killed {killed}, alive {len(alive)}, of {tried} tried: {share}; explained, and not tried, {equal}")
    return 0 if tried and killed / tried >= _ENOUGH else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=20.0)
    return parser.parse_args()


def _survives(mutant: Mutant, copy: Path) -> bool:
    """Whether the tests pass with the mutant in the copy; one that never ends is killed."""
    file = copy / mutant.module
    original = _read(mutant.module)
    file.write_text(mutant.text(original), encoding="utf-8")
    try:
        return _pass(copy, mutant.tests)
    finally:
        file.write_text(original, encoding="utf-8")


def _pass(copy: Path, tests: Iterable[str], seconds: int = _ONE_SECONDS) -> bool:
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
        return False
    return done.returncode == 0


def _read(module: Path) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
