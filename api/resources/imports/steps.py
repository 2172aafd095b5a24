"""Knows the steps of an import before anything is written: its sheets and head, its mapping, its check, its rows."""

from enum import StrEnum
from typing import Annotated, Any, Final

import pymongo
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_into, read_json
from api.http.params import Cursor, Limit
from api.http.problems import Problem, invalid, invalid_model
from api.http.settings import COMMAND_BYTES, COMMAND_SECONDS, ENTRY_BYTES, QUERY_SECONDS
from api.resources.imports.asked import SheetsAsked
from api.resources.imports.doing import given_again, imports_of, keep_mapping, look_again, shown, work
from api.resources.imports.imports import ImportId
from api.resources.imports.reading import faulty, judge
from api.resources.imports.views import ImportView, MappingView, RowPage, row_view
from api.resources.imports.within import BEFORE, MAKE, READ, Opened, demand_state, wrong_state
from api.routes import declared, router, services_of
from exchange.ledgers.checking import Verdict
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.mapping_files import as_yaml
from exchange.tables.faults import PlayError
from exchange.texts.yaml_once import load_once
from ledger.imports import looks, records
from ledger.imports.records import ImportState
from mobile_schema.faults import Fault

routes = router("imports 导入台账")

YAML: Final = "application/yaml"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFUSALS: Final = (401, 403, 404, 408, 409, 413, 415, 422, 503)
_SHEETS: Final[dict[str, Any]] = {"include": ["建设系统*"], "header": [2, 3]}
_MAPPING: Final[dict[str, Any]] = {
    "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/LedgerMapping"}},
        YAML: {"schema": {"type": "string"}},
    },
    "required": True,
}


class MappingForm(StrEnum):
    """How a mapping is answered."""

    JSON = "json"
    YAML = "yaml"


@routes.put(
    "/imports/{import_id}/sheets",
    summary="工作表与表头 / which sheets are read, and where their head stands",
    responses=documented.answers(ImportView, refusals=_REFUSALS),
    openapi_extra=declared(MAKE, documented.body("SheetsAsked", _SHEETS)),
)
async def put_import_sheets(request: Request, import_id: ImportId) -> Response:
    """The file is looked at anew; columns of the same head keep what they were mapped to."""
    try:
        asked = SheetsAsked.model_validate_json(await read_json(request, ENTRY_BYTES))
    except ValidationError as error:
        raise invalid_model(error) from error
    opened = await _before(request, import_id)
    sheets = opened.mapping.sheets.model_copy(update={"include": asked.include})
    mapping = opened.mapping.model_copy(update={"sheets": sheets, "header": asked.header})
    await look_again(request, await given_again(request, opened, mapping))
    return JsonAnswer(await shown(request, import_id))


@routes.get(
    "/imports/{import_id}/mapping",
    summary="映射 / how its columns and values are read",
    responses=documented.answers(MappingView, refusals=(401, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_import_mapping(
    request: Request,
    import_id: ImportId,
    written: Annotated[MappingForm, Query(alias="as", description="json, yaml: as `--mapping` takes it")] = (
        MappingForm.JSON
    ),
) -> Response:
    """As the command line takes and writes it too."""
    opened = await run_in_threadpool(imports_of(request).one, import_id)
    if written is MappingForm.YAML:
        return Response(as_yaml(opened.mapping), media_type=YAML)
    return JsonAnswer({"mapping": opened.mapping.model_dump(mode="json")})


@routes.put(
    "/imports/{import_id}/mapping",
    summary="更改映射 / say how columns and values are read (JSON or YAML)",
    responses=documented.answers(ImportView, refusals=_REFUSALS),
    openapi_extra=declared(MAKE, {"requestBody": _MAPPING}),
)
async def put_import_mapping(request: Request, import_id: ImportId) -> Response:
    """The whole mapping; what it does not know is refused with the nearest that it does."""
    mapping = await _mapping(request)
    opened = await _before(request, import_id)
    given = await given_again(request, opened, mapping)
    before = opened.mapping
    if (mapping.sheets, mapping.header) != (before.sheets, before.header) or set(before.columns) - set(mapping.columns):
        await look_again(request, given)
    else:
        known = mapping.model_copy(update={"fingerprint": before.fingerprint})
        await run_in_threadpool(keep_mapping, services_of(request), given, known)
    return JsonAnswer(await shown(request, import_id))


@routes.post(
    "/imports/{import_id}/check",
    summary="检查 / judge every row: new, changed, same, duplicate, conflict, skipped, fault",
    responses=documented.answers(ImportView, refusals=(401, 403, 404, 409, 422, 503)),
    openapi_extra=declared(MAKE),
)
async def post_import_check(request: Request, import_id: ImportId) -> Response:
    """Nothing is written on the ledger. Names are looked up in the registry; what lies elsewhere is a fault."""
    opened = await _before(request, import_id)
    services = services_of(request)
    given = await given_again(request, opened, opened.mapping)
    counts = await work(services, judge, given)

    def keep() -> None:
        with pymongo.timeout(COMMAND_SECONDS):
            records.change(services.store, import_id, given.at, state=ImportState.CHECKED, counts=counts)

    await run_in_threadpool(keep)
    return JsonAnswer(await shown(request, import_id))


@routes.get(
    "/imports/{import_id}/rows",
    summary="各行结论 / the rows of the last check, as they stand in the file",
    responses=documented.answers(RowPage, refusals=(401, 404, 409, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_import_rows(
    request: Request,
    import_id: ImportId,
    verdict: Annotated[Verdict | None, Query(description="只列这一种 / those of one verdict")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Each with its cells, what is wrong of which, and what would change."""
    after = cursors.read_name(cursor)
    if after and not after.isdigit():
        raise cursors.not_ours()
    opened = await _checked(request, import_id)
    store, turn = services_of(request).store, str((opened.look.check or {})["turn"])

    def page() -> Any:
        with pymongo.timeout(QUERY_SECONDS):
            return looks.page_of_lines(store, import_id, turn, [verdict] if verdict else [], limit, after)

    return JsonAnswer(cursors.answer(await run_in_threadpool(page), row_view))


@routes.get(
    "/imports/{import_id}/faults.xlsx",
    summary="退回的行 / a workbook of the rows that stay out, each with what is wrong",
    responses={
        200: {"description": "OK", "content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}}},
        **documented.problems((401, 403, 404, 409, 422, 503)),
    },
    response_class=Response,
    openapi_extra=declared(MAKE),
)
async def get_import_faults(request: Request, import_id: ImportId) -> Response:
    """The head as it was, and two columns more: where the row stood, and what is wrong of which cell."""
    opened = await _own(request, import_id)
    content = await work(services_of(request), faulty, await given_again(request, opened, opened.mapping))
    headers = {"Content-Disposition": 'attachment; filename="faults.xlsx"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type=_XLSX, headers=headers)


async def _own(request: Request, import_id: str) -> Opened:
    return await run_in_threadpool(imports_of(request).one, import_id, MAKE)


async def _before(request: Request, import_id: str) -> Opened:
    """One's own, of which nothing is written yet. Raises Problem: 404, 403, 409."""
    opened = await _own(request, import_id)
    demand_state(opened, *BEFORE)
    return opened


async def _checked(request: Request, import_id: str) -> Opened:
    opened = await run_in_threadpool(imports_of(request).one, import_id)
    if opened.look.check is None:
        raise wrong_state(opened.record)
    return opened


async def _mapping(request: Request) -> LedgerMapping:
    """Raises Problem: 413, 415, 422."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    chunks: list[bytes] = []
    await read_into(chunks.append, request, COMMAND_BYTES)
    body = b"".join(chunks)
    try:
        if kind == "application/json":
            return LedgerMapping.model_validate_json(body)
        if kind == YAML:
            return LedgerMapping.model_validate(load_once(body.decode("utf-8-sig")))
    except ValidationError as error:
        raise invalid_model(error) from error
    except (PlayError, UnicodeDecodeError) as error:
        raise invalid([Fault("$", str(error), "yaml")]) from None
    known = ["application/json", YAML]
    title = "映射为 JSON 或 YAML / a mapping is JSON or YAML"
    raise Problem(415, "unknown-media-type", title, found=kind[:100], known=known)
