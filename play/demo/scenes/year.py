"""Knows what no inspector sees: a year of figures of all projects, the ranking and the campaign that they add up to,
one that went back, and a city that is behind this year: of each a matter comes."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from play.demo.company import Company

Document = dict[str, Any]

RULE: Final = "shanxi-province-level"
PERIOD: Final = "2025-12"
_MONTHS: Final = tuple(f"2025-{month:02}" for month in range(1, 13))
_SPRING: Final = tuple(f"2026-{month:02}" for month in range(1, 4))
_PROVINCE: Final = "supervisor-140000"
_COUNTY: Final = "supervisor-140105"
_CAMPAIGN, _ITS_END = "start-month", "2025-06-30"
_SLOW: Final = "140100"
"""The city where few projects resumed this spring."""
_WENT_BACK: Final = "2020-140105-30-03-990001"
_FEN_PER_YI: Final = 10**10
_SEASONS: Final = (2, 2, 6, 9, 11, 12, 12, 12, 11, 10, 8, 5)
_SURNAMES: Final = "赵钱孙李周吴郑王"


@dataclass(frozen=True, slots=True)
class Year:
    """Every figure is made from its project's code alone, so that each demo has the same year. `issues` are those of
    the story, by what it calls them."""

    company: Company
    issues: dict[str, Document]

    async def was_reported(self) -> None:
        """Months of figures at once, then what they add up to, and what one that went back leads to."""
        tell, projects = self.company, await self.company.projects()
        zh, en = f"{len(projects)}个重点项目一年多的月报入账", "More than a year of figures comes onto the ledger"
        tell.scene(zh, en)
        months = {month: [_of(project["code"], month) for project in projects] for month in (*_MONTHS, *_SPRING)}
        last = months[_SPRING[-1]]
        back = next(figure for figure in last if figure["project"] == _WENT_BACK)
        last.remove(back)
        for figures in months.values():
            await tell.brings_in(_PROVINCE, figures)
        count = sum(map(len, months.values()))
        tell.teller.answer(f"入账 {count} 条月报", "figures on the ledger")
        await self._went_back(back | {"done_year": back["done_year"] // 2})
        await self._is_ranked()
        await self._campaign_ended()

    async def campaign_is_behind(self) -> None:
        """The next morning the ledger itself has seen which city is behind this year, and opened its matter."""
        tell = self.company
        tell.scene(
            "一季度末,集中开工月落后的市自动立项", "The start month at the quarter's end: who is behind has a matter"
        )
        (opened,) = await tell.matters_of_campaign(_PROVINCE, _CAMPAIGN)
        matter = await tell.issue(opened["issue"])
        tell.check(matter["region"] == _SLOW, f"the matter is of {matter['region']}")
        tell.teller.answer(f"{matter['serial']} {matter['description']}", "a matter of the campaign")
        self.issues["campaign"] = matter

    async def _went_back(self, figure: Document) -> None:
        tell = self.company
        tell.scene("一个项目的累计完成比上月少", "A project reports less done than the month before")
        await tell.brings_in(_COUNTY, [figure])
        (matter,) = await tell.matters_of(_WENT_BACK)
        tell.teller.answer(f"{matter['serial']} 针对性调度:{matter['description']}", "a matter of the flagged figure")
        self.issues["figures"] = matter

    async def _is_ranked(self) -> None:
        tell = self.company
        tell.scene("全省重点工程投资完成率排名,由这些数算出", "The ranking of the year, computed from these figures")
        ranking = await tell.asked(_PROVINCE, f"/v1/rankings/{RULE}", period=PERIOD)
        ranked = [row for row in ranking["items"] if row["place"]]
        tell.check(len(ranked) >= 3, f"{len(ranked)} cities have a place")
        for row in (*ranked[:2], ranked[-1]):
            rate = row["values"]["rate"]
            tell.teller.answer(f"第{row['place']}名 {row['subject']} 完成率 {rate}%", f"place {row['place']}: {rate} %")

    async def _campaign_ended(self) -> None:
        tell = self.company
        tell.scene("集中开工月到期时各市进度", "The start month, as it stood on its last day")
        progress = await tell.asked(_PROVINCE, f"/v1/campaigns/{_CAMPAIGN}", day=_ITS_END)
        behind = [row["subject"] for row in progress["items"] if row["kind"] == "place" and row["light"] == "red"]
        whole = progress["items"][0]["values"]
        rates = f"复工率 {whole['resumed']['value']}%,新建开工率 {whole['started']['value']}%"
        tell.check(bool(behind), "no city is behind schedule")
        tell.teller.answer(f"全省{rates};红灯:{'、'.join(behind)}", "the whole, and who is behind")


def _of(code: str, month: str) -> Document:
    """The figure of a month, cumulative from January."""
    year, number = map(int, month.split("-"))
    chance = hashlib.sha256(code.encode()).digest()
    is_new = year == 2025 and chance[0] % 3 == 0
    plan = (2 + chance[1] % 38) * _FEN_PER_YI
    pace = 0.6 + 0.65 * chance[2] / 255
    due = 3 + chance[3] % 4
    began = due if pace > 0.8 else due + 2
    started = not is_new or number >= began
    done = int(plan * min(1.2, pace * (number / 12) ** 1.2)) if started else 0
    produces = chance[4] % 4 == 0 and not is_new
    is_made = produces and month >= "2026-02" and chance[4] % 8 == 0
    figure = {
        "project": code,
        "month": month,
        "kind": "new" if is_new else "carried-over",
        "stage": "producing" if is_made else "building" if started else "preliminary",
        "plan_year": plan,
        "done_year": done,
        "progress": done * 10_000 // plan,
        "plan_months": _by_month(plan),
        "key_project": chance[6] % 2 == 0,
        "transition": chance[7] % 3 == 0,
        "leader": f"{_SURNAMES[chance[5] % len(_SURNAMES)]}某 副市长",
    }
    if produces:
        figure |= {"due_produce": "2026-02-28"}
    if not is_new:
        slow = year == 2026 and code[5:9] == _SLOW[:4]
        return figure | {"resumed": number > 7 or pace > (1.0 if slow else 0.66)}
    return figure | {"due_start": _day(year, due)} | ({"started_on": _day(year, began)} if started else {})


def _by_month(plan: int) -> list[int]:
    """Little in winter, most in summer: hundredths of the plan of the year, month by month."""
    return [plan * share // 100 for share in _SEASONS]


def _day(year: int, month: int) -> str:
    return f"{year}-{month:02}-15"
