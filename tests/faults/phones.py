"""Knows phones that send until they are answered: they try again on every error, and some send twice."""

import asyncio
import random
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any, Final

import aiohttp

from tests import factories
from tests.stacks import Up

INSPECTOR: Final = "inspector-140105-1"
VISITS: Final = "/v1/site-visits"
_SENT_TWICE: Final = 0.05
_AGAIN_SECONDS: Final = 0.2


@dataclass(slots=True)
class Sent:
    """What the phones know: per report its problems, and which reports the API acknowledged."""

    problems: dict[str, int] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    tries: int = 0


def reports(count: int, projects: list[str]) -> list[dict[str, Any]]:
    """So many visits with no, one or two findings."""
    made = []
    for number, project in enumerate(islice(cycle(projects), count)):
        findings = [factories.finding() for _ in range((1, 1, 2, 0)[number % 4])]
        made.append(factories.site_visit(project_code=project, findings=findings, no_problem_found=not findings))
    return made


async def send_all(  # noqa: PLR0917 - to whom what is sent, who keeps count, how fast, where to and by whom
    running: Up,
    wanted: list[dict[str, Any]],
    sent: Sent,
    per_second: float,
    path: str = VISITS,
    by: str = INSPECTOR,
) -> None:
    """Send every report, each until it is acknowledged, at this pace."""
    headers = {"Authorization": f"Bearer {running.token_of(by)}", "Content-Type": "application/json"}
    timeout = aiohttp.ClientTimeout(total=20)
    async with aiohttp.ClientSession(running.state["url"], headers=headers, timeout=timeout) as client:
        began = asyncio.get_running_loop().time()

        async def one(index: int, report: dict[str, Any]) -> None:
            await asyncio.sleep(max(0.0, began + index / per_second - asyncio.get_running_loop().time()))
            for _ in range(2 if random.random() < _SENT_TWICE else 1):
                await _until_acknowledged(client, path, report, sent)

        await asyncio.gather(*(one(index, report) for index, report in enumerate(wanted)))


async def _until_acknowledged(client: aiohttp.ClientSession, path: str, report: dict[str, Any], sent: Sent) -> None:
    sent.problems[report["report_id"]] = len(report.get("findings", ()))
    body = factories.as_bytes(report)
    while True:
        sent.tries += 1
        status = await _try(client, path, body)
        if status in (200, 202):
            sent.acknowledged.add(report["report_id"])
            return
        if 400 <= status < 500:
            raise AssertionError(f"refused with {status}: {report['report_id']}")
        await asyncio.sleep(_AGAIN_SECONDS)


async def _try(client: aiohttp.ClientSession, path: str, body: bytes) -> int:
    try:
        async with client.post(path, data=body) as answer:
            await answer.read()
            return answer.status
    except (aiohttp.ClientError, TimeoutError):
        return 0
