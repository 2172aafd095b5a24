"""Knows the parts that the routes share: store, clock, rules, tokens, broker, what was taken lately."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import pymongo

from xiaohao.api.auth import Tokens
from xiaohao.api.batched import Batched
from xiaohao.api.intake import Intake
from xiaohao.api.publisher import Publisher
from xiaohao.api.recent import Recent
from xiaohao.api.registry_view import RulesInForce
from xiaohao.api.settings import Settings
from xiaohao.ledger.clock import Clock
from xiaohao.ledger.store.clock import clock_of
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.receipts import Receipt, Refused, outcomes_of

QUERY_SECONDS: Final = 5.0
COMMAND_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Services:
    """All of them, open."""

    settings: Settings
    store: Store
    clock: Clock
    publisher: Publisher
    rules: RulesInForce
    tokens: Tokens
    recent: Recent
    intake: Intake
    outcomes: Batched[Mapping[str, Receipt | Refused]]


@asynccontextmanager
async def opened(settings: Settings, store: Store, publisher: Publisher) -> AsyncIterator[Services]:
    """The services on a store and a publisher; the store stays its owner's to close."""
    clock = clock_of(settings.clock, store)
    recent = Recent()

    def look_up(report_ids: Sequence[str]) -> Mapping[str, Receipt | Refused]:
        with pymongo.timeout(QUERY_SECONDS):
            return outcomes_of(store, report_ids)

    services = Services(
        settings,
        store,
        clock,
        publisher,
        RulesInForce(),
        Tokens(store),
        recent,
        Intake(store, clock, publisher, recent),
        Batched("outcomes", look_up),
    )
    await services.rules.read()
    keeper = asyncio.create_task(services.rules.keep_fresh())
    await publisher.start()
    try:
        yield services
    finally:
        await publisher.stop()
        keeper.cancel()
        for part in (services.tokens, services.intake, services.outcomes):
            part.close()
