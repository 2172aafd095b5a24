"""Knows what an exported ledger calls what has no word elsewhere: sources, doubts, filters, spans of time."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from api.printing.cells import Look, shown
from ledger.registry.catalogue import Catalogue

SOURCES: Final = {"site_visit": "进工地", "incident": "阻工事件", "matter": "交办事项", "import": "台账导入"}
FLAGS: Final = {
    "captured-in-future": "时间在将来",
    "captured-long-ago": "时间过早",
    "sent-before-captured": "先发后拍",
    "device-clock-wrong": "手机时钟不准",
    "no-location": "无定位",
    "mock-location": "模拟定位",
    "coordinates-swapped": "经纬度颠倒",
    "outside-china": "境外坐标",
    "project-retired": "项目已撤销",
    "reporter-left": "上报人已离任",
    "category-retired": "类别已停用",
    "mended": "死信改正后记入",
}
CONDITIONS: Final = {
    "running": "计时中",
    "overdue": "已逾期",
    "resting": "暂停计时",
    "merged": "并案",
    "satisfied": "已完成",
    "cancelled": "已取消",
    "extended": "已延期",
}
_FILTERS: Final = {
    "q": "检索",
    "state": "状态",
    "light": "灯色",
    "category": "类别",
    "severity": "等级",
    "region": "属地",
    "at": "仅本级",
    "unit": "牵头单位",
    "person": "责任人",
    "project": "项目",
    "source": "来源",
    "issue": "指定编号",
    "due_from": "时限自",
    "due_before": "时限前",
    "reported_from": "上报自",
    "reported_before": "上报前",
    "closed_from": "销号自",
    "closed_before": "销号前",
    "updated_from": "更新自",
    "policy": "督办规则",
    "escalated": "已升级督办",
    "archived": "只看归档",
    "import": "导入",
}
_AS: Final = {"unit": "unit_id", "at": "region"}
"""By what name the values of a filter are read as words."""
_TRUTH: Final = {"true": "是", "false": "否"}
_UNITS: Final = ((timedelta(days=1), "天"), (timedelta(hours=1), "小时"), (timedelta(minutes=1), "分钟"))


def filters_said(query: Mapping[str, str], look: Look) -> str:
    """What was asked for, in words; nothing where all was."""
    return "；".join(f"{name} {said}" for name, said in _filters(query, look))


def _filters(query: Mapping[str, str], look: Look) -> Iterator[tuple[str, str]]:
    for name, word in _FILTERS.items():
        value = query.get(name)
        if value is None or (name, value) == ("archived", "false"):
            continue
        yield word, _TRUTH.get(value) or _called(name, value.split(","), look)


def _called(name: str, values: list[str], look: Look) -> str:
    if name == "source":
        return "、".join(SOURCES.get(each, each) for each in values)
    if name == "project":
        return "、".join(_project(each, look.catalogue) for each in values)
    as_read = "due_at" if name.endswith(("_from", "_before")) else _AS.get(name, name)
    return "、".join("无" if each == "none" else shown(as_read, each, look) for each in values)


def _project(code: str, catalogue: Catalogue) -> str:
    project = catalogue.projects.get(code)
    return code if project is None else project.name_zh


def remaining_said(left: timedelta) -> str:
    """逾期 2 天, 余 5 小时."""
    length = abs(left)
    size, word = next((each for each in _UNITS if length >= each[0]), _UNITS[-1])
    return f"{'逾期' if left < timedelta() else '余'} {length // size} {word}"
