"""Knows how a county's clerk brings her own Excel in: what the check says of it, and what is on the ledger."""

import asyncio
import hashlib
import io
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import xlsxwriter

from exchange.tables.ids import uuid7_at
from mobile_schema.labels import label
from mobile_schema.vocabulary import State
from play.demo.company import Company
from play.demo.told import on

Document = dict[str, Any]

NAME: Final = "小店区问题台账.xlsx"
_AT: Final = on(1, 9, month=4)
IMPORT: Final = uuid7_at(_AT, f"demo\0{NAME}")
_COUNTY: Final = "supervisor-140105"
_WORKBOOK: Final = "application/octet-stream"
_HEAD: Final = ("序号", "检查时间", "项目名称", "存在问题", "整改期限", "责任单位", "责任人", "状态", "天气")
_PROJECT: Final = "样例项目一（小店区）"
_UNIT: Final = "太原市小店区自然资源局"
_ROWS: Final = (
    ("1", "2026.3.5", _PROJECT, "东侧便道未硬化", "2026年4月20日", _UNIT, "张工", "整改中", "晴"),
    ("2", "2026年3月6日", _PROJECT, "围挡缺失三十米", "2026年4月底前", _UNIT, "李工", "整改中", "阴"),
    ("3", "2026-02-30", _PROJECT, "日期写错的一行", "2026-04-12", _UNIT, "赵工", "整改中", "雨"),
    ("4", "2026-01-09", _PROJECT, "临时用电已规范", "", _UNIT, "钱工", "已销号", "晴"),
    ("合计", "4 项", "", "", "", "", "", "", ""),
)
_PAUSE, _LOOKS = 0.2, 100


@dataclass(frozen=True, slots=True)
class Clerk:
    """`issues` are those of the story, by what it calls them."""

    company: Company
    issues: dict[str, Document]

    async def brings_her_ledger(self) -> None:
        """Dates of four kinds, a total, a day that is none: every row gets its verdict, and none is lost in silence."""
        tell = self.company
        tell.scene("县区把自己的 Excel 台账带进来", "A county brings in the Excel ledger that it has kept so far")
        raw = _workbook()
        sha256 = hashlib.sha256(raw).hexdigest()
        await tell.uploads(_COUNTY, f"/v1/import-files/{sha256}?filename={quote(NAME)}", raw, _WORKBOOK)
        await tell.tells(_COUNTY, "/v1/imports", {"id": IMPORT, "sha256": sha256, "filename": NAME})
        counts: Document = (await tell.tells(_COUNTY, f"/v1/imports/{IMPORT}/check"))["counts"]
        tell.check(
            {key: number for key, number in counts.items() if number}
            == {"rows": len(_ROWS), "new": 3, "skipped": 1, "fault": 1},
            f"the check counts {counts}",
        )
        for row in (await tell.asked(_COUNTY, f"/v1/imports/{IMPORT}/rows", verdict="fault"))["items"]:
            tell.teller.answer(f"第 {row['row']} 行不入账:{row['reason']}")
        await tell.tells(_COUNTY, f"/v1/imports/{IMPORT}/commit")
        await self._are_on_the_ledger(counts["new"])

    async def _are_on_the_ledger(self, expected: int) -> None:
        tell = self.company
        for _ in range(_LOOKS):
            if (await tell.asked(_COUNTY, f"/v1/imports/{IMPORT}"))["state"] == "committed":
                break
            await asyncio.sleep(_PAUSE)
        entered = (await tell.asked(_COUNTY, "/v1/issues", **{"import": IMPORT}))["items"]
        tell.check(len(entered) == expected, f"{len(entered)} issues of the import instead of {expected}")
        for issue in entered:
            self.issues[f"imported {issue['serial']}"] = issue
            tell.teller.answer(
                f"{issue['serial']} {issue['description']}:{label(State(issue['state']))}", "on the ledger"
            )


def _workbook() -> bytes:
    """As she kept it: a title over a head over rows of texts."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, len(_HEAD) - 1, "小店区重点项目问题台账")
        for number, row in enumerate((_HEAD, *_ROWS), start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return made.getvalue()
