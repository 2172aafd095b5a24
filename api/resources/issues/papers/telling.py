"""Knows what all papers of an issue tell alike: of what, whose, by when, what fired, and of which events that is so.

A paper says what its events say, and is the same until one is added or a deadline passes.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from api.http.answers import to_json
from api.printing.cells import Look
from api.resources.issues.papers.asking import DAYS_TO_ANSWER, Asked, asked_by
from exchange.papers.paper import Table
from ledger.groundwork.seen_text import marked
from ledger.issue.issue import Issue
from ledger.mongo.pages import Document

_CONDITIONS: Final = {
    "satisfied": "已完成",
    "cancelled": "已取消",
    "extended": "已延期",
    "out_of_scope": "不再适用",
}
_DAYS_END: Final = (23, 59, 59)
_HASHED: Final = ("version", "type", "at", "actor", "data")


@dataclass(frozen=True, slots=True)
class Told:
    """An issue, its slip, its events, and by which names codes are called."""

    issue: Issue
    slip: dict[str, Any]
    events: list[Document]
    look: Look

    @property
    def at(self) -> datetime:
        """When the last event was."""
        at: datetime = self.events[-1]["at"]
        return at

    @property
    def what(self) -> str:
        """The project, or else the region, and the category: what a title calls the issue."""
        names = self.slip["names"]
        whose = names["project"] or names["region"]
        return marked(f"{'' if whose is None else whose['name_zh']}{names['category']['name_zh']}问题")

    @property
    def region(self) -> str:
        """The region that supervises it, else its own."""
        supervisor, region = self.slip["supervisor"], self.slip["names"]["region"]
        name = (supervisor and supervisor["name_zh"]) or (region and region["name_zh"])
        return marked(name or "")

    @property
    def due(self) -> str:
        """The deadline of what is to be solved, or the nearest that runs."""
        at = self.slip["due_at"]
        solving = [clock.due_at for clock in self.issue.obligations if clock.code == "resolve" and clock.running]
        return self.moment(min(solving, default=at))

    @property
    def asked(self) -> Asked | None:
        """By when a letter asks for an answer; None where no clock runs."""
        running = [clock for clock in self.issue.obligations if clock.running and clock.paused_at is None]
        solving = [clock.due_at for clock in running if clock.code == "resolve"]
        deadline = min(solving or (clock.due_at for clock in running), default=None)
        if deadline is None or not self.issue.is_open:
            return None
        coming = self.slip["next_step"]
        return asked_by(deadline, coming and coming["at"], self.slip["as_of"])

    def demand(self, done: str) -> str:
        """What a letter asks for: `done` by the deadline, or, where that is over, an answer by a day to come."""
        asked = self.asked
        if asked is None:
            return "请书面报告办理情况"
        if asked.overdue_since is None:
            return f"请于{self.moment(asked.by)}前{done}"
        by = f"于{self.moment(asked.by)}前" if asked.by else f"自收到之日起{DAYS_TO_ANSWER}个工作日内"
        return f"该问题已于{self.moment(asked.overdue_since)}逾期，请立即办理，并{by}书面答复办理情况和完成时间"

    def moment(self, at: datetime | None) -> str:
        """A moment as a paper has it: 2026年3月2日18时; the last second of a day is its 24时."""
        if at is None:
            return ""
        local = at.astimezone(self.look.zone)
        if (local.hour, local.minute, local.second) == _DAYS_END:
            return f"{local.year}年{local.month}月{local.day}日24时"
        minutes = f"{local.minute:02}分" if local.minute else ""
        return f"{local.year}年{local.month}月{local.day}日{local.hour}时{minutes}"

    def name_of(self, person_id: str | None) -> str:
        """What somebody is called."""
        person = self.look.catalogue.persons.get(person_id or "")
        return marked(person.name if person else person_id or "")

    def parties(self) -> Iterator[tuple[str, str]]:
        """Who has to do with it, by what they are to it."""
        yield "牵头单位", party(self.slip["lead"])
        yield from (("配合单位", party(one)) for one in self.slip["supporting"])
        yield "督办", party(self.slip["supervisor"])

    def clocks(self, running: bool = False) -> Table:
        """Its clocks, or those that run: until when each is, and what became of it."""
        titles = {(clock["code"], clock["round"]): clock["title_zh"] for clock in self.slip["clocks"]}
        rows = tuple(
            (marked(titles[clock.code, clock.round]), self.moment(clock.due_at), self._condition(clock))
            for clock in self.issue.obligations
            if clock.running or not running
        )
        return Table((3, 4, 2), rows, ("时限节点", "截止时间", "情况"))

    def _condition(self, clock: Any) -> str:
        if clock.outcome is not None:
            return _CONDITIONS[clock.outcome]
        if clock.paused_at is not None:
            return "挂起"
        return "已逾期，未办结" if clock.due_at <= self.slip["as_of"] else "未办结"

    def ladder(self) -> Table:
        """The steps of the ladder that were taken: when, which paper with which light, and who was told."""
        rows = tuple(
            (self.moment(rung["at"]), _rung(rung), "、".join(_told(one) for one in rung["to"]) or "岗位空缺，未送达")
            for rung in self.slip["ladder"]
            if rung["result"] != "deferred"
        )
        return Table((3, 3, 3), rows, ("时间", "督办步骤", "送达"))

    def position(self) -> str:
        """Of which events it tells, and the hash that every one of them goes into."""
        return (
            f"依据：台账 {self.issue.serial} 第 {self.issue.version} 版（截至{self.moment(self.at)}）；"
            f"事件链 SHA-256 {chain(self.events)}"
        )


def party(one: dict[str, Any] | None) -> str:
    """A unit or region, and who answers for it."""
    if one is None:
        return ""
    return marked(" ".join(filter(None, (one["name_zh"] or one["id"], one["person_name"]))))


def chain(events: list[Document]) -> str:
    """One hash of all events in order, as `GET /history` has them: each of the one before and of its own JSON."""
    link = ""
    for event in events:
        plain = json.loads(to_json({name: event[name] for name in _HASHED}))
        said = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        link = hashlib.sha256(f"{link}{said}".encode()).hexdigest()
    return link


def _rung(rung: dict[str, Any]) -> str:
    light = rung["light_zh"] and f"{rung['light_zh']}灯"
    return marked(" · ".join(filter(None, (rung["title_zh"], rung["instrument_zh"], light))))


def _told(one: dict[str, Any]) -> str:
    return marked(" ".join(filter(None, (one["title_zh"], one["person_name"]))))
