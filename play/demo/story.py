"""Knows the story: one month on three sites, told step by step; what must come of each step is checked at once."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mobile_schema.vocabulary import Instrument, Light, ObligationCode, State
from play.demo import reports
from play.demo.company import Company
from play.demo.elsewhere import Elsewhere
from play.demo.office import Office
from play.photo import grey_photo

Document = dict[str, Any]

_ZONE = ZoneInfo("Asia/Shanghai")
_COUNTY, _CITY, _PROVINCE = "supervisor-140105", "supervisor-140100", "supervisor-140000"
_WANG, _LI, _ZHAO = "inspector-140105-1", "inspector-140105-2", "inspector-140106-1"
_PROVINCE_LAND = "140000-natural-resources"
_LAND, _APPROVAL, _POLICE = "140105-natural-resources", "140105-approval", "140105-public-security"


def on(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A moment of the story's month, in Shanxi."""
    return datetime(2026, month, day, hour, minute, tzinfo=_ZONE)


@dataclass
class Month:
    """The story on its way: the issues that it follows, by what it calls them."""

    company: Company
    issues: dict[str, Document] = field(default_factory=dict)
    alerts: list[Document] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.office = Office(self.company, self.issues)
        self.elsewhere = Elsewhere(self.company, self.issues)

    async def play(self) -> None:
        """All of it. Raises StoryBroken at the first step that does not happen as told."""
        await self.company.begin(on(2, 9))
        await self._first_visit()
        await self._land_is_worked_on()
        await self._blockade()
        await self._miscounted()
        await self.office.enters_an_instruction(on(4, 11))
        await self._closure_is_returned()
        await self._late_unit_wakes_up()
        await self._offline_phone()
        await self._closure_is_approved()
        await self._blockade_is_over()
        await self.office.breaks_down_a_document(on(10, 9))
        await self.office.strikes_it_off()
        await self._late_issue_ends()
        for round_, at in enumerate((on(19, 10), on(26, 15), on(31, 15))):
            await self._until(at)
            await self.elsewhere.goes_on(round_, at)
        await self._month_ends()
        await self.office.looks_at_the_board()

    async def _first_visit(self) -> None:
        tell = self.company
        tell.scene("王建平进工地,发现两个问题", "An inspector visits a site and finds two problems")
        visit = reports.visit(
            "park",
            reports.PARK,
            on(2, 9),
            reports.finding("land", "二期 3 号厂房临时用地手续未办结,施工便道无法贯通。"),
            reports.finding("permits", "施工许可证变更件已报 20 天未答复。"),
        )
        land, permits = await tell.report(_WANG, "site-visits", visit)
        tell.check((land["unit_id"], permits["unit_id"]) == (_LAND, _APPROVAL), "routed to other units than told")
        self.issues |= {"land": land, "permits": permits}

    async def _land_is_worked_on(self) -> None:
        await self._until(on(2, 10, 30))
        self.company.scene("自然资源局签收,专人负责", "The land bureau signs for its issue and names one person")
        await self._do(f"head-{_LAND}", "land", "accept", person_id=f"staff-{_LAND}")
        await self._until(on(3, 9))
        self.company.scene("倒排工期并反馈", "A plan drawn back from the deadline, and the first answer")
        stones = [{"name": "补齐材料", "due_on": "2026-03-05"}, {"name": "批复用地", "due_on": "2026-03-09"}]
        await self._do(f"staff-{_LAND}", "land", "file-plan", milestones=stones)
        await self._do(
            f"staff-{_LAND}", "land", "report-progress", note="材料已补齐两项。", measures="驻场办公", percent=40
        )
        await self._instructed()

    async def _instructed(self) -> None:
        tell = self.company
        tell.scene("县级督办批示限期回复,单位回复", "The county's supervisor instructs by a day; the unit answers")
        await self._do(_COUNTY, "land", "instruct", note="两日内报送补件清单。", due_on="2026-03-05")
        (waiting,) = self.issues["land"]["instructions"]
        await self._do(
            f"staff-{_LAND}", "land", "reply", note="清单已报送。", instruction=waiting["number"], mentions=[_COUNTY]
        )
        tell.check(self.issues["land"]["instructions"] == [], "an instruction that was answered still waits")
        await self._do(f"staff-{_LAND}", "land", "tick-milestone", number=1)
        tell.check(self.issues["land"]["late_milestones"] == [], "a milestone that was reached in time is late")

    async def _blockade(self) -> None:
        tell = self.company
        await self._until(on(4, 9, 20))
        tell.scene("数据中心东门疑似封门堵路,已报 110", "An alleged blockade of a gate; 110 was called")
        incident = reports.blockade("gate", reports.DATA_CENTRE, on(4, 9, 20), on(4, 8, 40), "晋A110-0304-017")
        (issue,) = await tell.report(_LI, "incidents", incident)
        (referral,) = issue["referrals"]
        tell.check(referral["body"] == "police_110", "the referral to 110 is not on the issue")
        tell.teller.answer(f"移送 {referral['body']} 案号 {referral['case_number']}", "referral on the issue")
        self.issues["gate"] = issue
        await self._do(f"head-{_POLICE}", "gate", "accept", person_id=f"staff-{_POLICE}")
        stones = [{"name": "现场疏导、查清诉求", "due_on": "2026-03-06"}]
        await self._do(f"staff-{_POLICE}", "gate", "file-plan", milestones=stones)
        await self._do(f"staff-{_POLICE}", "gate", "report-progress", note="大门已恢复通行。", measures="现场疏导")

    async def _miscounted(self) -> None:
        tell = self.company
        await self._until(on(4, 11))
        tell.scene("人数报错,另报更正,督办认定", "The inspector miscounted, and corrects it; a supervisor judges")
        said = "据项目部反映,三人在东门口停放两辆车,混凝土罐车无法进场。"
        again = reports.blockade("gate-again", reports.DATA_CENTRE, on(4, 9, 20), on(4, 8, 40), "晋A110-0304-017")
        again |= {"corrects": reports.report_id("gate", on(4, 9, 20)), "people": 3, "description": said}
        opened = await tell.report(_LI, "incidents", again)
        tell.check(opened == [], "a correction opened an issue of its own")
        self.issues["gate"] = await tell.issue(self.issues["gate"]["id"])
        (correction,) = await tell.corrections(self.issues["gate"])
        changed = {each["path"]: (each["before"], each["after"]) for each in correction["changes"]}
        tell.check(changed.get("people") == (12, 3), f"the correction changes {changed}")
        await self._do(_COUNTY, "gate", "judge-correction", report_id=again["report_id"], accepted=True)
        tell.check(self.issues["gate"]["description"] == said, "the issue does not say what the correction does")
        answered = {"place": 0, "state": "taken", "answered_at": on(4, 10).isoformat()}
        await self._do(f"staff-{_POLICE}", "gate", "answer-referral", note="已出警,双方带离调解。", **answered)

    async def _closure_is_returned(self) -> None:
        tell = self.company
        await self._until(on(6, 15))
        tell.scene("申请销号,先缺材料,后补齐", "Closure is asked for: first without its evidence, then with it")
        statement = "临时用地手续已办结。"
        await tell.may_not(
            f"staff-{_LAND}", self.issues["land"], "request-closure", "evidence-missing", statement=statement
        )
        certificate = [{"kind": "land_certificate", "text": "小自然资临〔2026〕8号"}]
        await self._do(f"staff-{_LAND}", "land", "request-closure", statement=statement, evidence=certificate)
        tell.scene("整改人自己批准销号", "Who did the work tries to strike it off")
        for person in (f"staff-{_LAND}", f"head-{_LAND}"):
            await tell.may_not(
                person, self.issues["land"], "approve-closure", "separation-of-duties", grade="excellent"
            )
        await self._until(on(6, 17))
        tell.scene("县级督办人员的收件箱", "What waits for the county's supervisor, and what she was told")
        inbox = await tell.inbox(_COUNTY)
        waiting = [line["serial"] for tray in inbox["waiting"] if tray["what"] == "approve" for line in tray["items"]]
        tell.check(self.issues["land"]["serial"] in waiting, "what waits to be struck off is not in the inbox")
        tell.scene("县级督办核查,不合格退回", "The county's supervisor looks, and returns it")
        await self._do(_COUNTY, "land", "return-closure", reasons=["便道仅一端贯通,请补现场照片。"])

    async def _late_unit_wakes_up(self) -> None:
        tell = self.company
        await self._until(on(7, 9))
        tell.scene("行政审批局一直未签收,已逐级督办", "One unit never signed: what 13710 did about it, level by level")
        climbed = [
            alert["recipient_person_id"]
            for alert in self.alerts
            if alert["issue_id"] == self.issues["permits"]["id"] and alert["obligation"] == ObligationCode.DEPLOY
            # A green one only warns, before the time is over.
            if alert["light"] != Light.GREEN
        ]
        tell.teller.answer(" → ".join(tell.teller.person(person) for person in climbed), "who was told, in order")
        tell.check(climbed == [f"head-{_APPROVAL}", _COUNTY, _CITY, _PROVINCE], f"the ladder was climbed as {climbed}")
        tell.scene("为何如此,下一步是什么", "Why it stands as it does, and what comes next")
        told = await tell.explained(self.issues["permits"], ObligationCode.DEPLOY)
        reached = [alert["to"]["person_id"] for firing in told["firings"] for alert in firing["alerts"]]
        tell.check(_PROVINCE in reached and bool(told["coming"]), "the explanation misses what fired, or what comes")
        await self._do(f"head-{_APPROVAL}", "permits", "accept", person_id=f"staff-{_APPROVAL}")

    async def _offline_phone(self) -> None:
        tell = self.company
        await self._until(on(8, 18))
        tell.scene(
            "赵晨光的手机离线五天,一次补传三份报告", "A phone that was offline for days sends its queue of three"
        )
        queue = [
            reports.visit("tunnel-1", reports.YINGZE, on(3, 11)),
            reports.visit(
                "tunnel-2",
                reports.YINGZE,
                on(4, 16),
                reports.finding("funding", "二标段工程款拖欠两个月,劳务班组可能停工。"),
            ),
            reports.visit(
                "tunnel-3", reports.YINGZE, on(5, 10), reports.finding("land", "弃渣场占用耕地,须重新选址。", "major")
            ),
        ]
        await tell.sync(_ZHAO, queue, "accepted")
        opened = [issue for report in queue for issue in await tell.receipt(_ZHAO, report["report_id"])]
        tell.check(len(opened) == 2, f"the queue opened {len(opened)} issues instead of 2")
        self.issues |= {"money": opened[0], "spoil": opened[1]}
        tell.scene("没收到回执,手机又传了一遍", "It missed the answer, and sends the same again")
        before = len(await tell.issues())
        await tell.sync(_ZHAO, queue, "already")
        after = len(await tell.issues())
        tell.check(before == after, f"sending twice made {after - before} more issues")
        tell.teller.answer(f"台账仍为 {after} 条", "the ledger is as long as before")

        head, staff = f"head-{_PROVINCE_LAND}", f"staff-{_PROVINCE_LAND}"
        tell.scene(
            "重大问题由省厅牵头,当日签收", "A major one is led by the provincial department, and signed for at once"
        )
        await self._do(head, "spoil", "accept", person_id=staff)
        stones = [{"name": "新址选定", "due_on": "2026-03-20"}, {"name": "耕地恢复", "due_on": "2026-04-08"}]
        await self._do(staff, "spoil", "file-plan", milestones=stones)
        await self._do(staff, "spoil", "report-progress", note="新址踏勘完毕。", measures="省市县联合踏勘", percent=20)

    async def _closure_is_approved(self) -> None:
        tell = self.company
        await self._until(on(9, 10))
        tell.scene("补照片,复核,销号", "A photo, a recheck on site, and it is struck off")
        photo = await tell.attach(f"staff-{_LAND}", grey_photo(160))
        await self._do(f"staff-{_LAND}", "land", "report-progress", note="便道两端已贯通。", percent=100)
        evidence = [
            {"kind": "land_certificate", "text": "小自然资临〔2026〕8号"},
            {"kind": "site_photo", "sha256": photo},
        ]
        await self._do(f"staff-{_LAND}", "land", "request-closure", statement="便道已全线贯通。", evidence=evidence)
        again = reports.recheck("park-again", reports.PARK, on(9, 10), self.issues["land"]["id"], "便道已全线贯通。")
        await tell.report(_WANG, "site-visits", again)
        self.issues["land"] = await tell.issue(self.issues["land"]["id"])
        looked = self.issues["land"]["recheck"]
        tell.check(bool(looked) and looked["on_site"], "the recheck is not on the issue")
        tell.teller.answer(f"复核 {looked['result']}:{looked['note']}", "recheck on the issue")
        await self._until(on(9, 16))
        await self._do(_COUNTY, "land", "approve-closure", grade="good")
        tell.check(self.issues["land"]["state"] == State.CLOSED, "the land issue is not closed")

    async def _blockade_is_over(self) -> None:
        tell = self.company
        await self._until(on(10, 9))
        tell.scene("阻工事件处置完毕,凭公安回执销号", "The incident is over: struck off on the police's receipt")
        evidence = [
            {"kind": "police_receipt", "text": "接处警登记 晋A110-0304-017,已调解。"},
            {"kind": "site_photo", "sha256": await tell.attach(f"staff-{_POLICE}", grey_photo(96))},
        ]
        statement = "双方已调解,补偿款按协议拨付。"
        await self._do(f"staff-{_POLICE}", "gate", "request-closure", statement=statement, evidence=evidence)
        await self._do(_COUNTY, "gate", "approve-closure", grade="excellent")

    async def _late_issue_ends(self) -> None:
        tell = self.company
        await self._until(on(17, 9))
        tell.scene("行政审批局逾期八天才办结", "The late unit comes to an end, eight days after its time")
        plan = [{"name": "发证", "due_on": "2026-03-20"}]
        await self._do(f"staff-{_APPROVAL}", "permits", "file-plan", milestones=plan)
        tell.check(self.issues["permits"]["plan_is_late"], "a plan filed after its deadline is not marked late")
        tell.teller.answer("计划已收,标记为逾期报送", "the plan is taken, and marked late")
        await self._do(f"staff-{_APPROVAL}", "permits", "report-progress", note="变更件已批准。", measures="当场办结")
        evidence = [{"kind": "approval_document", "text": "施工许可证变更批准书"}]
        await self._do(f"staff-{_APPROVAL}", "permits", "request-closure", statement="已发证。", evidence=evidence)
        await self._do(_COUNTY, "permits", "approve-closure", grade="qualified")

    async def _month_ends(self) -> None:
        tell = self.company
        tell.scene("半个月过去,仍有一个问题无人签收", "Two more weeks pass; one issue is still signed for by nobody")
        await self._until(on(1, 9, month=4))
        circulars = [alert for alert in self.alerts if alert["instrument"] == Instrument.CIRCULAR]
        tell.check(len(circulars) >= 2, f"{len(circulars)} circulars while an issue is not cleared to zero")
        money = await tell.issue(self.issues["money"]["id"])
        tell.check(money["state"] == State.ASSIGNED, f"the issue that nobody signs for is {money['state']}")
        tell.check(len({alert["id"] for alert in self.alerts}) == len(self.alerts), "an alert was raised twice")

    async def _until(self, at: datetime) -> None:
        self.alerts += await self.company.wait_until(at)

    async def _do(self, person: str, name: str, command: str, **body: Any) -> None:
        self.issues[name] = await self.company.does(person, self.issues[name], command, **body)
