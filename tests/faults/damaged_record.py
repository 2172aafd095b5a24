"""Knows the fault that no restart cures: a record whose bytes on the broker's disk are not those that were sent."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ledger.mongo.connection import Document, Store
from ledger.registry.files.loading import load_catalogue
from mobile_schema.topics import SITE_VISITS
from stack.supervisor.readiness import signs_of_life, standing_still
from tests.faults.phones import Sent, reports, send_all
from tests.faults.trial import Trial, trial
from tests.faults.verdict import Verdict, judge, wait_taken_in
from tests.stacks import Up

_PER_SECOND: Final = 150.0


def damaged_record(count: int, say: Callable[[str], None], on: Trial | None = None) -> Verdict:
    """A bit flips in a record not yet taken in: named, skipped, and what was in it is sent again by its phone."""
    projects = sorted(p.code for p in load_catalogue(samples=True).projects.values() if p.code_is_sample)
    waiting = reports(max(count // 10, 10), projects)
    with trial() if on is None else nullcontext(on) as tried:
        running, sent = tried.running, tried.sent
        asyncio.run(send_all(running, reports(count, projects), sent, _PER_SECOND))
        wait_taken_in(running.store(), sent)
        running.signal_part("worker-1", signal.SIGSTOP)
        asyncio.run(send_all(running, waiting, sent, _PER_SECOND))
        running.stop()
        _flip(running.data, str(waiting[0]["report_id"]))
        running.start()
        store = running.store()
        skipped = _skip_what_is_damaged(running, store, sent, say)
        lost = [report for report in waiting if not store["receipts"].find_one({"_id": report["report_id"]})]
        say(f"{skipped} record(s) skipped, {len(lost)} report(s) sent again, the others taken in")
        asyncio.run(send_all(running, lost, sent, _PER_SECOND))
        wait_taken_in(store, sent)
        verdict = judge(store, running.state["kafka"], sent)
        return replace(verdict, dead_letters=verdict.dead_letters - skipped)


def _flip(data: Path, report_id: str) -> None:
    """Flip a bit of a report where it lies on the disk of the stack, which has ended."""
    for log in (data / "kafka" / "logs").glob(f"{SITE_VISITS.name}-*/*.log"):
        lies = bytearray(log.read_bytes())
        at = lies.find(report_id.encode())
        if at >= 0:
            lies[at] ^= 1
            log.write_bytes(lies)
            return
    raise AssertionError(f"{report_id} lies nowhere")


def _skip_what_is_damaged(running: Up, store: Store, sent: Sent, say: Callable[[str], None]) -> int:
    """Skip what stands still, the first once `up` has named it, until the rest is taken in; how many were skipped."""
    skipped: set[tuple[str, int]] = set()

    def rest_is_taken_in() -> bool:
        for told in _standing(store):
            place, offset = str(told["place"]), int(told["offset"])
            if (place, offset) not in skipped:
                if not skipped:
                    say(_named(running, f"{place} stands still at offset {offset}"))
                _skip(running, place, offset)
                skipped.add((place, offset))
        return bool(skipped) and _without_receipt(store, sent) <= len(skipped)

    running.wait_for(rest_is_taken_in, "the rest is taken in", 300)
    return len(skipped)


def _named(running: Up, words: str) -> str:
    running.wait_for(lambda: words in "".join(running.said), "`up` names it")
    return words


def _skip(running: Up, place: str, offset: int) -> None:
    options = ("--data", str(running.data), "--reason", "a flipped bit", "--yes")
    command = [sys.executable, "-m", "cli", "deadletters", "skip", place, str(offset), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _standing(store: Store) -> list[Document]:
    return standing_still(signs_of_life(store))


def _without_receipt(store: Store, sent: Sent) -> int:
    wanted: dict[str, Any] = {"_id": {"$in": list(sent.acknowledged)}}
    return len(sent.acknowledged) - int(store["receipts"].count_documents(wanted))
