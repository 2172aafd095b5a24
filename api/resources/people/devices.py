"""Knows `/v1/nonces`, `/v1/devices` and their renewal: how a phone signs in, and stays so on a line that drops."""

import base64
from datetime import datetime
from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.http.problems import Problem, invalid
from api.resources.people import asked as bodies
from api.resources.people.asked import DeviceSignIn, NewDevice, PublicKey, read_body
from api.resources.people.shown import device_view
from api.resources.people.sign_in import place_of
from api.resources.people.views import AccessView, DeviceList, NonceView
from api.routes import caller_of, declared, demand_present, open_router, router, services_of
from api.services import Services
from api.sign_in import cookies
from api.sign_in.auth import unauthorized
from api.sign_in.proving import Given, Place
from ledger.access.matrix import OPEN
from mobile_schema.faults import Fault
from people import devices, journal
from people.credentials import Kind
from people.devices import Access, BadKey, Device, DeviceEnded, KeyCopied, NonceExpired, NotSigned, Renewal
from people.journal import Entry, What

open_routes = open_router("devices 手机")
routes = router("devices 手机")

_REFUSALS: Final = (401, 403, 408, 413, 415, 422, 429, 503)


@open_routes.post(
    "/nonces",
    summary="取一次性随机数 / something new for a device to sign",
    responses=documented.answers(NonceView, refusals=(403, 422, 503)),
    openapi_extra=declared(OPEN),
)
async def post_nonce(request: Request) -> Response:
    """Good for five minutes by our clock; nothing is kept of it."""
    services = services_of(request)
    given = await services.ask(lambda: devices.nonce(services.signer, services.wall.now()))
    return _fresh({"nonce": given, "expires_in": int(devices.NONCE_GOOD_FOR.total_seconds())})


@open_routes.post(
    "/devices",
    summary="手机登录 / sign in on a phone: its key is registered, and has access",
    responses=documented.answers(AccessView, refusals=_REFUSALS),
    openapi_extra=declared(OPEN, documented.body("DeviceSignIn")),
)
async def post_device(request: Request) -> Response:
    """As at a desk, with the phone's public key and its first renewal. Sent again, it changes nothing."""
    services = services_of(request)
    cookies.demand_private(request, services.settings.public_url)
    asked, place = await read_body(request, DeviceSignIn), place_of(request)
    key, renewal = await _signed(asked)
    given = Given(asked.person_id, asked.password, asked.code, asked.new_password, asked.totp)
    person, _ = await services.proving.person(given, place)
    proven_at = services.wall.now()
    await services.ask(lambda: _registered(services, person.id, key, asked.name, place, proven_at))
    return await _renewed(request, devices.device_id(key), renewal)


@open_routes.post(
    "/devices/{device_id}/renew",
    summary="手机续期 / access for another hour, by the device's signature",
    responses=documented.answers(AccessView, refusals=_REFUSALS),
    openapi_extra=declared(OPEN, documented.body("Renewal")),
)
async def post_renewal(request: Request, device_id: Id) -> Response:
    """The same counter and attempt again: the same answer, however often it was lost. A counter that is behind, or with
    another attempt, was signed by a copy of the key: the device ends, and the journal tells its person and security."""
    return await _renewed(request, device_id, _renewal(await read_body(request, bodies.Renewal)))


@routes.get(
    "/me/devices",
    summary="我的手机 / my devices",
    responses=documented.answers(DeviceList),
    openapi_extra=declared("me.sign-in"),
)
async def get_my_devices(request: Request) -> Response:
    """Those that are good, and those that ended since their key was copied. 180 unused days end one."""
    services, caller = services_of(request), caller_of(request)
    found = await services.ask(lambda: devices.listed(services.store, services.wall.now(), caller.person.id))
    return JsonAnswer({"items": [device_view(each, caller.credential) for each in found]})


@routes.post(
    "/me/devices",
    summary="登记我的手机 / register a phone's key, by the session that one signed in to on it",
    responses=documented.answers(AccessView, refusals=_REFUSALS),
    openapi_extra=declared("me.sign-in", documented.body("NewDevice")),
)
async def post_my_device(request: Request) -> Response:
    """As `POST /v1/devices`, for who has just signed in by whatever means: the proof of the last ten minutes stands for
    the password. A browser's session alone has such a phone: no program and no other phone makes one."""
    services, caller = services_of(request), caller_of(request)
    cookies.demand_private(request, services.settings.public_url)
    asked, place = await read_body(request, NewDevice), place_of(request)
    if caller.credential.kind is not Kind.SESSION:
        raise Problem(
            403, "not-permitted", "须以网页会话登记手机 / a phone is registered by the session of a browser alone"
        )
    demand_present(request)
    key, renewal = await _signed(asked)
    proven_at = caller.credential.proven_at or services.wall.now()
    await services.ask(lambda: _registered(services, caller.person.id, key, asked.name, place, proven_at))
    return await _renewed(request, devices.device_id(key), renewal)


@routes.delete(
    "/me/devices/{device_id}",
    summary="停用我的手机 / end one of my devices",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "Ended"}, **documented.problems((401, 403, 404, 422, 503))},
    openapi_extra=declared("me.sign-in"),
)
async def delete_my_device(request: Request, device_id: Id) -> Response:
    """Its access ends at once here, and within 5 s everywhere. Its key never comes back."""
    services, caller = services_of(request), caller_of(request)
    at, mine = services.wall.now(), caller.person.id
    if await services.ask(lambda: devices.end(services.store, device_id, at, mine)) is None:
        raise Problem(404, "unknown-device", "没有这台手机 / you have no such device")
    services.callers.forget(f"{Kind.DEVICE}:{device_id}")
    entry = Entry(at, What.DEVICE_ENDED, mine, mine, caller.credential.name, facts={"device_id": device_id})
    await services.ask(lambda: journal.write(services.store, entry))
    return Response(status_code=204)


async def _renewed(request: Request, device_id: str, renewal: Renewal) -> Response:
    services, at = services_of(request), services_of(request).wall.now()
    try:
        access = await services.ask(lambda: _renew(services, device_id, renewal))
        await services.rules.person(access.person_id)
    except NonceExpired:
        raise unauthorized(
            "nonce-expired", "随机数已过期,请另取一个再签 / the nonce is too old: sign another"
        ) from None
    except NotSigned:
        raise _not_signed() from None
    except KeyCopied as copied:
        services.callers.forget(f"{Kind.DEVICE}:{device_id}")
        device, place = copied.device, place_of(request)
        await services.ask(lambda: _tell_copied(services, device, place))
        raise _ended("device-copied") from None
    except DeviceEnded:
        raise _ended("device-ended") from None
    seconds = int((access.until - at).total_seconds())
    return _fresh(_shown(device_id, access, seconds))


def _renew(services: Services, device_id: str, renewal: Renewal) -> Access:
    at = services.wall.now()
    devices.demand_fresh(services.signer, renewal.nonce, at)
    return devices.renew(services.store, device_id, renewal, at)


async def _signed(asked: NewDevice) -> tuple[bytes, Renewal]:
    """The key and the renewal that it has signed. Raises Problem: 401, 422."""
    key, renewal = _key(asked.key), _renewal(asked.renewal)
    if not await run_in_threadpool(devices.is_signed, key, renewal):
        raise _not_signed()
    return key, renewal


def _registered(  # noqa: PLR0917 - whose, which key by which name, from where, by which proof
    services: Services, person_id: str, key: bytes, name: str, place: Place, proven_at: datetime
) -> None:
    """The device has the proof that its person gave, and no later one. Raises Problem (401) where the key is another's
    or was ended."""
    at = services.wall.now()
    try:
        device = devices.register(services.store, person_id, key, name, at)
    except DeviceEnded:
        raise _ended("device-ended") from None
    devices.prove(services.store, device.id, proven_at)
    credential = f"{Kind.DEVICE}:{device.id}"
    facts = {"name": device.name}
    journal.write(services.store, Entry(at, What.DEVICE_ADDED, person_id, person_id, credential, place.address, facts))


def _tell_copied(services: Services, device: Device, place: Place) -> None:
    at = services.wall.now()
    facts = {"device_id": device.id, "name": device.name}
    credential = f"{Kind.DEVICE}:{device.id}"
    journal.write(
        services.store, Entry(at, What.DEVICE_COPIED, device.person_id, None, credential, place.address, facts)
    )


def _shown(device_id: str, access: Access, seconds: int) -> dict[str, Any]:
    return {
        "device_id": device_id,
        "access_token": access.token,
        "expires_in": seconds,
        "counter": access.counter,
    }


def _fresh(content: dict[str, Any]) -> Response:
    return JsonAnswer(content, headers={"Cache-Control": "no-store"})


def _key(key: PublicKey) -> bytes:
    """Raises Problem (422)."""
    try:
        return devices.public_key(_bytes(key.x), _bytes(key.y))
    except BadKey:
        raise invalid([Fault("$.key", "不是 P-256 公钥；no public key of P-256", "key")]) from None


def _renewal(renewal: bodies.Renewal) -> Renewal:
    return Renewal(renewal.nonce, renewal.counter, renewal.attempt, _bytes(renewal.signature))


def _bytes(text: str) -> bytes:
    """What the pattern of the field has let pass."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _not_signed() -> Problem:
    return unauthorized("not-signed", "签名不符,或没有这台手机 / not signed by this device, or there is none")


def _ended(slug: str) -> Problem:
    return unauthorized(slug, "这台手机已停用,请以新密钥重新登录 / this device was ended: sign in with a new key")
