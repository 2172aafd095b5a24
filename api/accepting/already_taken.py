"""Knows the reports that this process took lately: the ledger may not have them yet, but a second one is a second one.

A phone that gets no answer sends again at once. What is remembered here bridges the time until the ledger knows the
report; the ledger stays the judge of what is the same.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

_MOST: Final = 50_000


@dataclass(slots=True)
class Taken:
    """One report: its bytes' SHA-256, whose it is, and when it was taken, None until the broker has it."""

    sha256: str
    reporter: str
    received_at: datetime | None = None
    waiters: list["asyncio.Future[None]"] = field(default_factory=list)

    async def settled(self) -> None:
        """Wait until the broker has it. Raises what kept it from there."""
        if self.received_at is None:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.waiters.append(waiter)
            await waiter


class Recent:
    """The latest reports by id, a bounded number of them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._taken: OrderedDict[str, Taken] = OrderedDict()

    def get(self, report_id: str) -> Taken | None:
        """The report of that id, on its way to the broker or there."""
        return self._taken.get(report_id)

    def begin(self, report_id: str, sha256: str, reporter: str) -> Taken:
        """Remember a report that is on its way now."""
        taken = self._taken[report_id] = Taken(sha256, reporter)
        return taken

    def confirm(self, report_id: str, received_at: datetime) -> None:
        """The broker has it."""
        taken = self._taken[report_id]
        taken.received_at = received_at
        self._tell(taken, None)
        while len(self._taken) > self._most:
            oldest = next(iter(self._taken))
            if self._taken[oldest].received_at is None:
                break
            del self._taken[oldest]

    def forget(self, report_id: str, reason: Exception) -> None:
        """It did not get there, or needs not."""
        taken = self._taken.pop(report_id, None)
        if taken is not None:
            self._tell(taken, reason)

    def _tell(self, taken: Taken, error: Exception | None) -> None:
        for waiter in taken.waiters:
            if waiter.done():
                continue
            if error is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(error)
        taken.waiters.clear()
