"""Knows how a client has an export made and fetches it: with its progress, and on from where the line broke."""

import hashlib
import time
from pathlib import Path
from typing import Any, Final, Self

import httpx
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn

from exchange.tables.faults import PlayError
from play.client.http import problem_line

_LOOK_SECONDS: Final = 0.5
_AGAIN: Final = 5
"""Lines that may break one after the other."""
_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0)
_FAILURES: Final = {
    "not-permitted": "您的岗位已变动,请重新导出 / what you may read has changed: export again",
    "too-many-to-sort": "太多,不能这样排序,请缩小范围或按时限排序 / too many to be sorted like this",
    "made-in-vain": "多次未能完成,请缩小范围 / it was begun again in vain: ask for less",
}


class Fetching:
    """A client of one API, as one person."""

    def __init__(self, url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        # trust_env off: a proxy meant for the outside has no business between here and one's own stack.
        self._client = httpx.Client(base_url=url, headers=headers, timeout=_TIMEOUT, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, said: dict[str, Any]) -> str:
        """Ask for an export; its id. Raises PlayError."""
        return str(_body(self._sent("POST", "/v1/exports", json=said))["id"])

    def fetch(self, job_id: str, out: Path) -> int:
        """Wait for an export and fetch it; how many lines it has. Raises PlayError."""
        done = self._made(job_id)
        part = out.with_name(f"{out.name}.part")
        with _bar(DownloadColumn()) as bars:
            task = bars.add_task("下载 fetching", total=done["bytes"])
            for _ in range(_AGAIN):
                if self._fetched(done, part, lambda size: bars.update(task, completed=size)):
                    break
        if not part.exists() or part.stat().st_size != done["bytes"] or _sha256(part) != done["sha256"]:
            _let_go_of_what_is_another(part, done["bytes"])
            raise PlayError(f"下载中断,请再执行一次,加 --job {job_id} / the line broke: again, with --job {job_id}")
        part.replace(out)
        return int(done["rows"])

    def _made(self, job_id: str) -> dict[str, Any]:
        with _bar(MofNCompleteColumn()) as bars:
            task = bars.add_task("导出 exporting", total=None)
            while True:
                job = _body(self._sent("GET", f"/v1/exports/{job_id}"))
                bars.update(task, completed=job["rows"], total=job["total"])
                if job["state"] == "done":
                    return job
                if job["state"] == "failed":
                    why = str(job["failure"])
                    raise PlayError(f"导出未能完成 / the export failed: {_FAILURES.get(why, why)}")
                time.sleep(_LOOK_SECONDS)

    def _fetched(self, job: dict[str, Any], part: Path, came: Any) -> bool:
        """Fetch what is still missing; whether that is all now."""
        have = part.stat().st_size if part.exists() else 0
        if have == job["bytes"]:
            return True
        headers = {"Range": f"bytes={have}-", "If-Range": f'"{job["sha256"]}"'}
        try:
            with self._client.stream("GET", job["file"], headers=headers) as answer:
                if answer.status_code not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
                    answer.read()
                    _body(answer)
                whole = answer.status_code == httpx.codes.OK
                with part.open("wb" if whole else "ab") as file:
                    for piece in answer.iter_bytes():
                        file.write(piece)
                        came(file.tell())
        except httpx.TransportError:
            time.sleep(_LOOK_SECONDS)
        return part.exists() and part.stat().st_size == job["bytes"]

    def _sent(self, method: str, path: str, **said: Any) -> httpx.Response:
        for left in reversed(range(_AGAIN)):
            try:
                answer = self._client.request(method, path, **said)
            except httpx.ConnectError as error:
                if not left:
                    raise PlayError(f"无应答 / no answer: {error}") from None
            except httpx.TransportError as error:
                if method != "GET" or not left:
                    raise PlayError(f"答复丢失 / the answer was lost: {error!r}") from None
            else:
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or not left:
                    return answer
            time.sleep(_LOOK_SECONDS)
        raise PlayError("无应答 / no answer")


def _let_go_of_what_is_another(part: Path, size: int) -> None:
    """What is as long, and not the file, was of another one: the next time begins anew."""
    if part.exists() and part.stat().st_size >= size:
        part.unlink()


def _body(answer: httpx.Response) -> dict[str, Any]:
    """The answer's body. Raises PlayError where it is a refusal."""
    body: dict[str, Any] = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    if not answer.is_success:
        raise PlayError(problem_line(body) if body else f"HTTP {answer.status_code}")
    return body


def _bar(counted: Any) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), counted, console=Console(stderr=True), transient=True
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
