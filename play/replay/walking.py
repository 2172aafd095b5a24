"""Knows how a whole file is walked through to closure: all moves of all rows in time order, the clock moved along."""

from collections.abc import Iterable

from exchange.tables.faults import PlayError
from exchange.tables.row import RowRefused
from play.client.credentials import Target
from play.client.http import Api
from play.client.movable_clock import MovableClock
from play.replay.books import Books
from play.replay.journey import Step, moments, steps_of
from play.replay.replay import CONNECTIONS
from play.replay.walker import Document, Walk, Walker
from play.replay.watching import Watcher


async def walk_file(books: Books, target: Target, watcher: Watcher) -> Walk:
    """Report and close every row in the order of its dates, the ledger's clock moved along.

    Raises PlayError: one token is not enough, the clock cannot be moved, the ledger has later events, or API,
    ledger or sweep stay away for long.
    """
    if not target.people:
        raise PlayError(
            "--through-closure 需代各方人员操作,请用 --data 而非单个令牌 / "
            "--through-closure speaks for inspectors, units and supervisors: it needs --data, not one token"
        )
    if books.mapping.work is None:
        name = books.mapping.name
        raise PlayError(
            f"映射 {name} 没有写明办理时间(work: closed: 列名)/ "
            f"mapping {name} does not say when work was done (work: closed: COLUMN)"
        )
    queue = list(moments(_all_steps(books)))
    walk = Walk()
    async with Api(target.url, CONNECTIONS) as api:
        clock = MovableClock(api, target.province())
        if queue:
            await clock.begin(queue[0].at)
        walker = Walker(api, books, target, watcher, walk, await _evidence(api, target))
        for moment in queue:
            watcher.stand(f"{moment.at:%Y-%m-%d %H:%M}")
            await clock.advance(moment.at)
            await walker.live(moment)
        watcher.stand("")
        walked = {issue["id"] for issue in walk.issues.values()}
        alerts = await api.items("/v1/alerts", target.province(), mine="false")
        walk.fired.update(alert["step"] for alert in alerts if alert["issue_id"] in walked)
    return walk


async def _evidence(api: Api, target: Target) -> dict[str, list[Document]]:
    """What striking off demands, by category, as the office keeps it. Raises PlayError."""
    answer = await api.get("/v1/categories", target.province())
    if not answer.ok:
        raise PlayError(f"GET /v1/categories: {answer.problem}")
    return {category["code"]: category["evidence"] for category in answer.body["items"]}


def _all_steps(books: Books) -> Iterable[Step]:
    for report in books.reports():
        try:
            yield from steps_of(report, books.mapping)
        except RowRefused as refused:
            books.refuse(report.row, str(refused))
