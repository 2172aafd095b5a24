"""Knows how one thread follows the ledger's alerts for all readers of this process."""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from pymongo.errors import PyMongoError

from api.stream.fan_out import FanOut
from api.stream.frames import Event, event_of
from ledger.mongo.connection import Store
from ledger.mongo.tailing import HistoryLost
from ledger.store.alert_feed import AlertChange, AlertFeed, following

_LOG: Final = logging.getLogger("xiaohao.api")
_REST_SECONDS: Final = 0.5
_STOP_SECONDS: Final = 2.0
_ON_THEIR_WAY: Final = 1_000


class Follower:
    """A change stream in a thread, whose events reach the loop in order and at most so many at a time."""

    def __init__(self, store: Store, fan_out: FanOut) -> None:
        self._store = store
        self._fan_out = fan_out
        self._loop = asyncio.get_running_loop()
        self._stop = threading.Event()
        self._room = threading.Semaphore(_ON_THEIR_WAY)
        self._thread = threading.Thread(target=self._run, name="alert-feed", daemon=True)
        self._thread.start()

    async def close(self) -> None:
        """End it; a thread that waits for a MongoDB that hangs ends with the process."""
        self._stop.set()
        await asyncio.to_thread(self._thread.join, _STOP_SECONDS)

    def _run(self) -> None:
        mark: str | None = None
        while not self._stop.is_set():
            try:
                with following(self._store, mark) as feed:
                    if mark is None:
                        mark = feed.mark
                        self._tell(self._fan_out.begin, mark)
                    while not self._stop.is_set():
                        mark = self._pass_on(feed)
            except HistoryLost as lost:
                _LOG.error("the alert feed begins anew, and readers are told: %s", lost)
                mark = None
            except Exception as error:
                _tell_log(error)
                self._tell(self._fan_out.away)
                self._stop.wait(_REST_SECONDS)

    def _pass_on(self, feed: AlertFeed) -> str:
        change = feed.next()
        if change is None:
            self._tell(self._fan_out.stand, feed.mark)
            return feed.mark
        event = readable(change)
        if event is not None:
            self._tell(self._fan_out.take, event)
        return change.mark

    def _tell(self, what: Callable[..., None], *arguments: Any) -> None:
        """Have the loop do something; wait while much of it is still to be done there."""
        while not self._room.acquire(timeout=_REST_SECONDS):
            if self._stop.is_set():
                return
        if not self._stop.is_set():
            self._loop.call_soon_threadsafe(self._done, what, arguments)

    def _done(self, what: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        self._room.release()
        what(*arguments)


def _tell_log(error: Exception) -> None:
    """MongoDB that is away is no fault of this process; whatever else ends a feed is shown whole, and it goes on."""
    if isinstance(error, PyMongoError):
        _LOG.warning("the alert feed waits for MongoDB: %s", error)
    else:
        _LOG.error("the alert feed failed, and begins again from its mark", exc_info=error)


def readable(change: AlertChange) -> Event | None:
    """The event of a change; one that is no alert as this version writes them stops nobody's stream."""
    try:
        return event_of(change)
    except Exception as error:
        _LOG.error("the alert %s cannot be shown: %r", change.alert.get("_id"), error)
        return None
