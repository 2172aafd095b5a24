"""Knows the supervision slip (督办单) on paper: its facts by heading, in one order for the page and the CSV file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from api.printing.as_html import END, begin, light, text
from api.printing.cells import Look, shown
from api.printing.sheet import Row

Fact = tuple[str, str, str]
"""The heading that it stands under, what it is about, and what is said."""
_CONDITIONS: Final[Mapping[str, str]] = {
    "running": "进行中",
    "overdue": "已超期",
    "resting": "挂起",
    "merged": "并案",
    "satisfied": "已完成",
    "cancelled": "已取消",
    "extended": "已延期",
    "out_of_scope": "不再适用",
}
_RESULTS: Final[Mapping[str, str]] = {"fired": "", "deferred": "(推迟)", "failed": "(未发出,岗位空缺)"}
_LIGHT: Final = "灯色"
_BLANKS: Final = (
    '<h2>办理情况回复</h2>\n<table><tr class="reply"><td></td></tr></table>\n'
    '<table><tr class="sign"><td>责任单位(盖章):\n\n负责人签字:\n\n年　　月　　日</td>'
    "<td>督办单位(盖章):\n\n审核意见及签字:\n\n年　　月　　日</td></tr></table>\n"
)


def rows(slip: dict[str, Any], look: Look) -> Iterator[Row]:
    """The slip as rows of a file."""
    yield {"section": "督办单", "what": "编号", "said": slip["number"]}
    yield {"section": "督办单", "what": "日期", "said": slip["dated_on"]}
    yield from ({"section": section, "what": what, "said": said} for section, what, said in _facts(slip, look))


def page(slip: dict[str, Any], look: Look) -> str:
    """The slip to print, to sign and to seal: A4, upright."""
    title, day = f"督办单 {slip['number']}", date.fromisoformat(slip["dated_on"])
    sections = groupby(_facts(slip, look), itemgetter(0))
    return (
        f"{begin(title, 'slip')}<h1>督办单</h1>\n"
        f'<p class="number"><span>编号:{text(slip["number"])}</span>'
        f"<span>{day.year}年{day.month}月{day.day}日</span></p>\n"
        f"{''.join(_section(name, facts, slip) for name, facts in sections)}{_BLANKS}"
        f'<p class="small">截至 {_time(slip["as_of"], look)},依台账第 {slip["version"]} 版</p>\n{END}'
    )


def _section(name: str, facts: Iterable[Fact], slip: dict[str, Any]) -> str:
    lines = "".join(f'<tr><th scope="row">{text(what)}</th>{_said(what, said, slip)}</tr>\n' for _, what, said in facts)
    return f"<h2>{text(name)}</h2>\n<table>\n{lines}</table>\n"


def _said(what: str, said: str, slip: dict[str, Any]) -> str:
    return f"<td>{light(slip['light'], said) if what == _LIGHT else text(said)}</td>"


def _facts(slip: dict[str, Any], look: Look) -> Iterator[Fact]:
    """What the slip says, as long as it says something."""
    sections = {
        "问题": _issue(slip, look),
        "责任": _parties(slip),
        "要求": _demands(slip, look),
        "批示与回复": _orders(slip, look),
        "督办记录": _ladder(slip, look),
    }
    for section, facts in sections.items():
        yield from ((section, what, said) for what, said in facts if said)


def _issue(slip: dict[str, Any], look: Look) -> Iterator[tuple[str, str]]:
    names, origin = slip["names"], slip["origin"]
    yield "问题编号", slip["serial"]
    yield "项目", _joined(shown("", names["project"], look), slip["project_code"])
    yield "属地", shown("", names["region"], look)
    yield "类别、程度", _joined(shown("", names["category"], look), shown("severity", slip["severity"], look), by="、")
    yield "状态", _joined(shown("", names["state"], look), "停工" if slip["works_stopped"] else None, by="、")
    yield _LIGHT, shown("light", slip["light"], look)
    yield "问题描述", slip["description"]
    yield "建议措施", slip["measure_proposed"]
    yield "来源", _joined(origin["title_zh"], origin["by_name"] or origin["by"], _time(origin["at"], look))
    paper = origin["paper"] or {}
    yield "依据文件", _joined(paper.get("title"), paper.get("number"), paper.get("dated_on"))


def _parties(slip: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for what, party in (("牵头单位", slip["lead"]), *(("配合单位", one) for one in slip["supporting"])):
        yield what, _party(party)
    yield "督办", _party(slip["supervisor"])


def _party(party: dict[str, Any] | None) -> str:
    if party is None:
        return ""
    person = _joined(party["person_name"], party["person_phone"])
    return _joined(_joined(party["name_zh"] or party["id"], party["phone"]), person, by=" · ")


def _demands(slip: dict[str, Any], look: Look) -> Iterator[tuple[str, str]]:
    yield "办理要求", slip["demand"]
    yield "要求完成日", slip["due_on"]
    yield "办理时限", _time(slip["due_at"], look)
    for clock in slip["clocks"]:
        yield f"{clock['title_zh']}时限", f"{_time(clock['due_at'], look)} {_CONDITIONS[clock['condition']]}"
    yield "销号材料", "、".join(f"{one['name_zh']}{'(照片)' if one['photo'] else ''}" for one in slip["evidence"])
    coming = slip["next_step"]
    if coming is not None:
        yield "下一步", f"{_time(coming['at'], look)} {coming['title_zh']} → {_people(coming['to'])}"


def _orders(slip: dict[str, Any], look: Look) -> Iterator[tuple[str, str]]:
    for order in slip["orders"]:
        what = order["title_zh"] if order["number"] is None else f"{order['title_zh']}第{order['number']}号"
        due = order["due_at"] and f"(限 {_time(order['due_at'], look)} 前回复)"
        yield what, _joined(order["note"], due, order["by_name"] or order["by"], _time(order["at"], look))


def _ladder(slip: dict[str, Any], look: Look) -> Iterator[tuple[str, str]]:
    for rung in slip["ladder"]:
        paper = _joined(rung["title_zh"], rung["instrument_zh"], rung["light_zh"] and f"{rung['light_zh']}灯", by="·")
        told = [_told(one, look) for one in rung["to"]]
        yield _time(rung["at"], look), _joined(f"{paper}{_RESULTS[rung['result']]}", "；".join(told), by=" → ")


def _told(one: dict[str, Any], look: Look) -> str:
    ways = f"({'、'.join(one['channels'])})" if one["channels"] else ""
    seen = one["acknowledged_at"] and f",{_time(one['acknowledged_at'], look)} 已确认"
    return f"{_people([one])}{ways}{seen or ''}"


def _people(several: list[dict[str, Any]]) -> str:
    return "、".join(_joined(one["title_zh"], one["person_name"]) for one in several)


def _time(at: str | None, look: Look) -> str:
    return "" if at is None else look.time(datetime.fromisoformat(at))


def _joined(*said: str | None, by: str = " ") -> str:
    return by.join(filter(None, said))
