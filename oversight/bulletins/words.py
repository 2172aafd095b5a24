"""Knows how what a rule counts is called: measures in Chinese, an indicator's formula in words, a period."""

import re
from typing import Final

from oversight.ranking.measures import SUMS
from oversight.ranking.periods import Period
from oversight.ranking.rule import Indicator, Rule

MEASURES: Final = {
    "plan_year": "年度计划投资",
    "done_investment": "本年累计完成投资",
    "total_investment": "总投资",
    "projects": "项目数",
    "new": "新建项目数",
    "carried_over": "续建项目数",
    "due": "应开工项目数",
    "started": "已开工项目数",
    "due_started": "已开工项目数",
    "early": "提前开工项目数",
    "late": "未按期开工项目数",
    "not_started": "未开工项目数",
    "resumed": "已复工项目数",
    "not_resumed": "未复工项目数",
    "terminated": "终止项目数",
    "carried_terminated": "终止的续建项目数",
    "completed": "竣工和投产项目数",
    "stopped": "停工项目数",
    "without_plan": "年度计划为零或未填的项目数",
    "flagged": "有疑点的项目数",
    "issues": "问题数",
    "closed": "当期销号数",
    "on_time": "按期销号数",
    "on_time_original": "按原定时限按期销号数",
    "closed_late": "逾期销号数",
    "extended": "延期后销号数",
    "returned": "退回次数",
    "reopened": "反弹次数",
    "open": "在办数",
    "overdue": "超期在办数",
    "came_in": "新增数",
    "days": "办结天数",
    "elapsed": "全年已过的百分比",
}
GROUPS_SAID: Final = {"red": "红榜", "black": "黑榜", "exempt": "豁免", "unranked": "不参与排名"}
"""Who stands on a list, is kept out of one, or has no place."""
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)
_SIGNS: Final = str.maketrans({"*": "×", "/": "÷", "-": "－", "+": "＋", " ": None})
_QUARTERS: Final = "一二三四"


def formula_in_words(rule: Rule, indicator: Indicator) -> str:
    """How a figure is worked out: 本年累计完成投资÷年度计划投资×100%."""
    if indicator.formula is not None:
        names = {each.key: each.name for each in rule.indicators}
        return _NAME.sub(lambda found: names.get(found[0]) or MEASURES[found[0]], indicator.formula.translate(_SIGNS))
    if indicator.median is not None:
        return f"{MEASURES[indicator.median]}的中位数"
    first = indicator.of or indicator.count or ""
    said = MEASURES[first]
    if indicator.over is not None:
        return f"{said}÷{MEASURES[indicator.over]}{'×100%' if indicator.unit == '%' else ''}"
    return f"{said}之和" if first in SUMS else f"清点：{said}"


def measures_behind(rule: Rule, indicator: Indicator) -> tuple[str, ...]:
    """The measures of projects, or issues, that a figure is made of; of a formula, those of what it names."""
    if indicator.formula is not None:
        own = {each.key: each for each in rule.indicators if each.key != indicator.key}
        found: list[str] = []
        for name in _NAME.findall(indicator.formula):
            found += measures_behind(rule, own[name]) if name in own else [name]
        return tuple(dict.fromkeys(name for name in found if name != "elapsed"))
    named = (indicator.of, indicator.count, indicator.median, indicator.over)
    return tuple(name for name in named if name is not None)


def period_in_words(rule: Rule, period: Period) -> str:
    """2019年1—8月, 2019年8月, 2019年第三季度, 2019年."""
    kind = rule.period.kind
    if kind == "year":
        return f"{period.year}年"
    if kind == "quarter":
        return f"{period.year}年第{_QUARTERS[period.quarter - 1]}季度"
    if kind == "month" or period.last_month == 1:
        return f"{period.year}年{period.last_month}月"
    return f"{period.year}年1—{period.last_month}月"
