"""Knows projects that add up to what was published of January to August 2019, and the table in which officials keep
such: a title, a unit, a head of two rows, a total on top, a heading for each city."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

ACROSS: Final = "跨市"
RATES: Final = {
    "长治市": "124.9",
    "忻州市": "86.3",
    "晋城市": "82.1",
    "大同市": "81.2",
    "吕梁市": "79.5",
    "阳泉市": "69.3",
    "朔州市": "68.3",
    "临汾市": "58.5",
    "太原市": "57.5",
    "运城市": "56.8",
    "晋中市": "47.5",
    ACROSS: "55.9",
}
PLACES: Final = tuple(RATES)[:-1]
"""The cities from the first place to the last."""
WHOLE: Final = {
    "rate": 68.9,
    "projects": 249,
    "plan": 906.5,
    "done": 624.7,
    "new": 97,
    "due": 74,
    "started": 72,
    "early": 3,
    "late": 5,
    "carried_over": 152,
    "resumed": 148,
    "not_resumed": 4,
    "terminated": 0,
}
_PLAN: Final = 9_065_000
_DONE: Final = 6_247_000
"""万元, of all; as many rates as are published leave the plans of the first and the last city to these two."""
_PLANS: Final = {
    "忻州市": 612_340,
    "晋城市": 540_118,
    "大同市": 733_905,
    "吕梁市": 701_266,
    "阳泉市": 402_007,
    "朔州市": 551_431,
    "临汾市": 608_899,
    "太原市": 1_203_577,
    "运城市": 577_723,
    ACROSS: 1_500_611,
}
_COUNTS: Final = dict.fromkeys(PLACES, 20) | {"太原市": 23, "大同市": 22, ACROSS: 24}
_TOP: Final = (
    "序号 项目名称 项目代码 属地 建设性质 总投资 2019年投资情况 . . . 形象进度 项目状态 开工情况 . 是否复工 备注"
)
_BELOW: Final = ". . . . . . 年度计划投资 本月完成投资 1-8月累计完成投资 占年计划% . . 计划开工 实际开工 . ."
HEAD: Final = tuple(tuple(word.strip(".") for word in line.split()) for line in (_TOP, _BELOW))


@dataclass(frozen=True, slots=True)
class Sample:
    """A project of the table; money in 万元."""

    name: str
    code: str
    place: str
    kind: str
    plan: int
    done: int
    due_start: str
    started_on: str
    resumed: str

    def row(self, number: int) -> tuple[Any, ...]:
        """As it stands in the table, in 亿元."""
        share = f"{self.done / self.plan:.1%}" if self.plan else ""
        money = (self.plan * 3 / 10_000, self.plan / 10_000, self.done / 80_000, self.done / 10_000)
        told = (
            "主体施工",
            "在建" if self.kind == "续建" and self.resumed == "是" else "",
            self.due_start,
            self.started_on,
        )
        return (number, self.name, self.code, self.place, self.kind, *money, share, *told, self.resumed, "")


def projects() -> list[Sample]:
    """All 249, city after city."""
    starts = iter(_starts())
    resumed = iter(["否"] * 4 + ["是"] * 148)
    found: list[Sample] = []
    for place, (plan, done) in _money().items():
        count = _COUNTS[place]
        plans, dones = _parts(plan, count, 7), _parts(done, count, 5)
        for number, (part, did) in enumerate(zip(plans, dones, strict=True), 1):
            start = next(starts, None) if len(found) % 5 in {0, 2} else None
            due, begun = start or ("", "")
            more = ("新建", part, did, due, begun, "") if start else ("续建", part, did, "", "", next(resumed))
            code = f"2019-140000-{50 + len(found) % 40}-03-{len(found) + 100_001:06}"
            found.append(Sample(f"{place}重点工程第{number}号", code, _where(place, number), *more))
    return found


def _where(place: str, number: int) -> str:
    return "太原市、晋中市" if place == ACROSS and number % 2 else place


def _starts() -> Iterator[tuple[str, str]]:
    """Of the 97 new projects: when each was to start, and when it did."""
    yield from [("2019年6月", "2019年5月")] * 69
    yield from [("2019.7", "")] * 5
    yield from [("2019年10月", "2019年8月")] * 3
    yield from [("2019年11月", "未开工")] * 20


def _money() -> dict[str, tuple[int, int]]:
    """Plan and done of each place; the two that are left over solve both sums."""
    done = {place: _share(plan, RATES[place]) for place, plan in _PLANS.items()}
    plan_left, done_left = _PLAN - sum(_PLANS.values()), _DONE - sum(done.values())
    first, last = float(RATES["长治市"]) / 100, float(RATES["晋中市"]) / 100
    of_first = round((done_left - last * plan_left) / (first - last))
    plans = {"长治市": of_first, **_PLANS, "晋中市": plan_left - of_first}
    assert all(plan > 0 for plan in plans.values()), plans
    return {place: (plans[place], done.get(place) or _share(plans[place], RATES[place])) for place in RATES}


def _share(plan: int, rate: str) -> int:
    return round(plan * float(rate) / 100)


def _parts(whole: int, count: int, every: int) -> list[int]:
    """A whole number in so many uneven parts that add up to it."""
    weights = [number % every + 1 for number in range(count)]
    parts = [whole * weight // sum(weights) for weight in weights]
    parts[-1] += whole - sum(parts)
    return parts


def workbook(samples: Sequence[Sample], title: str = "2019年1-8月省级重点工程项目进展情况表") -> bytes:
    """The table as an .xlsx."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    page = book.add_worksheet("省级重点工程")
    page.merge_range(0, 0, 0, len(HEAD[0]) - 1, title)
    page.write_row(1, 0, ["填报单位:省发展改革委"])
    page.write(1, len(HEAD[0]) - 2, "单位:亿元")
    for place, word in enumerate(HEAD[0]):
        if HEAD[1][place] == "" and word:
            page.merge_range(2, place, 3, place, word)
        else:
            page.write(3, place, HEAD[1][place])
    page.merge_range(2, 6, 2, 9, HEAD[0][6])
    page.merge_range(2, 12, 2, 13, HEAD[0][12])
    page.write_row(4, 1, ["合计", "", "", "", "", 906.5, "", 624.7])
    row, last = 5, ""
    for number, sample in enumerate(samples, 1):
        city = sample.name.partition("重点")[0]
        if city != last:
            page.write(row, 0, f"{'一二三四五六七八九十'[min(list(RATES).index(city), 9)]}、{city}")
            row, last = row + 1, city
        page.write_row(row, 0, sample.row(number))
        row += 1
    page.write(row, 1, "填表人:某某")
    book.close()
    return made.getvalue()
