"""Knows the registry in and out as files, in the form that `xiaohao registry` takes and prints."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from anyio import to_process
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_into
from api.http.params import Truth
from api.http.problems import Problem, invalid
from api.http.settings import SYNC_BYTES
from api.reads import Reads
from api.resources.organisation.deciding import CHANGE, READ, refuse, take_file
from api.resources.organisation.history import Kind
from api.resources.organisation.views import Imported
from api.routes import acting, declared, demand_right, reads_of, router, services_of
from exchange.tables.faults import PlayError
from exchange.texts.reading import text_in
from ledger.access.registry_changes import is_within_scope
from ledger.registry.files.exporting import as_csv, as_yaml
from ledger.registry.files.importing import ImportRefused, Written, read_csv, read_yaml, without_post
from ledger.registry.files.kinds import KINDS
from mobile_schema.faults import Fault

routes = router("organisation 名录维护")

CSV, YAML = "text/csv", "application/yaml"
_ROWS: Final[dict[str, Any]] = {"schema": {"type": "string"}}
_KINDS: Final[dict[str, Any]] = {
    "schema": {"type": "object"},
    "example": {"units": [{"id": "140105-new-town", "region": "140105", "name_zh": "新城管委会"}]},
}
_CONTENT: Final = {CSV: _ROWS, YAML: _KINDS}
_BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": _CONTENT}}


@routes.post(
    "/registry/import",
    summary="导入名录 / import a file of entries, all or nothing",
    responses=documented.answers(Imported, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared(CHANGE, _BODY),
)
async def post_import(
    request: Request,
    dry_run: Annotated[Truth, Query(description="只说会改什么 / say what would change, and change nothing")] = False,
    reason: Annotated[str | None, Query(min_length=1, max_length=500)] = None,
) -> Response:
    """YAML of any kinds, or CSV of one. Every fault is told with its line; with one, nothing is taken."""
    services = services_of(request)
    as_rows = _media_type(request) == CSV
    demand_right(request)
    with tempfile.SpooledTemporaryFile(max_size=SYNC_BYTES) as spool:
        await read_into(spool.write, request, SYNC_BYTES)
        spool.seek(0)
        raw = spool.read()
    # Reading a large file is work for a processor, and would keep all others waiting.
    read = await to_process.run_sync(_read, raw, as_rows, cancellable=True, limiter=services.imports)
    if not isinstance(read, Written):
        refuse(ImportRefused(read))
    came, found, known = await run_in_threadpool(
        lambda: take_file(services, acting(request), read, reason, dry_run=dry_run)
    )
    await services.rules.read()
    counts = {name: {k: n for k, n in getattr(came, name).items() if n} for name in ("created", "changed", "same")}
    unreached = without_post(found, known)
    return JsonAnswer({"dry_run": dry_run, "version": came.version, **counts, "without_post": unreached})


@routes.get(
    "/registry/export",
    summary="导出名录 / the registry as a file that an import takes",
    responses={
        **documented.problems((401, 403, 422, 503)),
        200: {"description": "OK", "content": _CONTENT},
    },
    response_class=Response,
    openapi_extra=declared(READ),
)
async def get_export(
    request: Request,
    kind: Kind = None,
    form: Annotated[Literal["yaml", "csv"], Query(description="csv: of one kind")] = "yaml",
) -> Response:
    """What one may read of it; importing that changes nothing."""
    if form == "csv" and kind is None:
        raise invalid([Fault("request.query.kind", "CSV 只含一个类别；a CSV file is of one kind", "missing")])
    text = await run_in_threadpool(_exported, reads_of(request), kind, form)
    named = {"Content-Disposition": f'attachment; filename="{kind or "registry"}.{form}"'}
    return Response(text, media_type=CSV if form == "csv" else YAML, headers=named)


def _exported(reads: Reads, kind: str | None, form: str) -> str:
    scope, whole = reads.registry_scope(), reads.rules.catalogue
    kinds = tuple(KINDS) if kind is None else (kind,)
    catalogue = whole.only(
        {
            each: {key: entry for key, entry in getattr(whole, each).items() if is_within_scope(scope, entry, whole)}
            for each in kinds
        }
    )
    return as_csv(catalogue, kinds[0]) if form == "csv" else as_yaml(catalogue, kinds)


def _media_type(request: Request) -> str:
    """Raises Problem (415)."""
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in (CSV, YAML):
        raise Problem(
            415,
            "unknown-media-type",
            f"只接受 {CSV} 或 {YAML} / only {CSV} or {YAML} is taken",
            found=found[:100],
            known=[CSV, YAML],
        )
    return found


def _read(raw: bytes, as_rows: bool) -> Written | tuple[str, ...]:
    """What a file holds, or what is wrong with it; in a process of its own."""
    try:
        text = text_in(Path("文件 file"), raw)
        return read_csv(text) if as_rows else read_yaml(text)
    except PlayError as error:
        return (str(error),)
    except ImportRefused as refused:
        return refused.faults
