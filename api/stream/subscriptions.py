"""Knows the life of one open stream: what it missed, then what happens, until someone ends it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Final

from pymongo.errors import PyMongoError

from api.http.batched import Batched
from api.http.problems import Problem
from api.stream.catching_up import Stretch
from api.stream.fan_out import FanOut, Reader
from api.stream.frames import AWAY, END, RETRY, Event, heartbeat, reset
from ledger.registry.entries import Person
from ledger.store.alerts import AlertFilter

_AT_ONCE: Final = 100
_REST_SECONDS: Final = 1.0

Frames = AsyncGenerator[bytes, None]


class Subscriptions:
    """Opens streams on a fan-out; `missed` reads what it does not have any more."""

    def __init__(self, fan_out: FanOut, missed: Batched[str, Stretch]) -> None:
        self._fan_out = fan_out
        self._missed = missed

    async def frames(self, person: Person, bearer: str, wanted: AlertFilter, mark: str | None) -> Frames:
        """What to write to one reader, the first as soon as its mark is known to be good.

        Raises, before the first, Problem (429, 503) and pymongo.errors.PyMongoError.
        """
        fan_out = self._fan_out
        reader = Reader(bearer, person, wanted, fan_out.limits)
        with fan_out.admitted(person.id, reader):
            await fan_out.begun()
            reader.position = fan_out.position if mark is None else mark
            greeting = RETRY
            async for frame in self._missed_by(reader):
                yield greeting + frame
                greeting = b""
            # A reader cut short while it caught up keeps the id it has: a heartbeat's would skip the rest.
            yield greeting + (END if reader.ended else fan_out.beat(reader))
            while True:
                waiting = await reader.read()
                if reader.ended:
                    yield waiting
                    return
                yield waiting or fan_out.beat(reader)

    async def _missed_by(self, reader: Reader) -> Frames:
        """What the reader missed; when it ends, the reader is one of the live ones."""
        fan_out = self._fan_out
        known = False
        while not fan_out.ending:
            if fan_out.floor <= reader.position and (known or reader.position <= fan_out.position):
                events, until = fan_out.kept_after(reader.position, reader.wanted), fan_out.position
                if not events:
                    break
            else:
                try:
                    stretch = await self._missed.ask([reader.position])
                except PyMongoError:
                    if not known:
                        raise
                    yield AWAY
                    await asyncio.sleep(_REST_SECONDS)
                    continue
                if reader.position in stretch.lost:
                    reader.position = fan_out.position
                    yield reset(reader.position)
                    continue
                events, until = _after(reader, stretch.events), stretch.until
            known = True
            for first in range(0, len(events), _AT_ONCE):
                part = events[first : first + _AT_ONCE]
                yield b"".join(event.frame for event in part)
                reader.position = part[-1].mark
            if until > reader.position:
                reader.position = until
                yield heartbeat(until)
        fan_out.join(reader)

    async def look_after(self, person_behind: Callable[[str], Awaitable[Person]]) -> None:
        """For ever: end the streams whose token `person_behind` refuses with 401, or whose person is another by now.

        What may be seen is asked when a stream opens: a person with other duties opens it anew.
        """
        while True:
            await asyncio.sleep(self._fan_out.limits.look)
            bearers = list({reader.bearer for reader in self._fan_out.readers})
            verdicts = await asyncio.gather(*map(person_behind, bearers), return_exceptions=True)
            now = dict(zip(bearers, verdicts, strict=True))
            for reader in self._fan_out.readers:
                verdict = now.get(reader.bearer)
                if _is_refusal(verdict) or (isinstance(verdict, Person) and verdict.duties != reader.person.duties):
                    reader.end()


def _after(reader: Reader, events: tuple[Event, ...]) -> list[Event]:
    return [event for event in events if event.mark > reader.position and reader.wanted.covers(event.alert)]


def _is_refusal(verdict: object) -> bool:
    """A ledger that does not answer (503) refuses nobody."""
    return isinstance(verdict, Problem) and verdict.status == 401
