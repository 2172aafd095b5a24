"""Knows how an explanation looks on a terminal: a line of time for each clock, then the sentences."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.terminal.shown import as_line
from oversight.explain.told.clocks import ClockTold
from oversight.explain.told.steps import Coming, Firing
from oversight.explain.told.whole import Explanation

_WIDTH: Final = 48
_LEGEND: Final = (
    "├ 起 start · ─ 计时 runs · ┄ 挂起 rests · ◆ 时限 due · ▲ 已发 fired · △ 推迟 put off · ✗ 未发出 failed · "
    "■ 结束 ended · │ 现在 now · … 下一步 next"
)
_STYLES: Final = {"fired": "▲", "deferred": "△", "failed": "✗"}
CONDITIONS: Final = {
    "running": "进行中 running",
    "overdue": "已超期 overdue",
    "resting": "挂起 resting",
    "merged": "并案 merged",
    "satisfied": "已完成 satisfied",
    "cancelled": "已取消 cancelled",
    "extended": "已延期 extended",
    "out_of_scope": "不再适用 out of scope",
}


def show(told: Explanation, lang: str, console: Console | None = None) -> None:
    """Print it: the picture, then the sentences in the language asked for (zh, en, both)."""
    out = console or Console()
    zone = ZoneInfo(told.time_zone)
    table = Table(title=f"{told.serial} {told.state_zh} {told.state_en}", title_justify="left", show_lines=True)
    table.add_column("时限\nclock")
    table.add_column(_heading(told, zone), overflow="fold")
    scale = _Scale(told)
    for clock in told.clocks:
        table.add_row(
            f"{_text(_name(clock))}\n{CONDITIONS[clock.condition]}", "\n".join(_row(clock, told, scale, zone))
        )
    out.print(table)
    out.print(_LEGEND, soft_wrap=True, highlight=False)
    for zh, en in zip(told.sentences_zh, told.sentences_en, strict=True):
        lines = {"zh": [zh], "en": [en], "both": [zh, f"  {en}"]}[lang]
        for line in lines:
            out.print(_text(line), soft_wrap=True, highlight=False)


class _Scale:
    """Where on the line of time a moment stands: from the first start to the last thing that is told.

    The present is one of them as long as a clock runs.
    """

    def __init__(self, told: Explanation) -> None:
        moments = [clock.due_at for clock in told.clocks] + [clock.started_at for clock in told.clocks]
        moments += [clock.ended_at or told.as_of for clock in told.clocks] + [firing.at for firing in told.firings]
        self.first = min(moments, default=told.as_of)
        self.last = max(moments, default=told.as_of)

    def column(self, moment: datetime) -> int:
        """The column of a moment."""
        whole = (self.last - self.first).total_seconds() or 1.0
        return round((moment - self.first).total_seconds() / whole * (_WIDTH - 1))


def _heading(told: Explanation, zone: ZoneInfo) -> str:
    scale = _Scale(told)
    first, last = _short(scale.first, zone), _short(scale.last, zone)
    return f"{first}{last:>{_WIDTH - len(first)}}"


def _row(clock: ClockTold, told: Explanation, scale: _Scale, zone: ZoneInfo) -> Iterator[str]:
    firings = [one for one in told.firings if (one.step.obligation, one.step.round) == (clock.code, clock.round)]
    coming = [one for one in told.coming if (one.step.obligation, one.step.round) == (clock.code, clock.round)]
    yield _line(clock, firings, told.as_of, scale)
    ended = f" ■ {_short(clock.ended_at, zone)}" if clock.ended_at else ""
    yield f"├ {_short(clock.started_at, zone)} ◆ {_short(clock.due_at, zone)}{ended}"
    for firing in firings:
        yield f"{_STYLES[firing.result]} {_short(firing.at, zone)} {_step(firing)}"
    if coming:
        yield f"… {_short(coming[0].at, zone)} {_step(coming[0])}"


def _line(clock: ClockTold, firings: list[Firing], now: datetime, scale: _Scale) -> str:
    """The picture: later marks lie over earlier ones, what fired over all."""
    cells = [" "] * _WIDTH
    start, end = scale.column(clock.started_at), scale.column(clock.ended_at or now)
    cells[start : end + 1] = "─" * (end + 1 - start)
    for rested_from, rested_to in _rests(clock, now):
        first, last = scale.column(rested_from), scale.column(rested_to)
        cells[first : last + 1] = "┄" * (last + 1 - first)
    cells[start] = "├"
    if scale.column(now) < _WIDTH:
        cells[scale.column(now)] = "│"
    if clock.ended_at:
        cells[end] = "■"
    cells[scale.column(clock.due_at)] = "◆"
    for firing in firings:
        cells[scale.column(firing.at)] = _STYLES[firing.result]
    return "".join(cells).rstrip()


def _rests(clock: ClockTold, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    since: datetime | None = None
    for change in clock.changes:
        if change.kind == "suspended":
            since = change.by.at
        elif change.kind == "resumed" and since is not None:
            yield since, change.by.at
            since = None
    if since is not None:
        yield since, clock.ended_at or now


def _name(clock: ClockTold) -> str:
    round_ = f" {clock.round}" if clock.round > 1 else ""
    return f"{clock.title_zh} {clock.title_en}{round_}"


def _step(told: Firing | Coming) -> str:
    """The paper with its light in words, and to whom; what did not go to anybody says so in its sentence."""
    step = told.step
    people = [one.to for one in told.alerts] if isinstance(told, Firing) else told.to
    names = "、".join(str(one.person_name or one.person_id) for one in people if one.person_id is not None)
    paper = f"{step.instrument_zh}·{step.light_zh}灯" if step.light_zh else step.step
    return _text(f"{paper} → {names}" if names else paper)


def _text(text: str) -> str:
    """What others wrote, neither markup nor anything else but text."""
    return escape(as_line(text))


def _short(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%m-%d %H:%M}"
