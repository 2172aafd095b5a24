"""Knows who reads the stream in this process, and hands each event to those whom it concerns.

All of it runs on the event loop. Every reader has a position, and gets what comes after it and nothing else: so it
may join from the past, or from another process that was ahead of this one, without a gap and without an overlap.
"""

import asyncio
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from api.http.problems import RETRY_SECONDS, Problem, away, ledger_away
from api.http.settings import StreamLimits
from api.stream.frames import AWAY, OVERFLOW, Event, heartbeat, reset
from ledger.registry.entries import Person
from ledger.store.alerts import AlertFilter

_BEGIN_SECONDS: Final = 5.0
# The feed says every half second how far it is, whether or not anything happens.
SILENT_SECONDS: Final = 10.0


class Reader:
    """One open stream: whose it is, what it wants, how far it is, and a bounded number of events that wait for it."""

    def __init__(self, bearer: str, person: Person, wanted: AlertFilter, limits: StreamLimits) -> None:
        self.bearer = bearer
        self.person = person
        self.wanted = wanted
        self.position = ""
        self._limits = limits
        self._queue: deque[bytes] = deque()
        self._last: bytes | None = None
        self._wake = asyncio.Event()

    def offer(self, event: Event) -> None:
        """Let an event wait; where too many wait already, the reader is too slow and is told so."""
        if event.mark <= self.position or self._last is not None or not self.wanted.covers(event.alert):
            return
        if len(self._queue) >= self._limits.queued:
            self.end(OVERFLOW)
            return
        self.position = event.mark
        self._say(event.frame)

    def comment(self, frame: bytes) -> None:
        """Say something that may be left out: to a reader with nothing else to read."""
        if not self._queue:
            self._say(frame)

    def start_anew(self, mark: str) -> None:
        """What happened before `mark` cannot be told any more."""
        self._queue.clear()
        self.position = mark
        self._say(reset(mark))

    def end(self, last: bytes = b"") -> None:
        """End it; what waits is dropped, since the client comes back with the id of what it got."""
        self._queue.clear()
        self._last = last
        self._wake.set()

    @property
    def ended(self) -> bool:
        """Whether nothing more comes after what waits."""
        return self._last is not None

    async def read(self) -> bytes:
        """Everything that waits, as one; empty when nothing came for the time of a heartbeat."""
        if not self._wake.is_set():
            try:
                async with asyncio.timeout(self._limits.heartbeat):
                    await self._wake.wait()
            except TimeoutError:
                if not self._wake.is_set():
                    return b""
        self._wake.clear()
        waiting = b"".join(self._queue) + (self._last or b"")
        self._queue.clear()
        return waiting

    def _say(self, frame: bytes) -> None:
        self._queue.append(frame)
        self._wake.set()


class FanOut:
    """The readers of this process, and the latest events for those that come back."""

    def __init__(self, limits: StreamLimits) -> None:
        self.limits = limits
        self.position = ""
        self.floor = ""
        self._kept: deque[Event] = deque()
        self._readers: defaultdict[str | None, set[Reader]] = defaultdict(set)
        self._of_person: Counter[str] = Counter()
        self._begun = asyncio.Event()
        self._heard_at = time.monotonic()
        self.ending = False

    @property
    def readers(self) -> list[Reader]:
        """All who read live."""
        return [reader for readers in self._readers.values() for reader in readers]

    @property
    def silent(self) -> bool:
        """Whether the feed has said nothing for so long that it must be dead, or MongoDB away."""
        return time.monotonic() - self._heard_at > SILENT_SECONDS

    @property
    def open(self) -> int:
        """How many streams are open, those that still catch up among them."""
        return self._of_person.total()

    @contextmanager
    def admitted(self, person_id: str, reader: Reader) -> Iterator[None]:
        """A place for a reader. Raises Problem: 503 when the process is full or ends, 429 when the person is."""
        if self.ending or self.open >= self.limits.readers:
            raise away("streams-full", "实时连接已满，请稍后重试 / too many open streams here; try again soon")
        if self._of_person[person_id] >= self.limits.per_person:
            raise Problem(
                429,
                "too-many-streams",
                "您打开的实时连接过多 / you have too many open streams",
                headers={"Retry-After": str(RETRY_SECONDS)},
                limit=self.limits.per_person,
            )
        self._of_person[person_id] += 1
        try:
            yield
        finally:
            self._of_person[person_id] -= 1
            if not self._of_person[person_id]:
                del self._of_person[person_id]
            self._leave(reader)

    async def begun(self) -> None:
        """Wait until the feed stands somewhere. Raises Problem (503) when MongoDB was away ever since the start."""
        try:
            async with asyncio.timeout(_BEGIN_SECONDS):
                await self._begun.wait()
        except TimeoutError:
            raise ledger_away() from None

    def join(self, reader: Reader) -> None:
        """From now on it is told everything after its position; it must have all until now."""
        reader.position = max(reader.position, self.position)
        self._readers[reader.wanted.recipient].add(reader)
        if self.ending:
            reader.end()

    def kept_after(self, mark: str, wanted: AlertFilter) -> list[Event]:
        """The latest events after a mark that is not below `floor`."""
        found: list[Event] = []
        for event in reversed(self._kept):
            if event.mark <= mark:
                break
            if wanted.covers(event.alert):
                found.append(event)
        return found[::-1]

    def begin(self, mark: str) -> None:
        """The feed begins here, and has lost what was before."""
        self._kept.clear()
        self._heard_at = time.monotonic()
        self.floor = self.position = mark
        for reader in self.readers:
            reader.start_anew(mark)
        self._begun.set()

    def take(self, event: Event) -> None:
        """The next event."""
        if len(self._kept) >= self.limits.kept:
            self.floor = self._kept.popleft().mark
        self._kept.append(event)
        self._heard_at = time.monotonic()
        self.position = event.mark
        for recipient in {event.alert["recipient_person_id"], None}:
            for reader in self._readers.get(recipient, ()):
                reader.offer(event)

    def stand(self, mark: str) -> None:
        """The feed has come this far, and there was nothing more."""
        self._heard_at = time.monotonic()
        self.position = mark

    def away(self) -> None:
        """The feed has lost MongoDB; it goes on from its mark when it is back."""
        for reader in self.readers:
            reader.comment(AWAY)

    def beat(self, reader: Reader) -> bytes:
        """A heartbeat for a reader for whom nothing waits; none over a feed that says nothing any more."""
        return AWAY if self.silent else heartbeat(max(self.position, reader.position))

    def end(self) -> None:
        """End every stream and take no more: the process is told to end, and clients find another."""
        self.ending = True
        for reader in self.readers:
            reader.end()

    def _leave(self, reader: Reader) -> None:
        readers = self._readers.get(reader.wanted.recipient)
        if readers is not None:
            readers.discard(reader)
            if not readers:
                del self._readers[reader.wanted.recipient]
