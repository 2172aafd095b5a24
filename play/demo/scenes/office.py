"""Knows the part of the story that no inspector begins: a leader's instruction, a document's tasks, a board."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from exchange.tables.ids import uuid7_at
from mobile_schema.labels import label
from mobile_schema.vocabulary import Light, ObligationCode, State
from play.demo.company import Company

Document = dict[str, Any]

_COUNTY, _CITY, _COUNTY_CODE, _CITY_CODE = "supervisor-140105", "supervisor-140100", "140105", "140100"
_LAND, _ECOLOGY, _POLICE = "140105-natural-resources", "140105-ecology", "140105-public-security"
_LIGHTS: Final = (Light.RED, Light.YELLOW, Light.GREEN)


@dataclass(frozen=True, slots=True)
class Office:
    """What the offices do; `issues` are those of the story, by what it calls them."""

    company: Company
    issues: dict[str, Document]

    async def enters_an_instruction(self, now: datetime) -> None:
        """A matter from a leader's instruction, given to one unit, moved to another, talked about."""
        tell = self.company
        tell.scene("区领导批示一件,县级督办登记交办", "A leader's instruction, entered by the county's supervisor")
        said = {
            "source": "leader",
            "paper": {"number": "小政督〔2026〕5号", "dated_on": "2026-03-04"},
            "text": "群众反映汾河东岸便道被渣土阻断,请尽快解决。",
            "region": _COUNTY_CODE,
            "unit_id": _LAND,
            "supporting_unit_ids": [_POLICE],
            "due_on": "2026-03-20",
        }
        (road,) = await tell.enters(_COUNTY, "matters", {"id": _id("road", now), **said})
        (due,) = (clock["due_at"] for clock in road["obligations"] if clock["code"] == ObligationCode.RESOLVE)
        tell.check(due.startswith("2026-03-20"), f"the matter is to be solved by {due}")
        self.issues["road"] = road
        tell.scene("阻断物是渣土,改派生态环境局", "It is spoil that blocks the road: moved to another unit")
        await self._do(_COUNTY, "road", "transfer", unit_id=_ECOLOGY, reason="阻断物为渣土,由生态环境部门牵头。")
        tell.check(self.issues["road"]["unit_id"] == _ECOLOGY, "the transferred issue is with another unit")
        await self._takes("road", _ECOLOGY, "渣土清运", "2026-03-18")
        tell.scene("评论点名公安局民警,他的收件箱里就有", "A comment names one of the police: it is in his inbox")
        note = "渣土车夜间倾倒,请公安配合查处。"
        await self._do(f"staff-{_ECOLOGY}", "road", "comment", note=note, mentions=[f"staff-{_POLICE}"])
        told = (await tell.inbox(f"staff-{_POLICE}"))["notices"]["items"]
        tell.check(note in told[0]["text_zh"], "who was named is not told of the comment")

    async def breaks_down_a_document(self, now: datetime) -> None:
        """A document's tasks, each with its unit and its day, and how all of them stand."""
        tell = self.company
        tell.scene("一份文件分解为两项任务,各有单位和期限", "A document broken down into two tasks")
        tasks = [
            {"number": "1", "text": "完成用地预审。", "unit_ids": [_LAND]},
            {"number": "2", "text": "完成环评批复。", "unit_ids": [_ECOLOGY], "due_on": "2026-04-30"},
        ]
        said = {"id": _id("plan", now), "title": "重点项目攻坚方案", "due_on": "2026-06-30", "tasks": tasks}
        self.issues["survey"], self.issues["permit"] = await tell.enters(_COUNTY, "matter-sets", said)
        await self._takes("survey", _LAND, "预审批复", "2026-06-20")
        await self._takes("permit", _ECOLOGY, "环评批复", "2026-04-20")
        tell.scene("整份文件办到哪一步", "How the document as a whole stands")
        board = await tell.asked(_COUNTY, f"/v1/matter-sets/{said['id']}")
        for line in board["items"]:
            state, light = State(line["state"]), Light(line["light"])
            tell.teller.answer(
                f"任务{line['number']} {line['description']} {label(state)} {line['percent']}% {label(light)}灯",
                f"due {line['due_on']}: {label(state, 'en')}, {label(light, 'en')}",
            )
        states = {line["state"] for line in board["items"]}
        tell.check((board["count"], states) == (2, {State.IN_PROGRESS}), f"the set stands as {board}")

    async def strikes_it_off(self) -> None:
        """Who entered a matter does not strike it off: another supervisor does."""
        tell = self.company
        tell.scene("便道已通:登记人不得销号,由市级销号", "The road is free: who entered it may not strike it off")
        evidence = [{"kind": "resolution_statement", "text": "渣土已清运,便道恢复通行。"}]
        statement = "便道已恢复通行。"
        await self._do(f"staff-{_ECOLOGY}", "road", "request-closure", statement=statement, evidence=evidence)
        await tell.may_not(_COUNTY, self.issues["road"], "approve-closure", "separation-of-duties", grade="good")
        await self._do(_CITY, "road", "approve-closure", grade="good")

    async def looks_at_the_board(self) -> None:
        """The city by its counties; each number gives the list that it counts."""
        tell = self.company
        tell.scene("市级看板:各县区红黄绿灯", "The city's board: its counties by lights")
        board = await tell.asked(_CITY, "/v1/boards", region=_CITY_CODE)
        for row in board["rows"]:
            counts = " ".join(f"{label(light)} {row[light]['count']}" for light in _LIGHTS)
            count = row["open"]["count"]
            tell.teller.answer(f"{row['name_zh']} 在办 {count}:{counts}", f"{row['name_en']}: {count} open")
        red = board["all"][Light.RED]
        listed = await tell.asked(_CITY, red["list"])
        tell.check(len(listed["items"]) == red["count"], "a number of the board is not that of its list")
        tell.teller.answer(f"点开红灯 {red['count']} 件,清单就是 {len(listed['items'])} 件", "the list behind a number")

    async def _takes(self, name: str, unit: str, milestone: str, due_on: str) -> None:
        """A unit signs for an issue, plans it and answers at once."""
        await self._do(f"head-{unit}", name, "accept", person_id=f"staff-{unit}")
        await self._do(f"staff-{unit}", name, "file-plan", milestones=[{"name": milestone, "due_on": due_on}])
        note = "已现场查看,当日部署。"
        await self._do(f"staff-{unit}", name, "report-progress", note=note, measures="专班办理", percent=20)

    async def _do(self, person: str, name: str, command: str, **body: Any) -> None:
        self.issues[name] = await self.company.does(person, self.issues[name], command, **body)


def _id(name: str, at: datetime) -> str:
    return uuid7_at(at, f"demo\0{name}")
