"""Knows the parts that the routes share: store, clock, rules, callers, broker, what was taken lately."""

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import pymongo
from anyio import CapacityLimiter
from fastapi.concurrency import run_in_threadpool

from api.accepting.accepting import Intake
from api.accepting.already_taken import Recent
from api.accepting.publisher import Publisher
from api.exporting.running import Exports
from api.http.batched import Batched
from api.http.keepers import Keepers
from api.http.problems import away
from api.http.settings import COMMAND_SECONDS, QUERY_SECONDS, Settings, StreamLimits
from api.indexing import Indexing
from api.reads.reads import Reads
from api.sign_in.auth import Callers
from api.sign_in.provider import SignOn
from api.sign_in.proving import Proving
from api.sign_in.rules_in_force import RulesInForce
from api.stream.catching_up import Stretch, stretch_after
from api.stream.fan_out import FanOut
from api.stream.follower import Follower
from api.stream.subscriptions import Subscriptions
from api.working import Working
from ledger.groundwork.clock import Clock
from ledger.groundwork.key_file import KeysRefused
from ledger.informants.keeping import Revealed, keep, reveal
from ledger.informants.words import Informant
from ledger.intake.receipts import Receipt, Refused, outcomes_of
from ledger.intake.signing import Signatures
from ledger.issue.changes import Change
from ledger.issue.issue import Issue
from ledger.matters.entering import Entered, enter, would_be
from ledger.matters.words import NewMatter, NewSet, wanted
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import clock_of
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.registry.entries import Person
from ledger.reports.withdrawing import withdraw
from ledger.search.shelf import Shelf
from ledger.store.ahead.foreseeing import foresee
from ledger.store.carrying_out import Asked, Outcome, acknowledge, execute_together
from oversight.projects.following import Followed
from people.keys import Signer
from people.passwords import Pool
from people.throttle import admit, of_reveals

T = TypeVar("T")

# A picture takes up to some 400 MB while it is decoded, and nobody else waits for it.
_PICTURES_AT_ONCE: Final = 2
_LEDGERS_AT_ONCE: Final = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """All of them, open."""

    settings: Settings
    store: Store
    clock: Clock
    publisher: Publisher
    rules: RulesInForce
    wall: Clock
    callers: Callers
    proving: Proving
    signer: Signer
    sign_on: SignOn
    recent: Recent
    intake: Intake
    commands: Batched[Asked, Mapping[Asked, Outcome]]
    outcomes: Batched[str, Mapping[str, Receipt | Refused]]
    simulations: CapacityLimiter
    imports: CapacityLimiter
    ledgers: CapacityLimiter
    pictures: CapacityLimiter
    thumbnails: CapacityLimiter
    papers: CapacityLimiter
    exports: CapacityLimiter
    fan_out: FanOut
    missed: Batched[str, Stretch]
    subscriptions: Subscriptions
    keepers: Keepers
    shelf: Shelf | None
    projects: Followed

    @property
    def standing_still(self) -> list[str]:
        """What runs in this process all the time, and does not now."""
        return [*self.keepers.standing_still, *(["alerts"] if self.fan_out.silent else [])]

    def reads(self, person: Person) -> Reads:
        """What a person may read of the ledger, by the rules as they stand. Raises Problem (503)."""
        return Reads(self.store, self.clock, self.rules.current, person, self.shelf)

    def acknowledge(self, actor: Actor, alert_id: str, note: str | None) -> None:
        """Record that a person saw an alert. Raises CommandRefused and PyMongoError; it waits for MongoDB."""
        with pymongo.timeout(COMMAND_SECONDS):
            acknowledge(self.store, alert_id, actor, note, clock=self.clock, rules=self.rules.current)

    def withdraw(self, actor: Actor, report_id: str, reason: str) -> None:
        """Withdraw a report of somebody's own. Raises CommandRefused and PyMongoError; it waits for MongoDB."""
        with pymongo.timeout(COMMAND_SECONDS):
            withdraw(self.store, report_id, reason, actor, clock=self.clock, rules=self.rules.current)

    def enter(self, entered: NewMatter | NewSet, actor: Actor) -> Entered:
        """Put a matter or a set on the ledger. Raises EnteringRefused, CommandRefused, Conflict and PyMongoError; it
        waits for MongoDB.
        """
        with pymongo.timeout(COMMAND_SECONDS):
            return enter(self.store, entered, actor, clock=self.clock, rules=self.rules.current)

    def would_enter(self, entered: NewMatter | NewSet, actor: Actor) -> tuple[Issue, ...]:
        """The issues that this would open. Raises as `enter` does."""
        with pymongo.timeout(COMMAND_SECONDS):
            return would_be(self.store, wanted(entered), actor, self.clock.now(), self.rules.current)

    def keep_informant(self, actor: Actor, name: str, informant: Informant) -> None:
        """Keep who told of an issue. Raises CommandRefused, Problem (503) and PyMongoError; it waits for MongoDB."""
        with pymongo.timeout(COMMAND_SECONDS), _told_whether_there_is_a_key():
            keys = self.settings.informant_key_file
            keep(self.store, keys, name, informant, actor, at=self.wall.now())

    def reveal_informant(self, actor: Actor, name: str, reason: str) -> Revealed | None:
        """Who told of an issue, once it is written down who asked and why; None where nobody is kept.

        Raises as `keep_informant` does, and TooManyTries.
        """
        at = self.wall.now()
        with pymongo.timeout(COMMAND_SECONDS), _told_whether_there_is_a_key():
            keys = self.settings.informant_key_file
            return reveal(self.store, keys, name, reason, actor, at=at, admit=lambda: self._admit_reveal(actor, at))

    def _admit_reveal(self, actor: Actor, at: datetime) -> None:
        admit(self.store, [of_reveals(actor.person_id)], at)

    def foresee(self, asked: Asked) -> tuple[Change, datetime, Rules]:
        """What a command would do now, and the time and rules by which that is so; it waits for MongoDB.

        Raises CommandRefused and PyMongoError.
        """
        rules = self.rules.current
        with pymongo.timeout(QUERY_SECONDS):
            now = self.clock.now()
            return foresee(self.store, asked, at=now, rules=rules), now, rules

    async def person_behind(self, secret: str) -> Person:
        """Whom a secret speaks for now. Raises Problem: 401, or 503 when nobody can say."""
        return await self.rules.person((await self.callers.credential(secret)).person_id)

    async def ask(self, work: Callable[[], T]) -> T:
        """What `work` finds in MongoDB or writes there, for a bounded time, while others are served.

        Raises pymongo.errors.PyMongoError.
        """

        def bounded() -> T:
            with pymongo.timeout(QUERY_SECONDS):
                return work()

        return await run_in_threadpool(bounded)


@contextmanager
def _told_whether_there_is_a_key() -> Iterator[None]:
    try:
        yield
    except KeysRefused as error:
        _log.error("%s", error)
        raise away("informant-key-away", "线索人密钥暂不可用 / the key of this informant is not to be had") from None


@asynccontextmanager
async def opened(
    settings: Settings, store: Store, publisher: Publisher, stream: StreamLimits, wall: Clock
) -> AsyncIterator[Services]:
    """The services on a store and a publisher; the store stays its owner's to close.

    People sign in by the `wall` clock: how far the ledger's own was moved ends nobody's session.
    """
    clock = clock_of(settings.clock, store)
    callers = Callers(store, wall)
    recent = Recent()

    def look_up(report_ids: Sequence[str]) -> Mapping[str, Receipt | Refused]:
        with pymongo.timeout(QUERY_SECONDS):
            return outcomes_of(store, report_ids)

    rules = RulesInForce(settings.time_zone, clock)

    def carry_out(asked: Sequence[Asked]) -> Mapping[Asked, Outcome]:
        with pymongo.timeout(COMMAND_SECONDS):
            return execute_together(store, asked, clock=clock, rules=rules.current)

    fan_out = FanOut(stream)
    keepers = Keepers()
    missed: Batched[str, Stretch] = Batched("missed", lambda marks: stretch_after(store, marks))
    services = Services(
        settings,
        store,
        clock,
        publisher,
        rules,
        wall,
        callers,
        Proving(store, wall, rules, Pool()),
        Signer(store),
        SignOn(settings),
        recent,
        Intake(store, clock, publisher, recent, Signatures(settings.key_file)),
        Batched("commands", carry_out),
        Batched("outcomes", look_up),
        CapacityLimiter(1),
        CapacityLimiter(1),
        CapacityLimiter(_LEDGERS_AT_ONCE),
        CapacityLimiter(_PICTURES_AT_ONCE),
        CapacityLimiter(1),
        CapacityLimiter(1),
        CapacityLimiter(1),
        fan_out,
        missed,
        Subscriptions(fan_out, missed),
        keepers,
        None if settings.search_folder is None else Shelf(settings.search_folder),
        Followed(store),
    )
    await services.rules.read()
    keepers.keep("rules", services.rules.keep_fresh)
    keepers.keep("uses", callers.tell_uses)
    exports = Exports(settings, store)
    keepers.keep("exports", Working("export", exports.claim, exports.make).run)
    keepers.keep("streams", lambda: services.subscriptions.look_after(services.person_behind))
    follower = Follower(store, fan_out)
    indexing = None if settings.search_folder is None else Indexing(store, settings.search_folder)
    await publisher.start()
    try:
        yield services
    finally:
        await publisher.stop()
        await follower.close()
        if indexing is not None:
            await indexing.close()
        keepers.close()
        for part in (callers, services.proving, services.intake, services.commands, services.outcomes, services.missed):
            part.close()
