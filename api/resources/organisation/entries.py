"""Knows `/v1/registry/{kind}`: entries of the registry one by one, read, added, changed, retired, never deleted."""

from typing import Annotated, Any, Final

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.etags import expected_tags, is_known
from api.http.params import Cursor, Limit, RegionCode, Truth
from api.named import named_page, says
from api.resources.organisation.asked import CHANGED, NEW, read_asked
from api.resources.organisation.deciding import CHANGE, READ, Wish, make, unknown_entry
from api.resources.organisation.examples import EXAMPLES
from api.resources.organisation.views import ENTRY, PAGE, entry_view, tag_of
from api.routes import acting, declared, demand_right, reads_of, router, services_of
from ledger.access.registry_changes import is_within_scope
from ledger.registry.days import has_ended
from ledger.registry.own_files.kinds import KINDS
from ledger.registry.places import lies_in

routes = router("organisation 名录维护")

_TAG: Final = '(W/)?"[0-9a-f]{16}"'
_IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": f"^([*]|{_TAG}(, {_TAG})*)$"},
    "example": '"9f3c0a1b2c3d4e5f"',
    "description": "ETag of the entry as it was seen, or several, one of which must stand; 412 when none does",
}

Key = Annotated[str, Path(max_length=200, description="编号 / the entry's id or code")]
Words = Annotated[str | None, Query(max_length=100, description="名称或编号的一部分 / part of a name or an id")]
Ended = Annotated[Truth | None, Query(description="已撤销、离任的 / only those that have ended, or that have not")]


def _add(kind: str) -> None:
    """The paths of one kind."""
    name_zh, single = KINDS[kind].name_zh, KINDS[kind].shape.__name__

    async def list_entries(  # noqa: PLR0917 - the query's parameters, named by those who call it
        request: Request,
        region: RegionCode = None,
        q: Words = None,
        ended: Ended = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """Those of one's regions, and what holds everywhere."""
        after, reads = cursors.read_name(cursor), reads_of(request)
        scope, catalogue = reads.registry_scope(), reads.rules.catalogue
        entries = getattr(catalogue, kind)

        def found() -> dict[str, Any]:
            today = reads.today()

            def matches(key: str) -> bool:
                entry = entries[key]
                return (
                    says(q, key, *_names(entry))
                    and (ended is None or has_ended(entry, today) is ended)
                    and (region is None or region in lies_in(entry, catalogue))
                    and is_within_scope(scope, entry, catalogue)
                )

            return named_page(catalogue.ids(kind), matches, lambda key: entry_view(key, entries[key]), limit, after)

        return JsonAnswer(await run_in_threadpool(found))

    async def get_entry(request: Request, key: Key) -> Response:
        """Its ETag is to be sent as If-Match with a change."""
        reads = reads_of(request)
        scope, catalogue = reads.registry_scope(), reads.rules.catalogue
        entry = getattr(catalogue, kind).get(key)
        if entry is None or not is_within_scope(scope, entry, catalogue):
            raise unknown_entry()
        tag = f'"{tag_of(entry)}"'
        if is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        return _answer(key, entry)

    async def post_entry(request: Request) -> Response:
        """By an administrator of all its regions."""
        said, reason = await read_asked(request, NEW[kind], "entry")
        demand_right(request)
        return await _made(request, Wish(kind, said), reason, 201)

    async def patch_entry(request: Request, key: Key) -> Response:
        """What is named changes, null takes a field back; `retired_on` or `left_on` ends it, and it stays readable."""
        seen = expected_tags(request)
        said, reason = await read_asked(request, CHANGED[kind], "change")
        reads_of(request).registry_scope()
        return await _made(request, Wish(kind, said, key, seen), reason)

    many, one = f"/registry/{kind}", f"/registry/{kind}/{{key}}"
    routes.add_api_route(
        many,
        list_entries,
        methods=["GET"],
        name=f"list_registry_{kind}",
        summary=f"{name_zh} / entries of the registry: {kind}, by id",
        responses=documented.answers(PAGE[kind], refusals=(401, 403, 422, 503)),
        openapi_extra=declared(READ),
    )
    routes.add_api_route(
        one,
        get_entry,
        methods=["GET"],
        name=f"get_registry_{kind}",
        summary=f"{name_zh}:一条 / one entry of {kind}",
        responses={
            **documented.answers(ENTRY[kind], refusals=(401, 403, 404, 422, 503)),
            304: {"description": "Not Modified"},
        },
        openapi_extra=declared(READ),
    )
    routes.add_api_route(
        many,
        post_entry,
        methods=["POST"],
        name=f"add_registry_{kind}",
        summary=f"{name_zh}:新增 / a new entry of {kind}",
        status_code=201,
        responses=documented.answers(ENTRY[kind], status=201, refusals=(401, 403, 408, 409, 413, 415, 422, 503)),
        openapi_extra=declared(CHANGE, documented.body(f"{single}New", EXAMPLES[kind])),
    )
    routes.add_api_route(
        one,
        patch_entry,
        methods=["PATCH"],
        name=f"change_registry_{kind}",
        summary=f"{name_zh}:修改、撤销 / change or retire an entry of {kind}",
        responses=documented.answers(ENTRY[kind], refusals=(400, 401, 403, 404, 408, 412, 413, 415, 422, 503)),
        openapi_extra=declared(CHANGE, documented.body(f"{single}Changed"), {"parameters": [_IF_MATCH]}),
    )


for _kind in KINDS:
    _add(_kind)


async def _made(request: Request, wish: Wish, reason: str | None, status: int = 200) -> Response:
    services = services_of(request)
    key, entry = await run_in_threadpool(make, services, acting(request), wish, reason)
    await services.rules.read()
    return _answer(key, entry, status)


def _answer(key: str, entry: Any, status: int = 200) -> Response:
    return JsonAnswer(entry_view(key, entry), status, {"ETag": f'"{tag_of(entry)}"'})


def _names(entry: Any) -> tuple[str | None, ...]:
    return tuple(getattr(entry, name, None) for name in ("name", "name_zh", "name_en"))
