"""Knows what a worker meets that was away for long: a backlog that must neither be lost nor fill its memory."""

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Final

import psutil

from ledger.groundwork.process_settings import key_file_in
from ledger.intake.signing import Signatures
from ledger.mongo.shared_clock import SharedClock
from ledger.registry.files.loading import load_catalogue
from tests.backlog import pile_up
from tests.faults.phones import reports, send_all
from tests.faults.trial import Trial, trial
from tests.faults.verdict import Verdict, judge

_PER_SECOND: Final = 150.0
_BEFORE: Final = 100
_MOST_MIB: Final = 400
_MIB: Final = 1024 * 1024


def long_stop(count: int, say: Callable[[str], None], on: Trial | None = None) -> Verdict:
    """The only worker is stopped for an hour by the ledger's clock; `count` records wait when it goes on."""
    projects = sorted(p.code for p in load_catalogue(samples=True).projects.values() if p.code_is_sample)
    with trial() if on is None else nullcontext(on) as tried:
        running, sent = tried.running, tried.sent
        asyncio.run(send_all(running, reports(_BEFORE, projects), sent, _PER_SECOND))
        running.signal_part("worker-1", signal.SIGSTOP)
        waiting = pile_up(running.state["kafka"], projects, count, Signatures(key_file_in(running.data)))
        sent.problems.update(dict.fromkeys(waiting, 1))
        sent.acknowledged.update(waiting)
        store = running.store()
        clock = SharedClock(store)
        clock.move(clock.now() + timedelta(hours=1))
        running.signal_part("worker-1", signal.SIGCONT)
        began, peak = time.monotonic(), 0
        worker = psutil.Process(int(running.state["processes"]["worker-1"]))

        def is_in() -> bool:
            nonlocal peak
            peak = max(peak, worker.memory_info().rss)
            time.sleep(0.2)
            return store["receipts"].estimated_document_count() >= len(sent.acknowledged)

        running.wait_for(is_in, "the backlog is in", 300 + count / 500)
        say(
            f"{count} records waited, in after {time.monotonic() - began:.0f} s, with at most {peak // _MIB} MiB of RSS"
        )
        assert peak < _MOST_MIB * _MIB, "the worker read more of the backlog than it should hold"
        return judge(store, running.state["kafka"], sent, seconds=120 + count / 1_000)
