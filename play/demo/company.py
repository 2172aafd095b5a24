"""Knows what the people of the story do over the API, and that each step must happen as told, or the story breaks."""

import asyncio
import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from exchange.tables.faults import PlayError
from mobile_schema.labels import label
from mobile_schema.vocabulary import Category, State
from play.client.credentials import Target
from play.client.http import Answer, Api, slug_of
from play.client.movable_clock import MovableClock
from play.demo.teller import Teller
from play.photo import MEDIA_TYPE, sha256_of

Document = dict[str, Any]

_WAIT_SECONDS = 20
_LOOKS_A_SECOND = 5


class StoryBroken(PlayError):
    """A step did not happen as told."""


class Company:
    """The people of a stack, its clock, and who tells what they do."""

    def __init__(self, api: Api, target: Target, teller: Teller) -> None:
        self._api = api
        self._target = target
        self._clock = MovableClock(api, target.province())
        self._now = datetime.min
        self._told: set[str] = set()
        self._aside: set[str] = set()
        self._units: dict[str, str] = {}
        self.teller = teller

    async def begin(self, at: datetime) -> None:
        """Put the clock to the first morning."""
        self._now = (await self._clock.begin(at)).now

    async def wait_until(self, at: datetime) -> list[Document]:
        """Let time pass; tell the alerts that fired meanwhile and answer them, oldest first."""
        self._now = (await self._clock.advance(at)).now
        fired = [alert for alert in await self.alerts() if alert["id"] not in self._told]
        for alert in fired:
            self._told.add(alert["id"])
            if alert["issue_id"] not in self._aside:
                self.teller.alert(alert)
        aside = sum(alert["issue_id"] in self._aside for alert in fired)
        if aside:
            self.teller.answer(f"另有 {aside} 条提醒发往各县区", "alerts of issues that the story does not follow")
        return fired

    def scene(self, chinese: str, english: str) -> None:
        """Tell what is about to happen, at the present."""
        self.teller.scene(self._now, chinese, english)

    async def report(self, person: str, path: str, report: Document) -> list[Document]:
        """Send one report and follow it into the ledger; the issues that it became, told."""
        answer = await self._api.send(f"/v1/{path}", self._token(person), _json(report))
        self._demand(answer.status == 202, f"POST /v1/{path}", answer)
        self.teller.answer(f"{answer.status} 已接收 {answer.body['status']}", "taken by the broker")
        return await self.receipt(person, report["report_id"])

    async def reports_aside(self, person: str, visit: Document) -> list[Document]:
        """Send one visit; its issues, of which nothing is told from here on."""
        answer = await self._api.send("/v1/site-visits", self._token(person), _json(visit))
        self._demand(answer.status == 202, "POST /v1/site-visits", answer)
        issues = await self._received(person, visit["report_id"])
        self._aside |= {issue["id"] for issue in issues}
        return issues

    def is_aside(self, issue_id: str) -> bool:
        """Whether the story does not follow this issue."""
        return issue_id in self._aside

    async def receipt(self, person: str, report_id: str) -> list[Document]:
        """The issues of a report once it is in the ledger, told."""
        issues = await self._received(person, report_id)
        for issue in issues:
            category, state = Category(issue["category"]), State(issue["state"])
            self.teller.answer(
                f"入账 {issue['serial']} {label(category)}:{label(state)} {await self._unit(issue['unit_id'])}",
                f"on the ledger: {label(category, 'en')}, {label(state, 'en')}",
            )
        return issues

    async def sync(self, person: str, reports: list[Document], expected: str) -> None:
        """Send a phone's queue; each report must get the expected status."""
        items = [{"type": "site_visit", "report": report} for report in reports]
        answer = await self._api.send("/v1/sync", self._token(person), _json({"items": items}))
        self._demand(answer.ok, "POST /v1/sync", answer)
        statuses = [result["status"] for result in answer.body["results"]]
        self._demand(statuses == [expected] * len(reports), f"POST /v1/sync: {expected}", answer)
        self.teller.answer(f"{answer.status} {statuses}")

    async def enters(self, person: str, path: str, said: Document) -> list[Document]:
        """Enter a matter, or a set of them; the issues that it became, told."""
        answer = await self._api.command(f"/v1/{path}", self._token(person), said)
        self._demand(answer.ok, f"POST /v1/{path}", answer)
        issues = [await self.issue(entry["id"]) for entry in answer.body["issues"]]
        for issue in issues:
            unit = await self._unit(issue["unit_id"])
            self.teller.answer(f"{answer.status} {issue['serial']} 交办 {unit}", f"due {issue['matter']['due_on']}")
        return issues

    async def projects(self) -> list[Document]:
        """All of the registry, by code."""
        return await self._items("/v1/projects")

    async def brings_in(self, person: str, figures: list[Document]) -> None:
        """Figures of projects, none of which was reported before."""
        answer = await self._api.send("/v1/figures/import", self._token(person), _json({"figures": figures}))
        self._demand(answer.ok, "POST /v1/figures/import", answer)
        verdicts = [item["verdict"] for item in answer.body["items"]]
        self._demand(set(verdicts) == {"new"}, "POST /v1/figures/import: new", answer)

    async def matters_of(self, project: str) -> list[Document]:
        """What the ledger's own worker opened of a project's figures, told by nobody; it takes a moment."""
        for _ in range(_WAIT_SECONDS * _LOOKS_A_SECOND):
            found = await self._items("/v1/issues", project=project, source="matter")
            if found:
                return found
            await asyncio.sleep(1 / _LOOKS_A_SECOND)
        raise StoryBroken(f"演示中断 / the demo broke: no matter of {project} came")

    async def matters_of_campaign(self, person: str, campaign: str) -> list[Document]:
        """What the ledger's own worker opened of a campaign, as somebody sees it there; it takes a moment."""
        for _ in range(_WAIT_SECONDS * _LOOKS_A_SECOND):
            found = (await self.asked(person, f"/v1/campaigns/{campaign}"))["matters"]
            if found:
                return list(found)
            await asyncio.sleep(1 / _LOOKS_A_SECOND)
        raise StoryBroken(f"演示中断 / the demo broke: no matter of {campaign} came")

    async def asked(self, person: str, address: str, **params: str) -> Document:
        """What somebody gets at an address of the API, which may have a query of its own."""
        path, _, query = address.partition("?")
        return dict((await self._get(person, path, **dict(parse_qsl(query)), **params)).body)

    async def uploads(self, person: str, address: str, raw: bytes, media_type: str) -> int:
        """Send the bytes of a file; with which status they were taken."""
        answer = await self._api.put(address, self._token(person), raw, media_type)
        self._demand(answer.ok, f"PUT {address}", answer)
        return answer.status

    async def tells(self, person: str, path: str, said: Document | None = None, key: str = "") -> Document:
        """What somebody tells the API to do, once for each `key`, or path; its answer."""
        answer = await self._api.command(path, self._token(person), said or {}, key=key or path)
        self._demand(answer.ok, f"POST {path}", answer)
        return dict(answer.body)

    async def attach(self, person: str, photo: bytes) -> str:
        """Upload a photo; its hash."""
        sha256 = sha256_of(photo)
        status = await self.uploads(person, f"/v1/attachments/{sha256}", photo, MEDIA_TYPE)
        self.teller.answer(f"{status} 照片 {sha256[:12]}…", "photo stored under its hash")
        return sha256

    async def does(self, person: str, issue: Document, command: str, **body: Any) -> Document:
        """A command that must be carried out; the issue after it, told."""
        answer = await self._carried_out(person, issue, command, body)
        after: Document = answer.body
        state = State(after["state"])
        self.teller.answer(f"{answer.status} {after['serial']} {label(state)}", f"{command}: {label(state, 'en')}")
        return after

    async def does_aside(self, person: str, issue: Document, command: str, **body: Any) -> Document:
        """A command that must be carried out; the issue after it, not told."""
        return dict((await self._carried_out(person, issue, command, body)).body)

    async def may_not(self, person: str, issue: Document, command: str, reason: str, **body: Any) -> None:
        """A command that must be refused for this reason, and change nothing."""
        before = await self.issue(issue["id"])
        answer = await self._command(person, issue, command, body)
        self._demand(not answer.ok and slug_of(answer.body) == reason, f"{command} by {person}: {reason}", answer)
        self.teller.answer(f"{answer.status} 被拒 {answer.body['detail']}", reason)
        after = await self.issue(issue["id"])
        self.check(after["version"] == before["version"], f"{issue['serial']} changed although {command} was refused")

    async def issue(self, issue_id: str) -> Document:
        """One issue as it stands."""
        return dict((await self._get(None, f"/v1/issues/{issue_id}")).body)

    async def corrections(self, issue: Document) -> list[Document]:
        """The reports that correct the one an issue came from, each told with what it says otherwise."""
        told = (await self._get(None, f"/v1/issues/{issue['id']}/report")).body["corrections"]
        for correction in told:
            for change in correction["changes"]:
                self.teller.answer(f"更正 {change['path']}:{change['before']} → {change['after']}", "a correction")
        return list(told)

    async def explained(self, issue: Document, clock: str) -> Document:
        """Why one clock of an issue stands as it does, and what comes next: told in the API's own sentences."""
        told: Document = (await self._get(None, f"/v1/issues/{issue['serial']}/explain")).body
        (title,) = {one["title_zh"] for one in told["clocks"] if one["code"] == clock}
        for zh, en in zip(told["sentences_zh"], told["sentences_en"], strict=True):
            if f"“{title}”" in zh or zh.startswith("下一步"):
                self.teller.answer(zh, en)
        return told

    async def inbox(self, person: str) -> Document:
        """What waits for somebody, told by what is to be done, and the latest thing that they were told."""
        inbox: Document = (await self._get(person, "/v1/inbox")).body
        for tray in inbox["waiting"]:
            for line in tray["items"]:
                self.teller.answer(f"{tray['what']}: {line['serial']} {line['description']}", "waits for them")
        for notice in inbox["notices"]["items"][:1]:
            self.teller.answer(notice["text_zh"], notice["text_en"])
        return inbox

    async def history(self, issue_id: str) -> list[Document]:
        """The events of an issue."""
        return list((await self._get(None, f"/v1/issues/{issue_id}/history")).body["items"])

    async def issues(self) -> list[Document]:
        """The whole ledger, by due time, each with the name of its unit."""
        return [{**issue, "unit_name": await self._unit(issue["unit_id"])} for issue in await self._items("/v1/issues")]

    async def alerts(self) -> list[Document]:
        """Every alert of the province, oldest first."""
        return sorted(await self._items("/v1/alerts", mine="false"), key=lambda alert: (alert["fired_at"], alert["id"]))

    def check(self, happened: bool, otherwise: str) -> None:
        """Raises StoryBroken unless it happened."""
        if not happened:
            raise StoryBroken(f"演示中断 / the demo broke: {otherwise}")

    async def _received(self, person: str, report_id: str) -> list[Document]:
        answer = await self._get(person, f"/v1/receipts/{report_id}", wait=_WAIT_SECONDS)
        self._demand(answer.body["status"] == "in_ledger", f"receipt of {report_id}", answer)
        return [await self.issue(entry["id"]) for entry in answer.body["issues"]]

    async def _unit(self, unit_id: str | None) -> str:
        """A unit's name, as the registry has it."""
        if unit_id is None:
            return "—"
        if unit_id not in self._units:
            units = await self._items("/v1/units", region=unit_id[:6])
            self._units |= {unit["id"]: unit["name_zh"] for unit in units}
        return self._units.get(unit_id, unit_id)

    async def _items(self, path: str, **params: str) -> list[Document]:
        return await self._api.items(path, self._target.province(), **params)

    async def _get(self, person: str | None, path: str, **params: str | int) -> Answer:
        token = self._token(person) if person else self._target.province()
        answer = await self._api.get(path, token, **params)
        self._demand(answer.ok, f"GET {path}", answer)
        return answer

    async def _command(self, person: str, issue: Document, command: str, body: Document) -> Answer:
        return await self._api.command(f"/v1/issues/{issue['id']}/{command}", self._token(person), body)

    async def _carried_out(self, person: str, issue: Document, command: str, body: Document) -> Answer:
        answer = await self._command(person, issue, command, body)
        self._demand(answer.ok, f"{command} by {person}", answer)
        return answer

    def _token(self, person: str) -> str:
        return self._target.people[person].token

    def _demand(self, happened: bool, what: str, answer: Answer) -> None:
        self.check(happened, f"{what}: HTTP {answer.status} {json.dumps(answer.body, ensure_ascii=False)[:500]}")


def _json(content: Document) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
