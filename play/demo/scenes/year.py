"""Knows what no inspector sees: a year of figures of all projects, the ranking that they add up to, who stands last."""

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
_FEN_PER_YI: Final = 10**10


@dataclass(frozen=True, slots=True)
class Year:
    """Every figure is made from its project's code alone, so that each demo has the same year."""

    company: Company

    async def was_reported(self) -> None:
        """Months of figures at once, then the year's ranking of the cities from them."""
        tell = self.company
        projects = await tell.projects()
        tell.scene(
            f"{len(projects)}个重点项目一年多的月报入账",
            "More than a year of figures comes onto the ledger",
        )
        for month in (*_MONTHS, *_SPRING):
            await tell.brings_in(_PROVINCE, [_of(project, month) for project in projects])
        count = len(projects) * len(_MONTHS + _SPRING)
        tell.teller.answer(f"入账 {count} 条月报", "figures on the ledger")
        tell.scene("全省重点工程投资完成率排名,由这些数算出", "The ranking of the year, computed from these figures")
        ranking = await tell.asked(_PROVINCE, f"/v1/rankings/{RULE}", period=PERIOD)
        ranked = [row for row in ranking["items"] if row["place"]]
        tell.check(len(ranked) >= 3, f"{len(ranked)} cities have a place")
        for row in (*ranked[:2], ranked[-1]):
            rate = row["values"]["rate"]
            tell.teller.answer(f"第{row['place']}名 {row['subject']} 完成率 {rate}%", f"place {row['place']}: {rate} %")


def _of(project: Document, month: str) -> Document:
    """The figure of a month, cumulative from January."""
    year, number = map(int, month.split("-"))
    chance = hashlib.sha256(project["code"].encode()).digest()
    is_new = year == 2025 and chance[0] % 3 == 0
    plan = (2 + chance[1] % 38) * _FEN_PER_YI
    pace = 0.6 + 0.65 * chance[2] / 255
    due = 3 + chance[3] % 4
    began = due if pace > 0.8 else due + 2
    started = not is_new or number >= began
    done = int(plan * min(1.2, pace * (number / 12) ** 1.2)) if started else 0
    figure = {
        "project": project["code"],
        "month": month,
        "kind": "new" if is_new else "carried-over",
        "stage": "building" if started else "preliminary",
        "plan_year": plan,
        "done_year": done,
        "progress": done * 10_000 // plan,
    }
    if not is_new:
        return figure | {"resumed": number > 1 or pace > 0.7}
    return figure | {"due_start": _day(year, due)} | ({"started_on": _day(year, began)} if started else {})


def _day(year: int, month: int) -> str:
    return f"{year}-{month:02}-15"
