"""Knows from which numbers on a figure is odd, or cannot be meant; they are data, and each has its sentence."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """`over_plan`: done may be so many times the plan. `gap`: so many months without a figure. `apart`: by so many
    hundredths of a per cent investment and progress may differ (双控制). `rounded`: by such a share of it the months of
    a plan may miss the year's. `behind`: less than such a share of what was planned by then is behind. `jump`: so many
    times more or less than last month is a mistaken unit (万元 for 亿元 is 10,000). `most`: 分 that one project's plan
    of a year may be. `first_month`: what is said of a month before it is a slip of the pen."""

    over_plan: Fraction = Fraction(3, 2)
    gap: int = 2
    apart: int = 3_000
    rounded: Fraction = Fraction(1, 1_000)
    behind: Fraction = Fraction(4, 5)
    jump: int = 5_000
    most: int = 5_000 * 10**10
    first_month: str = "2000-01"


SHIPPED: Final = Limits()

FLAGS: Final[dict[str, tuple[str, str]]] = {
    "over-plan": ("完成投资超过年度计划的 1.5 倍", "done is more than 1.5 times the year's plan"),
    "progress-back": ("本年累计完成或进度比上期倒退", "done this year, or progress, is less than before"),
    "apart": ("投资与形象进度相差超过 30 个百分点(双控制)", "investment and progress are more than 30 points apart"),
    "start-late": ("已过计划开工日期,尚未开工", "it was to have started by now, and has not"),
    "gap": ("此前两个月没有报数", "no figure for the two months before"),
    "plan-parts": ("分月计划之和与年度计划不一致", "the plan by month does not add up to the year's"),
    "behind-path": ("累计完成不到分月计划累计的 80%", "done is less than 80 % of what was planned by then"),
    "plan-zero": ("年度计划为零或缺失,不参与完成率排名", "the year's plan is zero or missing: it is in no rate"),
    "done-missing": ("本年累计完成未填,按零计", "done this year is blank: taken as zero"),
    "started-later": ("开工日期晚于报告月份", "it is said to have started after the month reported"),
}
REFUSED: Final[dict[str, tuple[str, str]]] = {
    "future-month": ("月份尚未到来", "the month has not come yet"),
    "early-month": ("月份早于 2000 年,请核对年份", "a month before 2000: check the year"),
    "negative": ("投资额为负;更正请报更正后的累计数", "negative money; to correct, report the corrected total"),
    "too-much": ("金额大得不可能,请核对单位(万元误作亿元?)", "too much to be true: is 万元 taken for 亿元?"),
    "unit-jump": (
        "与上期相差近一万倍,请核对单位(万元/亿元)",
        "some ten thousand times last month's: check the unit (万元/亿元)",
    ),
}


def sentence(slug: str) -> str:
    """What people read of a flag or a refusal (zh / en)."""
    zh, en = {**FLAGS, **REFUSED}[slug]
    return f"{zh} / {en}"
