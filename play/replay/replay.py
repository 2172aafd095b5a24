"""Knows a whole replay: every report of the books goes out in queues, a few at once, and is followed to its receipt."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from exchange.tables.faults import PlayError
from exchange.tables.mapping import Mapping
from exchange.tables.mapping_files import demand_categories
from exchange.tables.reports import FileReport
from play.client.credentials import Target
from play.client.http import Api
from play.replay.books import Books
from play.replay.sending import Queues, deliver
from play.replay.watching import Watcher

CONNECTIONS = 4
_HELLO_SECONDS = 5.0
_Waiting = asyncio.Queue[tuple[str, list[FileReport]] | None]


async def send_file(books: Books, target: Target, watcher: Watcher) -> None:
    """Send every row. Raises PlayError when it must stop half-way; the books then say how far it came."""
    waiting: _Waiting = asyncio.Queue(maxsize=CONNECTIONS)
    async with Api(target.url, CONNECTIONS) as api:
        with one_failure():
            async with asyncio.TaskGroup() as group:
                for _ in range(CONNECTIONS):
                    group.create_task(_send(api, waiting, books, watcher))
                for queue in _queues(books, target):
                    await waiting.put(queue)
                for _ in range(CONNECTIONS):
                    await waiting.put(None)


async def greet(target: Target, mapping: Mapping) -> None:
    """Raises PlayError unless the API answers, knows the credential, and has the categories of the mapping.

    Where the token may not ask for these, each row hears of its own when it is sent.
    """
    token = target.token or next((person.token for person in target.people.values()), "")
    async with Api(target.url, patience=_HELLO_SECONDS) as api:
        answer = await api.get("/v1/me", token)
        registry = await api.get("/v1/categories", token)
    if not answer.ok:
        raise PlayError(f"{target.url} 不接受此令牌 / does not accept the token: {answer.problem}")
    if registry.ok:
        demand_categories(mapping, {category["code"] for category in registry.body["items"]})


@contextmanager
def one_failure() -> Iterator[None]:
    """Let the first failure of a task group out as itself."""
    try:
        yield
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None


def _queues(books: Books, target: Target) -> Iterator[tuple[str, list[FileReport]]]:
    queues = Queues()
    for report in books.reports():
        token = target.inspector_for(report.project_code)
        full = queues.add(token, report)
        if full is not None:
            yield token, full
    yield from queues.rest()


async def _send(api: Api, waiting: _Waiting, books: Books, watcher: Watcher) -> None:
    while (taken := await waiting.get()) is not None:
        token, queue = taken
        books.enter(await deliver(api, token, queue, watcher))
