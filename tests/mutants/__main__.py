"""Try a sample of mutants: `make mutants ARGS='--seed 7 --sample 40 --minutes 20'`."""

import argparse
import random
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from tests.mutants.explained import Explained
from tests.mutants.mutants import mutants_of
from tests.mutants.rooms import ROOT, modules
from tests.mutants.trying import End, load_libraries, tried

_ENOUGH = 0.97
_ONE_SECONDS = 240
_ALL_SECONDS = 900


def main() -> int:
    """Print what was killed, what is alive, what is explained; 1 when fewer than 97 % of those tried were killed."""
    asked = _asked()
    every = [each for file, tests in modules(asked.room) for each in mutants_of(file, _read(file), tests)]
    shuffled = random.Random(asked.seed).sample(every, len(every))
    chosen = list(islice((each for each in shuffled if not each.only_storage(_read(each.module))), asked.sample))
    _say(f"{len(every)} mutants, {len(chosen)} chosen with seed {asked.seed}")
    if asked.list:
        for mutant in chosen:
            _say(f"{mutant}\n{mutant.diff(_read(mutant.module))}")
        return 0
    load_libraries()
    all_tests = sorted({test for mutant in chosen for test in mutant.tests})
    if tried(all_tests, _ALL_SECONDS) is not End.PASSED:
        _say("the tests fail without any mutant, so nothing can be told")
        return 2
    seen, equal, explained = Counter[End](), 0, Explained()
    ends = time.monotonic() + 60 * asked.minutes
    for mutant in chosen:
        if time.monotonic() > ends:
            _say(f"time is up after {seen.total() + equal} of them")
            break
        if why := explained.why(mutant, _read(mutant.module)):
            equal += 1
            _say(f"EXPLAINED  {mutant}: {why}")
            continue
        end = tried(mutant.tests, _ONE_SECONDS, mutant)
        seen[end] += 1
        if end is not End.FAILED:
            told = "ALIVE" if end is End.PASSED else "ENDLESS"
            _say(f"{told}  {mutant}\n{mutant.diff(_read(mutant.module))}")
    total, alive, endless = seen.total(), seen[End.PASSED], seen[End.NEVER]
    killed = total - alive
    share = f"{killed / total if total else 0:.1%}"
    _say(
        f"killed {killed} ({endless} by the time-out alone), alive {alive}, of {total} tried: {share}; "
        f"explained, and not tried, {equal}"
    )
    return 0 if total and killed / total >= _ENOUGH else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--room", type=Path, default=Path("ledger"), help="a folder or module, as ledger/policy")
    parser.add_argument("--list", action="store_true", help="show those chosen and what each changes, and try none")
    return parser.parse_args()


def _read(module: Path) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
