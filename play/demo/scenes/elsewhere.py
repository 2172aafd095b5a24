"""Knows what goes on besides the story: sites of eight counties, whose units sign, work, ask for closure, or do not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from play.demo import reports
from play.demo.company import Company

Document = dict[str, Any]

_SITES: Final = {
    "140105": ("2020-140105-30-03-990001", 37.7362, 112.5651),
    "140106": ("2020-140106-78-03-990002", 37.8631, 112.5634),
    "140213": ("2020-140213-39-03-990003", 40.0757, 113.2981),
    "140403": ("2020-140403-27-03-990004", 36.1951, 113.1174),
    "140702": ("2020-140702-38-03-990005", 37.6977, 112.7084),
    "140802": ("2020-140802-15-03-990006", 35.0152, 110.9979),
    "141002": ("2020-141002-33-03-990007", 36.0806, 111.5796),
    "141102": ("2020-141102-26-03-990008", 37.5174, 111.1443),
}
_FOUND: Final = (
    ("permits", "规划许可证未取得,基坑支护停工待批。", "approval_document"),
    ("land", "进场道路占用集体土地,补办手续未报。", "land_certificate"),
    ("funding", "二季度工程款未到位,钢筋班组减员。", "funds_voucher"),
    ("environment", "扬尘监测超标,环评变更未批。", "environment_approval"),
    ("utilities", "临时用电增容申请一个月未答复。", None),
    ("acceptance", "一期厂房已完工,竣工验收意见未出。", "acceptance_certificate"),
    ("intermediary", "图审机构逾期未出报告,另收加急费。", "rectification_report"),
    ("other", "与相邻标段塔吊作业半径冲突,须统一调度。", "resolution_statement"),
)
_SOON: Final = timedelta(days=5)
_DOES: Final = ("nothing", "signs", "works", "asks", "nothing", "works", "signs")
"""What the units do, in turn: seven over eight counties, so that no county has always the same."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`issues` are those of the story, by what it calls them; these are added to them."""

    company: Company
    issues: dict[str, Document]

    async def goes_on(self, round_: int, at: datetime) -> None:
        """One visit to each county's site, with one finding, in the county of the story three."""
        tell = self.company
        tell.scene("各县区照常进工地", "Sites of eight counties are visited, as on any day")
        for place, county in enumerate(_SITES):
            findings = [_FOUND[(place + round_ + more) % len(_FOUND)] for more in range(3 if county == "140105" else 1)]
            for number, issue in enumerate(await self._visit(county, round_, at, findings)):
                does = _DOES[(place + number + 3 * round_) % len(_DOES)]
                self.issues[f"{county}-{round_}-{number}"] = await self._answered(issue, does, at)
        tell.teller.answer(f"又有 {len(_SITES) + 2} 个问题入账,各单位自行办理", "more issues, each with its unit")

    async def _visit(self, county: str, round_: int, at: datetime, found: list[Any]) -> list[Document]:
        project, latitude, longitude = _SITES[county]
        name = f"elsewhere-{county}-{round_}"
        findings = [reports.finding(category, text) for category, text, _ in found]
        visit = reports.visit(name, project, at, *findings)
        visit["location"] |= {"latitude": latitude, "longitude": longitude}
        return await self.company.reports_aside(f"inspector-{county}-1", visit)

    async def _answered(self, issue: Document, does: str, at: datetime) -> Document:
        """The issue after what its unit does with it on that day; of no unit, it waits for whoever assigns it."""
        unit, aside = issue["unit_id"], self.company.does_aside
        if does == "nothing" or unit is None:
            return issue
        issue = await aside(f"head-{unit}", issue, "accept", person_id=f"staff-{unit}")
        if does == "signs":
            return issue
        staff = f"staff-{unit}"
        stones = [{"name": "办结", "due_on": (at.date() + _SOON).isoformat()}]
        issue = await aside(staff, issue, "file-plan", milestones=stones)
        issue = await aside(staff, issue, "report-progress", note="已现场核实。", measures="专人盯办", percent=40)
        kind = next(kind for category, _, kind in _FOUND if category == issue["category"])
        if does == "works" or kind is None:
            return issue
        evidence = [{"kind": kind, "text": "已办结,原件存档。"}]
        return await aside(staff, issue, "request-closure", statement="已办结。", evidence=evidence)
