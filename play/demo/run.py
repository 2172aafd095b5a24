"""Knows a whole demo: a fresh stack, the story on it, the ledger it leaves, and where to look."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.console import Console

from exchange.tables.faults import PlayError
from mobile_schema.labels import label
from play.client.credentials import Target
from play.client.fetching import Fetching
from play.client.http import Api
from play.demo.company import Company
from play.demo.scenes.clerk import IMPORT, NAME
from play.demo.scenes.year import PERIOD, RULE
from play.demo.stage import Stage
from play.demo.story import Month
from play.demo.teller import Teller

_WORTH_BEING: Final = (
    "inspector-140105-1",
    "staff-140105-natural-resources",
    "supervisor-140105",
    "supervisor-140100",
    "supervisor-140000",
    "auditor-140000",
    "admin-140000",
    "security-140000",
)


def run(data: Path, port: int, console: Console, stay: Callable[[], None]) -> None:
    """Start a stack on `data`, play the month, and stay up as long as `stay` does.

    Raises PlayError when the stack does not start, or a step of the story does not happen as told.
    """
    console.print("[bold]销号 Xiaohao[/]  启动 starting MongoDB, Apache Kafka, worker, relay, API …")
    with Stage(data, port) as stage:
        target = stage.ready()
        started = time.monotonic()
        asyncio.run(play(target, console))
        exported = data / "台账.xlsx"
        rows = _export(target, exported, {"sort": "serial"})
        console.print(f"\n台账已导出 {rows} 条 / the ledger exported, {rows} lines: {exported}", soft_wrap=True)
        returned = data / NAME
        _export(target, returned, {"import": IMPORT})
        console.print(f"导入的台账,按原来的列导出 / the imported one, in its own columns: {returned}", soft_wrap=True)
        bulletin = _bulletin(data)
        console.print(f"通报已生成,未印发 / a bulletin, not issued: {bulletin}", soft_wrap=True)
        console.print(f"\n一个月,{time.monotonic() - started:.0f} 秒 / a month in {time.monotonic() - started:.0f} s")
        _where_to_look(target, data, console)
        stay()


async def play(target: Target, console: Console) -> None:
    """The story on a running stack with an empty ledger, then that ledger as a table. Raises PlayError."""
    teller = Teller(console, {person_id: person.name for person_id, person in target.people.items()})
    async with Api(target.url) as api:
        company = Company(api, target, teller)
        month = Month(company)
        await month.play()
        issues = await company.issues()
        company.check(len(issues) == len(month.issues), f"{len(issues)} issues instead of {len(month.issues)}")
        teller.table(issue for issue in issues if not company.is_aside(issue["id"]))
        events = [len(await company.history(issue["id"])) for issue in issues]
        teller.text(
            f"{len(issues)} 个问题,{sum(events)} 个事件,{len(month.alerts)} 条督办提醒 / "
            f"{len(issues)} issues, {sum(events)} events, {len(month.alerts)} alerts"
        )


def _export(target: Target, to: Path, query: dict[str, str]) -> int:
    """What the province lists so, as a workbook; how many lines it has. Raises PlayError."""
    with Fetching(target.url, target.province()) as fetching:
        return fetching.fetch(fetching.ask({"query": query}), to)


def _bulletin(data: Path) -> Path:
    """The folder with the bulletin of the year's ranking, built as an office would. Raises PlayError."""
    folder = data / "通报"
    built = [sys.executable, "-m", "cli", "bulletin", "build", RULE, "--period", PERIOD, "--out", str(folder)]
    ended = subprocess.run([*built, "--data", str(data)], capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise PlayError(f"通报未生成 / no bulletin was built: {ended.stderr.strip()}")
    return folder


def _passwords(target: Target) -> list[tuple[str, str, str]]:
    """Those for whom the pages have most to show, of each role and level, and the password."""
    people = [(person_id, target.people[person_id]) for person_id in _WORTH_BEING]
    return [
        (label(person.role), person.role.value, f"{person_id}  {person.name}  {person.password}")
        for person_id, person in people
    ]


def _where_to_look(target: Target, data: Path, console: Console) -> None:
    for chinese, english, place in (
        ("接口", "API", f"{target.url}/v1/issues"),
        ("接口文档", "its documentation", f"{target.url}/docs"),
        ("令牌", "tokens", str(data / "credentials.json")),
        ("核对", "check the ledger", f"xiaohao ledger rebuild --check --data {data}"),
        ("页面", "the pages", f"{target.url}/"),
        *_passwords(target),
    ):
        console.print(f"  {chinese} {english}: {place}", soft_wrap=True, highlight=False)
