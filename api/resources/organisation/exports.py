"""Knows `GET /v1/registry/export`: what one may read of the registry goes out as files that an import takes."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.http import cursor as cursors
from api.http import documented
from api.http.params import Cursor
from api.http.problems import invalid
from api.resources.organisation.deciding import READ
from api.resources.organisation.examples import CONTENT, CSV, YAML
from api.resources.organisation.history import Kind
from api.routes import declared, reads_of, router
from ledger.access.registry_changes import is_within_scope
from ledger.groundwork.portions import portions
from ledger.registry.own_files.exporting import Named, as_csv, as_yaml, part_of
from ledger.registry.own_files.kinds import KINDS
from ledger.registry.own_files.written import MAX_CHANGES, MAX_ENTRIES
from mobile_schema.faults import Fault

routes = router("organisation 名录维护")

_PIECE: Final = 64 * 1024
_NEXT: Final = {"Link": {"description": 'the next part: <…>; rel="next"', "schema": {"type": "string"}}}


@routes.get(
    "/registry/export",
    summary="导出名录 / the registry as a file that an import takes",
    responses={
        **documented.problems((401, 403, 422, 503)),
        200: {"description": "OK", "content": CONTENT, "headers": _NEXT},
    },
    response_class=Response,
    openapi_extra=declared(READ),
)
async def get_export(
    request: Request,
    kind: Kind = None,
    form: Annotated[Literal["yaml", "csv"], Query(description="csv: of one kind")] = "yaml",
    limit: Annotated[int, Query(ge=1, le=MAX_ENTRIES, description="条数 / entries in it")] = MAX_CHANGES,
    cursor: Cursor = None,
) -> Response:
    """What one may read of it; importing that changes nothing. As much as an import takes: `Link` is to the next."""
    if form == "csv" and kind is None:
        raise invalid([Fault("request.query.kind", "CSV 只含一个类别；a CSV file is of one kind", "missing")])
    reads, kinds = reads_of(request), tuple(KINDS) if kind is None else (kind,)
    after = _read_place(cursor, kinds)
    scope, catalogue = reads.registry_scope(), reads.rules.catalogue
    part, goes_on = await run_in_threadpool(
        part_of, catalogue, kinds, after, lambda entry: is_within_scope(scope, entry, catalogue), limit
    )
    headers = {"Content-Disposition": f'attachment; filename="{kind or "registry"}.{form}"'}
    if goes_on:
        asked = {"kind": kind, "form": form, "limit": limit, "cursor": cursors.write("/".join(part[-1]))}
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
    lines = as_csv(catalogue, kinds[0], part) if form == "csv" else as_yaml(catalogue, part)
    return StreamingResponse(_pieces(lines), media_type=CSV if form == "csv" else YAML, headers=headers)


def _read_place(cursor: str | None, kinds: tuple[str, ...]) -> Named | None:
    """Where a part begins. Raises Problem (422)."""
    kind, _, key = cursors.read_name(cursor).partition("/")
    if cursor is not None and kind not in kinds:
        raise cursors.not_ours()
    return None if cursor is None else (kind, key)


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """Each is written on a thread, while the one before goes out."""
    return ("".join(some) for some in portions(lines, len, _PIECE))
