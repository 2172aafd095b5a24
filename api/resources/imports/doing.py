"""Knows what the routes of imports share: work on a file apart, what came of it kept, and the import as it is shown."""

from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from api.read_files import work
from api.resources.imports.reading import Given, Seen, look
from api.resources.imports.views import import_view, line_view
from api.resources.imports.within import BEFORE, MAKE, ImportsOf, Opened, demand_state, regions_of
from api.routes import acting, person_of, services_of
from api.services import Services
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.mapping_files import as_yaml
from ledger.imports import looks, records
from ledger.registry.actors import Actor


def imports_of(request: Request) -> ImportsOf:
    """The imports as the one who asks sees them."""
    services = services_of(request)
    return ImportsOf(services.store, person_of(request), services.rules.current.catalogue.persons)


async def given_of(request: Request, import_id: str, sha256: str, filename: str, mapping: LedgerMapping) -> Given:
    """A file of the one who asks, and how it is to be read."""
    services = services_of(request)
    at = await services.ask(services.clock.now)
    person = person_of(request)
    record = records.ImportRecord(import_id, person.id, sha256, filename, 0, at, at)
    return given_by(services, acting(request), record, mapping, at)


async def given_again(request: Request, opened: Opened, mapping: LedgerMapping) -> Given:
    """The file of an import, and how it is to be read."""
    services = services_of(request)
    at = await services.ask(services.clock.now)
    return given_by(services, acting(request), opened.record, mapping, at)


def given_by(  # noqa: PLR0917 - whose, which file, read how, when
    services: Services,
    actor: Actor,
    record: records.ImportRecord,
    mapping: LedgerMapping,
    at: datetime,
    holder: str | None = None,
) -> Given:
    """The file of an import as somebody sent it, and how it is to be read; `holder` is who claimed its commit."""
    rules = services.rules.current
    return Given(
        record.id,
        record.sha256,
        record.filename,
        actor,
        mapping,
        at,
        str(rules.zone),
        services.settings.clock,
        regions_of(rules.catalogue.persons[actor.person_id]),
        holder,
    )


async def look_again(request: Request, given: Given) -> None:
    """Look at a file as it is to be read now, and keep what is seen."""
    services = services_of(request)
    seen: Seen = await work(services, look, given)
    await run_in_threadpool(keep_look, services, given, seen)


def keep_look(services: Services, given: Given, seen: Seen) -> None:
    """Keep what was seen of a file, and the mapping with its columns."""
    keep_mapping(services, given, seen.mapping)
    looks.keep_seen(services.store, given.import_id, seen.seen)


def keep_mapping(services: Services, given: Given, mapping: LedgerMapping) -> None:
    """Keep how a file is to be read from now on; a check of before is stale by that."""
    how = as_kept(mapping)
    records.change(services.store, given.import_id, given.at, **how, state=records.ImportState.OPEN, counts={})


def as_kept(mapping: LedgerMapping) -> dict[str, Any]:
    """How a file is to be read, as an import keeps it."""
    include = mapping.sheets.include
    return {
        "mapping": as_yaml(mapping),
        "mapping_name": mapping.name,
        "fingerprint": mapping.fingerprint,
        "sheets": () if include == ("*",) else include,
        "header": None if mapping.header == "auto" else mapping.header,
    }


async def shown(request: Request, import_id: str) -> dict[str, Any]:
    """An import whole, as it stands."""
    of = imports_of(request)
    opened = await run_in_threadpool(of.one, import_id)
    line = line_view(opened.record, of.persons, of.person.id)
    return import_view(line, opened.look, opened.mapping, opened.known)


async def own(request: Request, import_id: str) -> Opened:
    """One's own import. Raises Problem: 404, 403."""
    return await run_in_threadpool(imports_of(request).one, import_id, MAKE)


async def before(request: Request, import_id: str) -> Opened:
    """One's own, of which nothing is written yet. Raises Problem: 404, 403, 409."""
    opened = await own(request, import_id)
    demand_state(opened, *BEFORE)
    return opened
