"""Knows how security ends one session or one device of somebody else, and leaves them all others."""

from typing import Annotated, Any, Final

from fastapi import Path, Request, Response

from api.http import documented
from api.http.params import Id
from api.http.problems import Problem
from api.resources.people.security import PersonPath
from api.routes import caller_of, declared, demand_right, router, services_of
from people import devices, journal, sessions
from people.credentials import Kind
from people.journal import Entry, What

routes = router("security 安全管理")

SessionId = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]
_WRITE: Final = declared("credential.change")
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    204: {"description": "Ended"},
    **documented.problems((401, 403, 404, 422, 503)),
}


@routes.delete(
    "/persons/{person_id}/sessions/{session_id}",
    summary="结束某人的一个会话 / end one session of somebody",
    status_code=204,
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra=_WRITE,
)
async def delete_session(request: Request, person_id: PersonPath, session_id: SessionId) -> Response:
    """At once here, and within 5 s everywhere. They may sign in again."""
    services, at = services_of(request), services_of(request).wall.now()
    demand_right(request)
    if await services.ask(lambda: sessions.end(services.store, session_id, at, person_id)) is None:
        raise Problem(404, "unknown-session", "没有这个会话 / they have no such session")
    return await _told(request, What.SESSION_ENDED, person_id, Kind.SESSION, session_id)


@routes.delete(
    "/persons/{person_id}/devices/{device_id}",
    summary="停用某人的一台手机 / end one device of somebody",
    status_code=204,
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra=_WRITE,
)
async def delete_device(request: Request, person_id: PersonPath, device_id: Id) -> Response:
    """At once here, and within 5 s everywhere. Its key never comes back; what it holds it sends under a new one."""
    services, at = services_of(request), services_of(request).wall.now()
    demand_right(request)
    if await services.ask(lambda: devices.end(services.store, device_id, at, person_id)) is None:
        raise Problem(404, "unknown-device", "没有这台手机 / they have no such device")
    return await _told(request, What.DEVICE_ENDED, person_id, Kind.DEVICE, device_id)


async def _told(request: Request, what: What, person_id: str, kind: Kind, identity: str) -> Response:
    services, caller = services_of(request), caller_of(request)
    services.callers.forget(f"{kind}:{identity}")
    facts = {f"{kind}_id": identity}
    entry = Entry(services.wall.now(), what, person_id, caller.person.id, caller.credential.name, facts=facts)
    await services.ask(lambda: journal.write(services.store, entry))
    return Response(status_code=204)
