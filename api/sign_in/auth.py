"""Knows who asks: the bearer token (RFC 6750) or the cookie of a request, looked up and remembered for seconds.

What was ended is refused everywhere within `TTL_SECONDS`. While MongoDB is away, what was good a moment before stays
good for `GRACE_SECONDS`, so that reports still reach Kafka. When each was last used is written every `TOLD_SECONDS`.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Final

import pymongo
from pymongo import UpdateOne
from pymongo.errors import PyMongoError
from starlette.requests import Request

from api.http.batched import Batched
from api.http.problems import Problem, ledger_away
from api.sign_in.cookies import session_in
from api.sign_in.same_site import demand_same_site
from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from people import devices, sessions, tokens
from people.credentials import Credential, Kind, digest, kind_of

TTL_SECONDS: Final = 5.0
GRACE_SECONDS: Final = 300.0
TOLD_SECONDS: Final = 20.0
_MOST: Final = 20_000
_LONGEST: Final = 200
_LOOK_UP_SECONDS: Final = 2.0
_CHALLENGE: Final = 'Bearer realm="xiaohao"'
_LOOK_UPS: Final = {
    Kind.TOKEN: tokens.tokens_of,
    Kind.SESSION: sessions.sessions_of,
    Kind.DEVICE: devices.devices_of,
}
_USED: Final = {Kind.TOKEN: ("tokens", "used_at"), Kind.SESSION: ("sessions", "seen_at")}
"""Where the last use is kept; a device's is its last renewal."""

Asked = tuple[Kind, str]
"""A kind of credential, and what is stored of its secret."""


class Callers:
    """Whom each secret speaks for."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: OrderedDict[str, tuple[Credential, float]] = OrderedDict()
        self._look_ups: Batched[Asked, Mapping[Asked, Credential]] = Batched("callers", self._look_up)
        self._used: dict[Asked, UpdateOne] = {}

    def close(self) -> None:
        """End what it runs."""
        self._look_ups.close()

    async def credential(self, secret: str) -> Credential:
        """What a secret is. Raises Problem: 401, or 503 when nobody can say."""
        known = self._known.get(secret)
        now = time.monotonic()
        if known is not None and now - known[1] < TTL_SECONDS:
            return known[0]
        key = (kind_of(secret), digest(secret))
        try:
            found = (await self._look_ups.ask([key])).get(key)
        except PyMongoError:
            if known is not None and now - known[1] < GRACE_SECONDS:
                return known[0]
            raise ledger_away() from None
        if found is None:
            self._known.pop(secret, None)
            raise unauthorized(
                "invalid-token", "凭据无效或已停用 / the credential is unknown or was ended", "invalid_token"
            )
        self._remember(secret, found, now)
        return found

    def forget(self, name: str) -> None:
        """Look a credential up anew, by its name or that of its person, as it has just changed."""
        for secret, (credential, _) in list(self._known.items()):
            if name in {credential.name, credential.person_id}:
                del self._known[secret]

    def used(self, secret: str, credential: Credential) -> None:
        """A request came by this credential."""
        place = _USED.get(credential.kind)
        key = (credential.kind, secret)
        if place is not None and key not in self._used:
            field = "_id" if credential.kind is Kind.TOKEN else "sha256"
            change = {"$max": {place[1]: self._clock.now()}}
            self._used[key] = UpdateOne({field: digest(secret)}, change)

    async def tell_uses(self) -> None:
        """For ever: write when each was last used."""
        while True:
            await asyncio.sleep(TOLD_SECONDS)
            await asyncio.to_thread(self.write_uses)

    def write_uses(self) -> None:
        """Write it now. Raises PyMongoError."""
        used, self._used = self._used, {}
        for kind, (collection, _) in _USED.items():
            writes = [write for (each, _), write in used.items() if each is kind]
            if writes:
                with pymongo.timeout(_LOOK_UP_SECONDS):
                    self._store[collection].bulk_write(writes, ordered=False)

    def _remember(self, secret: str, credential: Credential, now: float) -> None:
        self._known[secret] = (credential, now)
        self._known.move_to_end(secret)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def _look_up(self, asked: Sequence[Asked]) -> Mapping[Asked, Credential]:
        at = self._clock.now()
        found: dict[Asked, Credential] = {}
        with pymongo.timeout(_LOOK_UP_SECONDS):
            for kind, look_up in _LOOK_UPS.items():
                digests = [each for of, each in asked if of is kind]
                if digests:
                    found |= {(kind, each): good for each, good in look_up(self._store, digests, at).items()}
        return found


def secret_of(request: Request, public_url: str) -> str:
    """The secret of a request: that of its Authorization header (RFC 6750 §2.1), or else of its session's cookie, when
    no other site made the browser send it. None is taken from an address, which logs and histories keep.

    Raises Problem: 401 without one, 403 where another site may have sent it.
    """
    header = request.headers.get("authorization")
    if header is not None:
        return _bearer(header)
    session = session_in(request, public_url)
    if session is None or kind_of(session) is not Kind.SESSION or len(session) > _LONGEST:
        raise unauthorized("missing-token", "需要登录或令牌 / sign in, or send Authorization: Bearer TOKEN")
    demand_same_site(request, public_url)
    return session


def unauthorized(slug: str, detail: str, error: str | None = None) -> Problem:
    """Nobody that we know."""
    challenge = _CHALLENGE if error is None else f'{_CHALLENGE}, error="{error}"'
    return Problem(401, slug, detail, headers={"WWW-Authenticate": challenge})


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST or kind_of(token) is Kind.SESSION:
        raise unauthorized("missing-token", "需要登录或令牌 / sign in, or send Authorization: Bearer TOKEN")
    return token
