"""Knows how a client speaks to the API: with a bearer token, waiting where it asks to wait, for a bounded time."""

import asyncio
import json
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from exchange.tables.faults import PlayError

PATIENCE_SECONDS = 90.0
_LONGEST_PAUSE = 10.0
_PAGE = 200
_TIMEOUT = httpx.Timeout(60.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said: the status and the JSON body (a problem when it refused), or a file's bytes."""

    status: int
    body: Any
    content: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.status < 300

    @property
    def problem(self) -> str:
        """The refusal in one line: its slug, its detail, the first fault."""
        return problem_line(self.body) if isinstance(self.body, dict) else f"HTTP {self.status}"

    @property
    def slug(self) -> str:
        """The last word of the problem's type, e.g. `wrong-state`."""
        return slug_of(self.body) if isinstance(self.body, dict) else ""


def slug_of(problem: dict[str, Any]) -> str:
    """The last word of a problem's type."""
    return str(problem.get("type", "")).rpartition(":")[2]


def problem_line(problem: dict[str, Any]) -> str:
    """A problem (RFC 9457) in one line."""
    faults = problem.get("faults") or [{}]
    fault = f" ({faults[0].get('path')}: {faults[0].get('message')})" if faults[0] else ""
    said = str(problem.get("detail") or problem.get("title") or "").strip()
    return " ".join(f"{slug_of(problem)}: {said}{fault}".split())


class Api:
    """An open client on one API address; use it as an async context manager."""

    def __init__(
        self, url: str, connections: int = 8, patience: float = PATIENCE_SECONDS, reach: float | None = None
    ) -> None:
        """It gives up after `patience` seconds; where nobody takes the connection, after `reach`."""
        self._url = url
        self._patience = patience
        self._reach = patience if reach is None else reach
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        # trust_env off: a proxy meant for the outside has no business between here and one's own stack.
        self._client = httpx.AsyncClient(base_url=url, timeout=_TIMEOUT, limits=limits, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, path: str, token: str, **params: str | int) -> Answer:
        """A GET; safe to repeat."""
        return await self._ask("GET", path, token, params=params)

    async def items(self, path: str, token: str, **params: str) -> list[dict[str, Any]]:
        """Every item of a list, page after page. Raises PlayError when the API refuses."""
        found: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            answer = await self.get(path, token, limit=_PAGE, **params, **cursor)
            if not answer.ok:
                raise PlayError(f"GET {path}: {answer.problem}")
            found.extend(answer.body["items"])
            if answer.body["next_cursor"] is None:
                return found
            cursor = {"cursor": answer.body["next_cursor"]}

    async def send(self, path: str, token: str, body: bytes) -> Answer:
        """A POST of JSON bytes that may come twice: reports and acknowledgements."""
        return await self._ask("POST", path, token, content=body, headers={"Content-Type": "application/json"})

    async def put(self, path: str, token: str, content: bytes, media_type: str = "application/json") -> Answer:
        """A PUT; safe to repeat."""
        return await self._ask("PUT", path, token, content=content, headers={"Content-Type": media_type})

    async def command_on(self, path: str, token: str, version: int, body: dict[str, Any]) -> Answer:
        """A POST on an issue as seen at a version: safe to repeat, since the second one is refused as stale."""
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "If-Match": f'"{version}"'}
        return await self._ask("POST", path, token, content=content, headers=headers)

    async def command(self, path: str, token: str, body: dict[str, Any], key: str | None = None) -> Answer:
        """A POST that must not come twice: it is repeated only where it surely did not arrive. By its `key` the
        API knows it again."""
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"} | ({} if key is None else {"Idempotency-Key": key})
        return await self._ask("POST", path, token, repeatable=False, content=content, headers=headers)

    async def _ask(
        self,
        method: str,
        path: str,
        token: str,
        *,
        repeatable: bool = True,
        headers: dict[str, str] | None = None,
        **request: Any,
    ) -> Answer:
        began, pause = time.monotonic(), 0.2
        while True:
            patience = self._patience
            try:
                response = await self._client.request(
                    method, path, headers={"Authorization": f"Bearer {token}", **(headers or {})}, **request
                )
            except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
                raise PlayError(f"{self._url} 不是网址 / is no address: {error}") from error
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                trouble: str = f"{self._url} 无应答 / no answer: {error}"
                patience = self._reach
            except httpx.TransportError as error:
                if not repeatable:
                    raise PlayError(f"{method} {path}: 答复丢失 / the answer was lost: {error!r}") from error
                trouble = f"{self._url} 无应答 / no answer: {error!r}"
            else:
                if response.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return _answer(response)
                trouble = f"{method} {path}: {_answer(response).problem}"
                pause = _retry_after(response, pause)
            if time.monotonic() + pause > began + patience:
                raise PlayError(f"{trouble};{patience:.0f} 秒后放弃 / given up after {patience:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def _retry_after(response: httpx.Response, otherwise: float) -> float:
    try:
        return min(max(float(response.headers["Retry-After"]), 0.1), _LONGEST_PAUSE)
    except (KeyError, ValueError):
        return otherwise


def _answer(response: httpx.Response) -> Answer:
    try:
        return Answer(response.status_code, response.json(), response.content)
    except ValueError:
        return Answer(response.status_code, response.text, response.content)
