"""Knows how an import goes over the API of a running stack: sent, mapped, judged, brought in, taken back."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from cli.terminal.asking import REACH_SECONDS, Asking
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from play.client.http import Answer, Api

_PAGE: Final = 200
_PAUSE: Final = 0.3
_STANDS_STILL: Final = 60.0
"""So long without a row more, a commit is asked for again: whoever was at it may have gone."""
_PATIENCE: Final = 240.0
Told = Callable[[int, int], None]


class NotHere(Exception):
    """The API does not take imports from this caller, or is older than they are."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import over the API."""

    asked: Asking
    id: str

    @classmethod
    def begun(cls, asked: Asking, filename: str, raw: bytes, mapping: str | None) -> "Import":
        """A file sent and looked at; without a mapping as its template came in last. Raises NotHere, StackError."""
        from exchange.tables.ids import new_id  # noqa: PLC0415

        sha256 = hashlib.sha256(raw).hexdigest()
        one = cls(asked, new_id())
        path = f"/v1/import-files/{sha256}?filename={quote(filename)}"
        sent = one._run(lambda api: api.put(path, asked.token, raw, _BYTES))
        if sent.status in {403, 404, 405}:
            raise NotHere(sent.problem)
        _demand(sent)
        body = {"id": one.id, "sha256": sha256, "filename": filename}
        view = _demand(one._run(lambda api: api.command("/v1/imports", asked.token, body)))
        if mapping is not None:
            one._map(mapping.encode(), _YAML)
        elif view["remembered"] is not None:
            import json  # noqa: PLC0415

            one._map(json.dumps(view["remembered"]).encode(), _JSON)
        return one

    def _map(self, mapping: bytes, media_type: str) -> None:
        path = f"/v1/imports/{self.id}/mapping"
        _demand(self._run(lambda api: api.put(path, self.asked.token, mapping, media_type)))

    def check(self) -> dict[str, Any]:
        """The import once every row is judged. Raises StackError."""
        return _demand(self._run(lambda api: api.command(f"/v1/imports/{self.id}/check", self.asked.token, {})))

    def rows(self) -> list[dict[str, Any]]:
        """Every row of the check, in order. Raises StackError."""
        from exchange.tables.faults import PlayError  # noqa: PLC0415

        try:
            found: list[dict[str, Any]] = self._all(
                lambda api: api.items(f"/v1/imports/{self.id}/rows", self.asked.token)
            )
        except PlayError as error:
            raise StackError(str(error)) from None
        return found

    def faults(self) -> bytes:
        """The workbook of the rows that stay out. Raises StackError."""
        import httpx  # noqa: PLC0415

        headers = {"Authorization": f"Bearer {self.asked.token}"}
        path = f"{self.asked.url}/v1/imports/{self.id}/faults.xlsx"
        answer = httpx.get(path, headers=headers, timeout=_PATIENCE, trust_env=False)
        if answer.status_code != httpx.codes.OK:
            raise StackError(f"HTTP {answer.status_code}")
        return answer.content

    def commit(self, told: Told) -> dict[str, Any]:
        """The import once its rows are on the ledger. Raises StackError."""
        view = self._bring()
        moved, stood = time.monotonic(), -1
        while view["state"] != "committed":
            told(view["done"], (view["counts"] or {}).get("rows", 0))
            if view["done"] != stood:
                moved, stood = time.monotonic(), view["done"]
            elif time.monotonic() - moved > _STANDS_STILL:
                view, moved = self._bring(), time.monotonic()
                continue
            time.sleep(_PAUSE)
            view = self.asked.ask(f"/v1/imports/{self.id}")
        return view

    def _bring(self) -> dict[str, Any]:
        path, key = f"/v1/imports/{self.id}/commit", f"commit-{self.id}"
        return _demand(self._run(lambda api: api.command(path, self.asked.token, {}, key)))

    def undo(self) -> dict[str, Any]:
        """{withdrawn, restored, left}. Raises StackError."""
        return _demand(self._run(lambda api: api.command(f"/v1/imports/{self.id}/undo", self.asked.token, {})))

    def _run(self, ask: "Callable[[Api], Any]") -> "Answer":
        answer: Answer = self._all(ask)
        return answer

    def _all(self, ask: "Callable[[Api], Any]") -> Any:
        from play.client.http import Api  # noqa: PLC0415

        async def answered() -> Any:
            async with Api(self.asked.url, patience=_PATIENCE, reach=REACH_SECONDS) as api:
                return await ask(api)

        return asyncio.run(answered())


_BYTES: Final = "application/octet-stream"
_YAML: Final = "application/yaml"
_JSON: Final = "application/json"


def _demand(answer: "Answer") -> dict[str, Any]:
    if not answer.ok:
        raise StackError(answer.problem)
    body: dict[str, Any] = answer.body
    return body
