"""Knows how the commits that wait are carried out by this process: each file read again and its rows written in a
process of its own, in the name of who asked, as long as they may.
"""

from typing import Final

from anyio import CapacityLimiter

from api.read_files import MEMORY
from api.resources.imports.doing import given_by
from api.resources.imports.reading import Given, bring
from api.resources.imports.within import COMMIT
from api.services import Services
from api.serving.apart import Bounds, apart
from api.serving.not_read import NotRead
from api.working import Working
from exchange.ledgers.mapping_files import mapping_in
from exchange.tables.faults import PlayError
from ledger.access.scopes import may
from ledger.imports.records import ImportRecord
from ledger.imports.waiting import claim_commit, stop_commit
from ledger.registry.actors import actor_of
from ledger.registry.days import has_ended, local_day

_WRITE_SECONDS: Final = 3_600.0


class _NotGoneOnWith(Exception):
    """It cannot be, and `why` is the word that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def bringing(services: Services) -> Working[ImportRecord]:
    """The commits of imports, as work of this process: one at a time."""
    one = CapacityLimiter(1)

    async def do(record: ImportRecord, holder: str) -> None:
        try:
            given = await _given(services, record, holder)
            bounds = Bounds(_WRITE_SECONDS, MEMORY)
            came = await apart(bounds, one, bring, services.settings.mongo_url, given)
            if isinstance(came, NotRead):
                raise _NotGoneOnWith(came.slug)
        except _NotGoneOnWith as refused:
            why = refused.why
            await services.ask(lambda: stop_commit(services.store, record.id, holder, why))

    return Working("import", lambda holder: claim_commit(services.store, holder), do)


async def _given(services: Services, record: ImportRecord, holder: str) -> Given:
    """Its file, and how it is read, by who asked as they are now. Raises _NotGoneOnWith."""
    rules, now = services.rules.current, await services.ask(services.clock.now)
    person = rules.catalogue.persons.get(record.actor)
    if person is None or has_ended(person, local_day(now, rules.zone)) or not may(person, COMMIT):
        raise _NotGoneOnWith("not-permitted")
    try:
        mapping = mapping_in(record.mapping)
    except PlayError:
        raise _NotGoneOnWith("mapping") from None
    return given_by(services, actor_of(person, record.credential), record, mapping, now, holder)
