"""Knows the thread of the land issue: found with another on one visit, planned, sent back once, struck off."""

from typing import Final

from mobile_schema.vocabulary import State
from play.demo import reports
from play.demo.told import Told, on
from play.photo import grey_photo

_COUNTY: Final = "supervisor-140105"
_WANG: Final = "inspector-140105-1"
_LAND, _APPROVAL = "140105-natural-resources", "140105-approval"


class Land(Told):
    """What the unit, the inspector and the county's supervisor do about it."""

    __slots__ = ()

    async def is_found(self) -> None:
        """By an inspector on a site, with another problem."""
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
        self.issues.update({"land": land, "permits": permits})

    async def is_worked_on(self) -> None:
        """Signed for, planned, and instructed about."""
        await self.until(on(2, 10, 30))
        self.company.scene("自然资源局签收,专人负责", "The land bureau signs for its issue and names one person")
        await self.do(f"head-{_LAND}", "land", "accept", person_id=f"staff-{_LAND}")
        await self.until(on(3, 9))
        self.company.scene("倒排工期并反馈", "A plan drawn back from the deadline, and the first answer")
        stones = [{"name": "补齐材料", "due_on": "2026-03-05"}, {"name": "批复用地", "due_on": "2026-03-09"}]
        await self.do(f"staff-{_LAND}", "land", "file-plan", milestones=stones)
        await self.do(
            f"staff-{_LAND}", "land", "report-progress", note="材料已补齐两项。", measures="驻场办公", percent=40
        )
        await self._instructed()

    async def _instructed(self) -> None:
        tell = self.company
        tell.scene("县级督办批示限期回复,单位回复", "The county's supervisor instructs by a day; the unit answers")
        await self.do(_COUNTY, "land", "instruct", note="两日内报送补件清单。", due_on="2026-03-05")
        (waiting,) = self.issues["land"]["instructions"]
        await self.do(
            f"staff-{_LAND}", "land", "reply", note="清单已报送。", instruction=waiting["number"], mentions=[_COUNTY]
        )
        tell.check(self.issues["land"]["instructions"] == [], "an instruction that was answered still waits")
        await self.do(f"staff-{_LAND}", "land", "tick-milestone", number=1)
        tell.check(self.issues["land"]["late_milestones"] == [], "a milestone that was reached in time is late")

    async def comes_back(self) -> None:
        """Closure is asked for without its evidence, with it, and is not granted yet."""
        tell = self.company
        await self.until(on(6, 15))
        tell.scene("申请销号,先缺材料,后补齐", "Closure is asked for: first without its evidence, then with it")
        statement = "临时用地手续已办结。"
        await tell.may_not(
            f"staff-{_LAND}", self.issues["land"], "request-closure", "evidence-missing", statement=statement
        )
        certificate = [{"kind": "land_certificate", "text": "小自然资临〔2026〕8号"}]
        await self.do(f"staff-{_LAND}", "land", "request-closure", statement=statement, evidence=certificate)
        tell.scene("整改人自己批准销号", "Who did the work tries to strike it off")
        for person in (f"staff-{_LAND}", f"head-{_LAND}"):
            await tell.may_not(
                person, self.issues["land"], "approve-closure", "separation-of-duties", grade="excellent"
            )
        await self.until(on(6, 17))
        tell.scene("县级督办人员的收件箱", "What waits for the county's supervisor, and what she was told")
        inbox = await tell.inbox(_COUNTY)
        waiting = [line["serial"] for tray in inbox["waiting"] if tray["what"] == "approve" for line in tray["items"]]
        tell.check(self.issues["land"]["serial"] in waiting, "what waits to be struck off is not in the inbox")
        tell.scene("县级督办核查,不合格退回", "The county's supervisor looks, and returns it")
        await self.do(_COUNTY, "land", "return-closure", reasons=["便道仅一端贯通,请补现场照片。"])

    async def is_struck_off(self) -> None:
        """After a photo and a recheck on site."""
        tell = self.company
        await self.until(on(9, 10))
        tell.scene("补照片,复核,销号", "A photo, a recheck on site, and it is struck off")
        photo = await tell.attach(f"staff-{_LAND}", grey_photo(160))
        await self.do(f"staff-{_LAND}", "land", "report-progress", note="便道两端已贯通。", percent=100)
        evidence = [
            {"kind": "land_certificate", "text": "小自然资临〔2026〕8号"},
            {"kind": "site_photo", "sha256": photo},
        ]
        await self.do(f"staff-{_LAND}", "land", "request-closure", statement="便道已全线贯通。", evidence=evidence)
        again = reports.recheck("park-again", reports.PARK, on(9, 10), self.issues["land"]["id"], "便道已全线贯通。")
        await tell.report(_WANG, "site-visits", again)
        self.issues["land"] = await tell.issue(self.issues["land"]["id"])
        looked = self.issues["land"]["recheck"]
        tell.check(bool(looked) and looked["on_site"], "the recheck is not on the issue")
        tell.teller.answer(f"复核 {looked['result']}:{looked['note']}", "recheck on the issue")
        await self.until(on(9, 16))
        await self.do(_COUNTY, "land", "approve-closure", grade="good")
        tell.check(self.issues["land"]["state"] == State.CLOSED, "the land issue is not closed")
