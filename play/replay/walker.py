"""Knows how one row's issue is walked to its end over the API: who gives which command at each of its moves."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from exchange.tables.faults import PlayError
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.registry.regions import parent
from mobile_schema.vocabulary import Grade, ObligationCode, Severity, State
from play.client.credentials import Target
from play.client.http import Api
from play.photo import MEDIA_TYPE, grey_photo, sha256_of
from play.replay.books import Books
from play.replay.journey import Moment, Move, Step
from play.replay.looking_again import look_again
from play.replay.replay import CONNECTIONS, one_failure
from play.replay.sending import Fate, Outcome, Queues, deliver
from play.replay.watching import Watcher

Document = dict[str, Any]
_PHOTO = grey_photo(128)
_UNTOUCHED = (State.REPORTED, State.ASSIGNED)


class Stuck(Exception):
    """A row whose issue could not go on; its text says at which command and why."""


@dataclass
class Walk:
    """How far the rows came: line → issue as last seen; line → why it stuck; ladder step → how often it fired."""

    issues: dict[int, Document] = field(default_factory=dict)
    stuck: dict[int, str] = field(default_factory=dict)
    fired: Counter[str] = field(default_factory=Counter)

    def ended(self, state: State) -> int:
        """How many stand in this state: struck off, voided."""
        return sum(issue["state"] == state for issue in self.issues.values())


class Walker:
    """Makes the moves of one moment: first all its reports, then each row's commands in order, a few rows at once."""

    def __init__(  # noqa: PLR0917 - what it works with
        self,
        api: Api,
        books: Books,
        target: Target,
        watcher: Watcher,
        walk: Walk,
        evidence: Mapping[str, Sequence[Document]],
    ) -> None:
        self._api = api
        self._books = books
        self._target = target
        self._watcher = watcher
        self._walk = walk
        self._walked = set[str]()
        self._sent_photo = set[str]()
        self._turn = asyncio.Semaphore(CONNECTIONS)
        self._evidence = evidence

    async def _send_photo(self, person: str) -> None:
        """Let a person send the one photo that closures show: what is shown was sent by who shows it.

        Raises PlayError.
        """
        if person in self._sent_photo:
            return
        self._sent_photo.add(person)
        path = f"/v1/attachments/{sha256_of(_PHOTO)}"
        answer = await self._api.put(path, self._target.people[person].token, _PHOTO, MEDIA_TYPE)
        if not answer.ok:
            raise PlayError(f"PUT {path}: {answer.problem}")

    async def live(self, moment: Moment) -> None:
        """Everything of one moment. Raises PlayError."""
        await self._report(step for step in moment.steps if step.move is Move.REPORT)
        rest = sorted((step for step in moment.steps if step.move is not Move.REPORT), key=lambda step: step.line)
        with one_failure():
            async with asyncio.TaskGroup() as group:
                for _, steps in groupby(rest, key=lambda step: step.line):
                    group.create_task(self._work(list(steps)))

    async def _report(self, steps: Iterable[Step]) -> None:
        queues, full = Queues(), []
        for step in steps:
            token = self._target.inspector_for(step.report.project_code)
            filled = queues.add(token, step.report)
            if filled is not None:
                full.append((token, filled))
        for token, queue in (*full, *queues.rest()):
            outcomes = await deliver(self._api, token, queue, self._watcher)
            self._books.enter(outcomes)
            for outcome in outcomes:
                await self._opened(outcome)

    async def _opened(self, outcome: Outcome) -> None:
        """A row whose issue nobody worked on yet is walked; of equal rows the first one."""
        if outcome.fate is Fate.REFUSED or outcome.issues[0] in self._walked:
            return
        token = self._target.inspector_for(outcome.report.project_code)
        answer = await self._api.get(f"/v1/issues/{outcome.issues[0]}", token)
        if not answer.ok:
            raise PlayError(f"GET /v1/issues/{outcome.issues[0]}: {answer.problem}")
        if outcome.fate is Fate.ACCEPTED or answer.body["state"] in _UNTOUCHED:
            self._walked.add(outcome.issues[0])
            self._walk.issues[outcome.report.row.line] = answer.body

    async def _work(self, steps: list[Step]) -> None:
        line = steps[0].line
        async with self._turn:
            for step in steps:
                if line not in self._walk.issues or line in self._walk.stuck:
                    return
                try:
                    await _MOVES[step.move](self, step)
                except Stuck as stuck:
                    self._walk.stuck[line] = str(stuck)

    async def accept(self, step: Step) -> None:
        """Signed for by its unit; one that no rule routed is first handed to a unit by its supervisor."""
        issue = self._walk.issues[step.line]
        if issue["state"] == State.REPORTED and self._books.mapping.work:
            unit = f"{issue['region']}-{self._books.mapping.work.unrouted_to}"
            issue = await self._do(step, self._supervisor(issue["region"]), "assign", unit_id=unit)
        person = self._staff(issue)
        await self._do(step, person, "accept", person_id=person)

    async def progress(self, step: Step) -> None:
        """A plan drawn back from the deadline where there is still one to keep, and the first progress report."""
        issue = self._walk.issues[step.line]
        person = self._staff(issue)
        milestones = [{"name": "办结 / done", "due_on": _resolve_day(issue)}]
        await self._do(step, person, "file-plan", tolerated="plan-does-not-fit", milestones=milestones)
        await self._do(
            step, person, "report-progress", note=f"第 {step.line} 行 / line {step.line}", measures="现场办理 / on site"
        )

    async def close(self, step: Step) -> None:
        """Asked for with the evidence its category demands, rechecked by a visit when major, struck off."""
        issue = self._walk.issues[step.line]
        text = f"见原文件第 {step.line} 行 / line {step.line} of the file"
        evidence = [_shown(kind, text) for kind in self._evidence[issue["category"]]]
        person = self._staff(issue)
        await self._send_photo(person)
        await self._do(step, person, "request-closure", statement=text, evidence=evidence)
        if issue["severity"] == Severity.MAJOR:
            inspector = self._target.inspector_for(issue["project_code"])
            refused = await look_again(self._api, inspector, step, issue)
            if refused is not None:
                raise Stuck(f"复核走访 / recheck by a visit: {refused}")
        supervisor = self._supervisor(issue["supervising_region"])
        await self._do(step, supervisor, "approve-closure", grade=Grade.QUALIFIED)

    async def void(self, step: Step) -> None:
        """Ended as a false report, a level above its supervisor, as it may be overdue: what was withdrawn was never
        solved."""
        issue = self._walk.issues[step.line]
        region = issue["supervising_region"] or issue["region"]
        supervisor = self._supervisor(parent(region) or region)
        await self._do(step, supervisor, "void", reason=f"见原文件第 {step.line} 行:已撤回 / withdrawn")

    async def _do(self, step: Step, person: str, command: str, *, tolerated: str = "", **body: Any) -> Document:
        issue = self._walk.issues[step.line]
        token = self._target.people[person].token
        answer = await self._api.command(f"/v1/issues/{issue['id']}/{command}", token, body)
        if answer.ok:
            self._walk.issues[step.line] = answer.body
        elif answer.slug != tolerated:
            raise Stuck(f"{person} 办理 {command} / {command} by {person}: {answer.problem}")
        return self._walk.issues[step.line]

    def _staff(self, issue: Document) -> str:
        person = self._target.staff_of(issue["unit_id"])
        if person is None:
            unit = issue["unit_id"]
            raise Stuck(f"凭据中没有 {unit} 的人员 / nobody of {unit} among the credentials")
        return person

    def _supervisor(self, region: str) -> str:
        person = self._target.supervisor_over(region)
        if person is None:
            raise Stuck(f"凭据中没有 {region} 的督办人员 / no supervisor over {region} among the credentials")
        return person


def _shown(kind: Document, text: str) -> Document:
    """A piece of evidence: words, and the photo where a file is demanded."""
    file = {"sha256": sha256_of(_PHOTO)} if kind["photo"] else {}
    return {"kind": kind["code"], "text": text, **file}


def _resolve_day(issue: Document) -> str:
    """The local day by which it must be resolved, YYYY-MM-DD."""
    zone: ZoneInfo = ZoneInfo(DEFAULT_ZONE)
    due = max(clock["due_at"] for clock in issue["obligations"] if clock["code"] == ObligationCode.RESOLVE)
    return datetime.fromisoformat(due).astimezone(zone).date().isoformat()


_MOVES = {Move.ACCEPT: Walker.accept, Move.PROGRESS: Walker.progress, Move.CLOSE: Walker.close, Move.VOID: Walker.void}
