"""Knows the story: one month on three sites, told step by step; what must come of each step is checked at once."""

from dataclasses import dataclass, field
from typing import Any

from mobile_schema.vocabulary import Instrument, Light, ObligationCode, State
from play.demo import reports
from play.demo.company import Company
from play.demo.scenes.blockade import Blockade
from play.demo.scenes.clerk import Clerk
from play.demo.scenes.complaints import Complaints
from play.demo.scenes.elsewhere import Elsewhere
from play.demo.scenes.land import Land
from play.demo.scenes.office import Office
from play.demo.scenes.permits import Permits
from play.demo.scenes.year import Year
from play.demo.told import Told, on

Document = dict[str, Any]

_COUNTY, _CITY, _PROVINCE = "supervisor-140105", "supervisor-140100", "supervisor-140000"
_ZHAO = "inspector-140106-1"
_PROVINCE_LAND = "140000-natural-resources"
_APPROVAL = "140105-approval"


@dataclass
class Month:
    """The story on its way: the issues that it follows, by what it calls them."""

    company: Company
    issues: dict[str, Document] = field(default_factory=dict)
    alerts: list[Document] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.told = Told(self.company, self.issues, self.alerts)
        self.land = Land(self.company, self.issues, self.alerts)
        self.blockade = Blockade(self.company, self.issues, self.alerts)
        self.office = Office(self.company, self.issues)
        self.elsewhere = Elsewhere(self.company, self.issues)
        self.clerk = Clerk(self.company, self.issues)
        self.permits = Permits(self.company, self.issues)
        self.year = Year(self.company, self.issues)

    async def play(self) -> None:
        """All of it. Raises StoryBroken at the first step that does not happen as told."""
        await self.company.begin(on(2, 9))
        await self.land.is_found()
        await self.land.is_worked_on()
        await self.blockade.begins()
        await self.blockade.was_miscounted()
        await self.office.enters_an_instruction(on(4, 11))
        await self.land.comes_back()
        await self._late_unit_wakes_up()
        await self._offline_phone()
        await self.land.is_struck_off()
        await self.blockade.is_over()
        await self.office.breaks_down_a_document(on(10, 9))
        await self.office.strikes_it_off()
        await self._late_issue_ends()
        for round_, at in enumerate((on(19, 10), on(26, 15), on(31, 15))):
            await self.told.until(at)
            await self.elsewhere.goes_on(round_, at)
        await self._month_ends()
        await self.clerk.brings_her_ledger()
        await self.permits.are_reported(on(31, 16))
        await Complaints(self.company).are_entered(on(31, 16))
        await self.year.was_reported()
        await self.told.until(on(2, 9, month=4))
        await self.year.campaign_is_behind()
        await self.permits.late_one_has_its_matter()
        await self.office.looks_at_the_board()

    async def _late_unit_wakes_up(self) -> None:
        tell = self.company
        await self.told.until(on(7, 9))
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
        await self.told.do(f"head-{_APPROVAL}", "permits", "accept", person_id=f"staff-{_APPROVAL}")

    async def _offline_phone(self) -> None:
        tell = self.company
        await self.told.until(on(8, 18))
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
        await self.told.do(head, "spoil", "accept", person_id=staff)
        stones = [{"name": "新址选定", "due_on": "2026-03-20"}, {"name": "耕地恢复", "due_on": "2026-04-08"}]
        await self.told.do(staff, "spoil", "file-plan", milestones=stones)
        await self.told.do(
            staff, "spoil", "report-progress", note="新址踏勘完毕。", measures="省市县联合踏勘", percent=20
        )

    async def _late_issue_ends(self) -> None:
        tell = self.company
        await self.told.until(on(17, 9))
        tell.scene("行政审批局逾期八天才办结", "The late unit comes to an end, eight days after its time")
        plan = [{"name": "发证", "due_on": "2026-03-20"}]
        await self.told.do(f"staff-{_APPROVAL}", "permits", "file-plan", milestones=plan)
        tell.check(self.issues["permits"]["plan_is_late"], "a plan filed after its deadline is not marked late")
        tell.teller.answer("计划已收,标记为逾期报送", "the plan is taken, and marked late")
        await self.told.do(
            f"staff-{_APPROVAL}", "permits", "report-progress", note="变更件已批准。", measures="当场办结"
        )
        evidence = [{"kind": "approval_document", "text": "施工许可证变更批准书"}]
        await self.told.do(f"staff-{_APPROVAL}", "permits", "request-closure", statement="已发证。", evidence=evidence)
        await self.told.do(_COUNTY, "permits", "approve-closure", grade="qualified")

    async def _month_ends(self) -> None:
        tell = self.company
        tell.scene("半个月过去,仍有一个问题无人签收", "Two more weeks pass; one issue is still signed for by nobody")
        await self.told.until(on(1, 9, month=4))
        circulars = [alert for alert in self.alerts if alert["instrument"] == Instrument.CIRCULAR]
        tell.check(len(circulars) >= 2, f"{len(circulars)} circulars while an issue is not cleared to zero")
        money = await tell.issue(self.issues["money"]["id"])
        tell.check(money["state"] == State.ASSIGNED, f"the issue that nobody signs for is {money['state']}")
        tell.check(len({alert["id"] for alert in self.alerts}) == len(self.alerts), "an alert was raised twice")
