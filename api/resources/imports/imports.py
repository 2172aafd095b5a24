"""Knows `/v1/imports`: a ledger of somebody's own is sent, looked at, listed and shown."""

import hashlib
import tempfile
from datetime import UTC, datetime
from pathlib import PurePath
from typing import IO, Annotated, Any, Final

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from api.accepting.quota import demand_quota
from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_into, read_json
from api.http.params import Cursor, Limit
from api.http.problems import Problem, invalid_model
from api.http.settings import COMMAND_SECONDS, ENTRY_BYTES
from api.read_files import not_read, work
from api.resources.imports.asked import ImportAsked
from api.resources.imports.doing import as_kept, given_of, imports_of, shown
from api.resources.imports.reading import Seen, look
from api.resources.imports.views import ImportPage, ImportView, KeptFile, line_view
from api.resources.imports.within import MAKE, READ
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from api.serving.not_read import NotRead
from exchange.ledgers.mapping import LedgerMapping, name_of
from exchange.workbooks.kinds import kind_of
from exchange.workbooks.reading import FILE_BYTES
from exchange.workbooks.refused import FileRefused
from ledger.imports import files, looks, records
from ledger.imports.records import ImportRecord
from ledger.registry.entries import Person
from mobile_schema.fields import NO_NUL_PATTERN, SHA256_PATTERN, UUID7_PATTERN

routes = router("imports 导入台账")

Hash = Annotated[str, Path(pattern=SHA256_PATTERN, description="SHA-256 of the bytes, hex, lower case")]
Name = Annotated[str, Query(min_length=1, max_length=200, pattern=NO_NUL_PATTERN, description="文件名")]
ImportId = Annotated[str, Path(pattern=UUID7_PATTERN)]
_IN_MEMORY: Final = 1024 * 1024
_BYTES: Final = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_EXAMPLE: Final[dict[str, Any]] = {
    "id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
    "sha256": "5f" * 32,
    "filename": "问题台账.xlsx",
}


@routes.put(
    "/import-files/{sha256}",
    status_code=201,
    summary="上传要导入的台账 / store a ledger's bytes under their own hash",
    responses=documented.answers(
        KeptFile, status=201, refusals=(401, 403, 413, 415, 422, 429, 503), also={200: KeptFile}
    ),
    openapi_extra=declared(MAKE, {"requestBody": {"required": True, "content": _BYTES}}),
)
async def put_import_file(request: Request, sha256: Hash, filename: Name) -> Response:
    """A workbook or CSV, told by its content; nobody else reads it, and it is never evidence. 200 when one sent it
    before."""
    services, person = services_of(request), demand_right(request)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        await read_into(spool.write, request, FILE_BYTES)
        size = spool.tell()
        new = await run_in_threadpool(_keep, services, person, sha256, filename, spool)
    return JsonAnswer({"sha256": sha256, "bytes": size}, 201 if new else 200)


@routes.post(
    "/imports",
    status_code=201,
    summary="新的导入 / begin an import: what a file holds, read as the dictionary knows it",
    responses=documented.answers(
        ImportView, status=201, refusals=(401, 403, 408, 409, 413, 415, 422, 503), also={200: ImportView}
    ),
    openapi_extra=declared(MAKE, documented.body("ImportAsked", _EXAMPLE)),
)
async def post_ledger_import(request: Request) -> Response:
    """Nothing is written on the ledger. The same `id` again: 200 with the import as it stands."""
    asked = _asked(await read_json(request, ENTRY_BYTES))
    person, services = demand_right(request), services_of(request)
    mapping = LedgerMapping(name=name_of(PurePath(asked.filename).stem))
    given = await given_of(request, asked.id, asked.sha256, asked.filename, mapping)
    found = await services.ask(lambda: _already(services, asked, person))
    if not found:
        seen = await work(services, look, given)
        size = await services.ask(lambda: files.size_of(services.store, asked.sha256))
        how = as_kept(seen.mapping)
        record = ImportRecord(asked.id, person.id, asked.sha256, asked.filename, size, given.at, given.at, **how)
        await run_in_threadpool(_begin, services, record, seen)
    headers = {"Location": f"/v1/imports/{asked.id}"}
    return JsonAnswer(await shown(request, asked.id), 200 if found else 201, headers)


@routes.get(
    "/imports",
    summary="导入记录 / imports, the latest first",
    responses=documented.answers(ImportPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_ledger_imports(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """One's own, and those of who works in one's regions."""
    of = imports_of(request)
    page = await run_in_threadpool(of.page, limit, cursors.read_key(cursor))
    return JsonAnswer(cursors.answer(page, lambda record: line_view(record, of.persons, of.person.id)))


@routes.get(
    "/imports/{import_id}",
    summary="一次导入 / an import: its sheets, its mapping, its last check, how far it has come",
    responses=documented.answers(ImportView, refusals=(401, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_ledger_import(request: Request, import_id: ImportId) -> Response:
    """All that its steps need, so that they are gone on with anywhere."""
    return JsonAnswer(await shown(request, import_id))


def _asked(body: bytes) -> ImportAsked:
    try:
        return ImportAsked.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from error


def _already(services: Services, asked: ImportAsked, person: Person) -> bool:
    """Whether this import is there and its file was seen: who began it may have died before. Raises CommandRefused
    where another's is, or another file's."""
    if services.store[records.IMPORTS].find_one({"_id": asked.id}, {"_id": 1}) is None:
        return False
    at = datetime.now(UTC)
    records.begin(services.store, ImportRecord(asked.id, person.id, asked.sha256, asked.filename, 0, at, at))
    return bool(looks.look_of(services.store, asked.id).seen)


def _begin(services: Services, record: ImportRecord, seen: Seen) -> None:
    with pymongo.timeout(COMMAND_SECONDS):
        records.begin(services.store, record)
        looks.keep_seen(services.store, record.id, seen.seen)


def _keep(services: Services, person: Person, sha256: str, filename: str, content: IO[bytes]) -> bool:
    """Whether the file is new of this person. Raises Problem."""
    with pymongo.timeout(COMMAND_SECONDS):
        now = datetime.now(UTC)
        demand_quota(services.store, person.id)
        content.seek(0)
        raw = content.read()
        actual = hashlib.sha256(raw).hexdigest()
        if actual != sha256:
            raise Problem(422, "hash-mismatch", "内容与哈希不符 / the bytes do not have this hash", actual=actual)
        try:
            kind_of(filename, raw)
        except FileRefused as refused:
            raise not_read(NotRead(refused.slug, str(refused))) from None
        return files.keep_ledger(services.store, sha256, person.id, raw, now)
