"""Knows the fault of workers that are killed while projects' figures stream: none may be lost, none kept twice.

Every figure says something new of its project's month, so that each that comes in is a version of its own: what was
lost leaves fewer, what came in twice leaves more, and a version without the one before it a hole.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from typing import Any, Final

from ledger.mongo.connection import Store
from ledger.registry.files.loading import load_catalogue
from tests import factories
from tests.faults.phones import send_all
from tests.faults.trial import Trial, trial
from tests.faults.verdict import wait_taken_in

_PER_SECOND: Final = 150.0
_BY: Final = "supervisor-140000"
_MONTHS: Final = tuple(f"2025-{number:02}" for number in range(1, 13))


@dataclass(frozen=True, slots=True)
class FiguresVerdict:
    """What was counted, of the figures of this load alone."""

    acknowledged: int
    receipts: int
    kept: int
    twice: int
    holes: int
    receipts_of_none: int
    dead_letters: int

    @property
    def clean(self) -> bool:
        """Whether each that was acknowledged is kept once, and each receipt is of a figure that is there."""
        wrong = (self.twice, self.holes, self.receipts_of_none, self.dead_letters)
        return self.acknowledged == self.receipts == self.kept and not any(wrong)

    def lines(self) -> str:
        """The counts, one a line."""
        return "\n".join(f"  {name:18} {value}" for name, value in asdict(self).items())


def kill_while_figures_stream(
    count: int, kills: int, say: Callable[[str], None], on: Trial | None = None
) -> FiguresVerdict:
    """Two workers, each killed by turns while figures are sent one by one."""
    with trial(workers=2) if on is None else nullcontext(on) as tried:
        wanted = _figures(count)
        asyncio.run(_both(tried, wanted, kills, say))
        store = tried.running.store()
        wait_taken_in(store, tried.sent)
        return _judge(store, {each["report_id"] for each in wanted} & tried.sent.acknowledged)


def _figures(count: int) -> list[dict[str, Any]]:
    """Corrections of corrections: of every month of every sample project in turn, each with another sum."""
    projects = sorted(load_catalogue(samples=True).projects)
    places = islice(cycle((project, month) for month in _MONTHS for project in projects), count)
    return [
        factories.figure(project=project, month=month, plan_year=10**9, done_year=number)
        for number, (project, month) in enumerate(places, 1)
    ]


async def _both(tried: Trial, wanted: list[dict[str, Any]], kills: int, say: Callable[[str], None]) -> None:
    done = asyncio.Event()

    async def send() -> None:
        await send_all(tried.running, wanted, tried.sent, _PER_SECOND, "/v1/figures", _BY)
        done.set()

    async def kill() -> None:
        killed: Counter[str] = Counter()
        for number in range(kills):
            await asyncio.sleep(random.uniform(0.4, 1.0) * len(wanted) / _PER_SECOND / kills)
            name = f"worker-{number % 2 + 1}"
            killed[name] += await asyncio.to_thread(tried.running.kill_part, name)
        say(f"killed {dict(killed)}, the last one {'after' if done.is_set() else 'before'} the last figure")
        assert killed.total(), "no worker was killed"

    await asyncio.gather(send(), kill())


def _judge(store: Store, acknowledged: set[str]) -> FiguresVerdict:
    receipts = list(store["receipts"].find({"_id": {"$in": sorted(acknowledged)}}, {"figure": 1}))
    versions: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    said: Counter[tuple[str, str, int]] = Counter()
    ids = set()
    for figure in store["figures"].find({"plan_year": 10**9}):
        place = (figure["project"], figure["month"])
        versions[place].append(figure["version"])
        said[(*place, figure["done_year"])] += 1
        ids.add(figure["_id"])
    return FiguresVerdict(
        acknowledged=len(acknowledged),
        receipts=len(receipts),
        kept=said.total(),
        twice=sum(count - 1 for count in said.values()),
        holes=sum(sorted(of) != list(range(1, len(of) + 1)) for of in versions.values()),
        receipts_of_none=sum(receipt["figure"]["id"] not in ids for receipt in receipts),
        dead_letters=store["dead_letters"].count_documents({}),
    )
