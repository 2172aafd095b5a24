"""Knows the thread of the blockade: reported with its call to 110, corrected by who miscounted, struck off."""

from typing import Final

from play.demo import reports
from play.demo.told import Told, on
from play.photo import grey_photo

_COUNTY: Final = "supervisor-140105"
_LI: Final = "inspector-140105-2"
_POLICE: Final = "140105-public-security"


class Blockade(Told):
    """What the inspector, the police and the county's supervisor do about it."""

    __slots__ = ()

    async def begins(self) -> None:
        """The inspector reports it; the police sign for it."""
        tell = self.company
        await self.until(on(4, 9, 20))
        tell.scene("数据中心东门疑似封门堵路,已报 110", "An alleged blockade of a gate; 110 was called")
        incident = reports.blockade("gate", reports.DATA_CENTRE, on(4, 9, 20), on(4, 8, 40), "晋A110-0304-017")
        (issue,) = await tell.report(_LI, "incidents", incident)
        (referral,) = issue["referrals"]
        tell.check(referral["body"] == "police_110", "the referral to 110 is not on the issue")
        tell.teller.answer(f"移送 {referral['body']} 案号 {referral['case_number']}", "referral on the issue")
        self.issues["gate"] = issue
        await self.do(f"head-{_POLICE}", "gate", "accept", person_id=f"staff-{_POLICE}")
        stones = [{"name": "现场疏导、查清诉求", "due_on": "2026-03-06"}]
        await self.do(f"staff-{_POLICE}", "gate", "file-plan", milestones=stones)
        await self.do(f"staff-{_POLICE}", "gate", "report-progress", note="大门已恢复通行。", measures="现场疏导")

    async def was_miscounted(self) -> None:
        """The inspector corrects the report, and a supervisor judges."""
        tell = self.company
        await self.until(on(4, 11))
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
        await self.do(_COUNTY, "gate", "judge-correction", report_id=again["report_id"], accepted=True)
        tell.check(self.issues["gate"]["description"] == said, "the issue does not say what the correction does")
        answered = {"place": 0, "state": "taken", "answered_at": on(4, 10).isoformat()}
        await self.do(f"staff-{_POLICE}", "gate", "answer-referral", note="已出警,双方带离调解。", **answered)

    async def is_over(self) -> None:
        """Struck off on the receipt of the police."""
        tell = self.company
        await self.until(on(10, 9))
        tell.scene("阻工事件处置完毕,凭公安回执销号", "The incident is over: struck off on the police's receipt")
        evidence = [
            {"kind": "police_receipt", "text": "接处警登记 晋A110-0304-017,已调解。"},
            {"kind": "site_photo", "sha256": await tell.attach(f"staff-{_POLICE}", grey_photo(96))},
        ]
        statement = "双方已调解,补偿款按协议拨付。"
        await self.do(f"staff-{_POLICE}", "gate", "request-closure", statement=statement, evidence=evidence)
        await self.do(_COUNTY, "gate", "approve-closure", grade="excellent")
