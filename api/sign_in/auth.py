"""Knows who asks: the bearer token of a request (RFC 6750), looked up in the ledger and remembered for seconds.

A token that was ended is refused everywhere within `TTL_SECONDS`. While MongoDB is away, a token that was good a
moment before stays good for `GRACE_SECONDS`, so that reports still reach Kafka.
"""

import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Final

import pymongo
from pymongo.errors import PyMongoError
from starlette.requests import Request

from api.http.batched import Batched
from api.http.problems import Problem, ledger_away
from ledger.mongo.connection import Store
from people.tokens import digest, persons_of

TTL_SECONDS: Final = 5.0
GRACE_SECONDS: Final = 300.0
_MOST: Final = 20_000
_LONGEST: Final = 200
_LOOK_UP_SECONDS: Final = 2.0
_CHALLENGE: Final = 'Bearer realm="xiaohao"'


class Tokens:
    """Whom each token speaks for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._look_ups: Batched[str, Mapping[str, str]] = Batched("tokens", self._look_up)

    def close(self) -> None:
        """End what it runs."""
        self._look_ups.close()

    async def person_id(self, token: str) -> str:
        """Whom a token speaks for. Raises Problem: 401, or 503 when nobody can say."""
        known = self._known.get(token)
        now = time.monotonic()
        if known is not None and now - known[1] < TTL_SECONDS:
            return known[0]
        key = digest(token)
        try:
            found = (await self._look_ups.ask([key])).get(key)
        except PyMongoError:
            if known is not None and now - known[1] < GRACE_SECONDS:
                return known[0]
            raise ledger_away() from None
        if found is None:
            self._known.pop(token, None)
            raise _unauthorized(
                "invalid-token", "令牌无效或已停用 / the token is unknown or was ended", "invalid_token"
            )
        self._remember(token, found, now)
        return found

    def _remember(self, token: str, person_id: str, now: float) -> None:
        self._known[token] = (person_id, now)
        self._known.move_to_end(token)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def _look_up(self, digests: Sequence[str]) -> Mapping[str, str]:
        with pymongo.timeout(_LOOK_UP_SECONDS):
            return persons_of(self._store, digests)


def bearer_of(request: Request, *, in_query: bool = False) -> str:
    """The token of a request: its header's, or where the route takes it so, `access_token` (RFC 6750 §2.3).

    Raises Problem (401) without one.
    """
    header = request.headers.get("authorization")
    if header is None and in_query:
        header = f"Bearer {request.query_params.get('access_token', '')}"
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        raise _unauthorized("missing-token", "需要令牌 / send Authorization: Bearer TOKEN")
    return token.strip()


def _unauthorized(slug: str, detail: str, error: str | None = None) -> Problem:
    challenge = _CHALLENGE if error is None else f'{_CHALLENGE}, error="{error}"'
    return Problem(401, slug, detail, headers={"WWW-Authenticate": challenge})
