"""Knows how the province's sign-on is asked: its document and keys, remembered for an hour, and a code for a token."""

import asyncio
import time
from typing import Any, Final

import httpx
import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.http.problems import Problem, away
from api.http.settings import Settings
from people.sign_on import BadAnswer, Provider, UnderWay, provider_in

_SECONDS: Final = 10.0
_REMEMBERED_SECONDS: Final = 3600.0
_ANEW_SECONDS: Final = 60.0
_MOST_BYTES: Final = 256 * 1024


class SignOn:
    """The provider that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._found: tuple[Provider, KeySet] | None = None
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def provider(self) -> tuple[Provider, KeySet]:
        """The provider and its keys. Raises Problem: 404 where the settings name none, 503 while it is away."""
        if not self._settings.oidc_issuer or not self._settings.oidc_client_id:
            raise Problem(404, "no-sign-on", "未配置统一身份认证 / no sign-on is set up here (XIAOHAO_OIDC_ISSUER)")
        async with self._reading:
            if self._found is None or time.monotonic() - self._read_at > _REMEMBERED_SECONDS:
                await self._read()
            assert self._found is not None  # noqa: S101 - read, or raised
            return self._found

    async def keys_anew(self) -> KeySet:
        """The provider's keys as they are now, where they were not read within the last minute."""
        async with self._reading:
            if time.monotonic() - self._read_at > _ANEW_SECONDS:
                await self._read()
        return (await self.provider())[1]

    async def id_token(self, provider: Provider, code: str, under_way: UnderWay, back_to: str) -> str:
        """What a code is exchanged for. Raises BadAnswer, or Problem (503)."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back_to,
            "code_verifier": under_way.verifier,
            "client_id": provider.client_id,
        }
        secret = self._settings.oidc_client_secret
        login = httpx.BasicAuth(provider.client_id, secret) if secret else None
        answer = await self._ask("POST", provider.token, data=form, auth=login)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise BadAnswer(f"the provider gave no ID token: {str(answer.get('error'))[:100]}")
        return token

    async def _read(self) -> None:
        told, settings = f"{self._settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration", self._settings
        try:
            document = await self._ask("GET", told)
            provider = provider_in(document, settings.oidc_issuer, settings.oidc_client_id, settings.oidc_claim)
            keys = KeySet.import_key_set(await self._ask("GET", provider.keys))  # type: ignore[arg-type] # as sent
        except (BadAnswer, JoseError, ValueError, KeyError, TypeError) as error:
            raise _away() from error
        self._found, self._read_at = (provider, keys), time.monotonic()

    async def _ask(self, method: str, address: str, **what: Any) -> dict[str, Any]:
        """What an address answers, as a JSON object. Raises BadAnswer, or Problem (503)."""
        try:
            async with httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False) as client:
                answer = await client.request(method, address, **what)
        except httpx.HTTPError as error:
            raise _away() from error
        if len(answer.content) > _MOST_BYTES or answer.status_code >= 500:
            raise _away()
        try:
            content = msgspec.json.decode(answer.content)
        except msgspec.DecodeError:
            raise BadAnswer(f"{address} answered no JSON ({answer.status_code})") from None
        if not isinstance(content, dict):
            raise BadAnswer(f"{address} answered no object")
        return content


def _away() -> Problem:
    return away("sign-on-away", "统一身份认证暂时不可用 / the sign-on does not answer; try again soon")
