"""Knows how a file is read: its sheets and head, its mapping."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_into, read_json
from api.http.problems import Problem, invalid, invalid_model
from api.http.settings import COMMAND_BYTES, ENTRY_BYTES
from api.resources.imports.asked import SheetsAsked
from api.resources.imports.doing import before, given_again, imports_of, keep_mapping, look_again, shown
from api.resources.imports.imports import ImportId
from api.resources.imports.views import ImportView, MappingView
from api.resources.imports.within import MAKE, READ
from api.routes import declared, router, services_of
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.mapping_files import as_yaml
from exchange.tables.faults import PlayError
from exchange.texts.yaml_once import load_once
from ledger.imports.words import Claim
from mobile_schema.faults import Fault, json_path
from mobile_schema.vocabulary import Severity

routes = router("imports 导入台账")

YAML: Final = "application/yaml"
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
    opened = await before(request, import_id)
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
    _demand_meanings(mapping, services_of(request).rules.current.catalogue.categories)
    opened = await before(request, import_id)
    given = await given_again(request, opened, mapping)
    was = opened.mapping
    if (mapping.sheets, mapping.header) != (was.sheets, was.header) or set(was.columns) - set(mapping.columns):
        await look_again(request, given)
    else:
        known = mapping.model_copy(update={"fingerprint": was.fingerprint})
        await run_in_threadpool(keep_mapping, services_of(request), given, known)
    return JsonAnswer(await shown(request, import_id))


def _demand_meanings(mapping: LedgerMapping, categories: Collection[str]) -> None:
    """Raises Problem (422) where a spelling is to mean what there is not."""
    known: dict[str, Collection[str]] = {"status": list(Claim), "severity": list(Severity), "category": categories}
    faults = [
        Fault(json_path(("values", field, text)), f"没有“{meaning}”这个取值；there is no {field} {meaning}", "enum")
        for field, words in known.items()
        for text, meaning in mapping.values.get(field, {}).items()
        if meaning != "ask" and meaning not in words
    ]
    if faults:
        raise invalid(faults[:50])


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
