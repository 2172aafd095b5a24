"""Knows what the file of an issue (问题档案) says: its facts, its clocks, everything that happened, its photos."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from api.printing.cells import shown
from api.printing.flat import event as words_of
from api.resources.issues.papers.telling import Told
from exchange.papers.paper import Block, Heading, Paper, Photo, Photos, Table, Text
from ledger.groundwork.seen_text import marked
from mobile_schema.events.envelope import EVENT_TYPES

_MOST: Final = 2_000
"""Events that are told; of more, the last."""
_SAID_BESIDE: Final = {
    "unit_id": "单位",
    "supporting_unit_ids": "配合单位",
    "person_name": "责任人",
    "measures": "措施",
    "milestones": "计划",
    "percent": "进度(%)",
    "result": "结果",
    "grade": "等次",
    "obligation": "时限节点",
    "instrument": "文书",
    "light_zh": "灯色",
}
"""What else of an event is told, beside its words, and what that is called."""


def issue_file(told: Told, photos: Sequence[Photo], left_out: int) -> Paper:
    """The file; `left_out` of its photos are not in it."""
    blocks: list[Block] = [
        _facts(told),
        Heading("问题描述"),
        *(Text(line) for line in marked(told.issue.description).replace("\t", " ").splitlines() if line.strip()),
        Heading("时限"),
        told.clocks(),
        Heading("经过"),
        _story(told),
    ]
    if photos:
        blocks += [Heading("照片"), Photos(tuple(photos))]
    if left_out:
        blocks.append(Text(f"另有{left_out}张照片未收入，请在台账中查看。"))
    title = f"问题档案 {told.issue.serial}"
    return Paper(title, tuple(blocks), told.at, (told.position(),), draft="")


def photos_of(told: Told) -> dict[str, str]:
    """The files that its events name, by hash, each with what is said of it; the first that named it says it."""
    found: dict[str, str] = {}
    for event in told.events:
        kind = EVENT_TYPES[event["type"]].TITLE[0] if event["type"] in EVENT_TYPES else event["type"]
        said = f"{kind}，{told.name_of(event['actor']['person_id'])}，{told.moment(event['at'])}"
        for sha256 in _named(event["data"]):
            found.setdefault(sha256, said)
    return found


def _named(data: dict[str, Any]) -> Iterator[str]:
    yield from data.get("attachments") or ()
    yield from (item["sha256"] for item in data.get("evidence") or () if item.get("sha256"))


def _facts(told: Told) -> Table:
    names, issue, origin = told.slip["names"], told.issue, told.slip["origin"]["title_zh"]
    facts = [
        ("编号", issue.serial),
        ("状态", _joined(shown("", names["state"], told.look), "停工" if issue.works_stopped else "")),
        ("项目", _joined(shown("", names["project"], told.look), issue.project_code or "")),
        ("属地", shown("", names["region"], told.look)),
        ("类别、程度", _joined(shown("", names["category"], told.look), shown("severity", issue.severity, told.look))),
        (
            "来源",
            _joined(origin, told.name_of(issue.reporter), told.moment(issue.captured_at)),
        ),
        *told.parties(),
        ("办理时限", told.due),
        ("销号", _joined(told.moment(issue.closed_at), shown("grade", issue.grade, told.look))),
    ]
    return Table((1, 5), tuple(fact for fact in facts if fact[1]))


def _story(told: Told) -> Table:
    events = told.events[-_MOST:]
    rows = tuple(
        (
            str(event["version"]),
            told.moment(event["at"]),
            shown("type", event["type"], told.look),
            _who(told, event["actor"]),
            _content(told, event),
        )
        for event in words_of({"items": events}, told.look)
    )
    return Table((1, 3, 2, 2, 5), rows, ("序", "时间", "事项", "经办", "内容"))


def _content(told: Told, event: Mapping[str, Any]) -> str:
    data = event["data"]
    beside = {called: shown(name, data.get(name), told.look) for name, called in _SAID_BESIDE.items()}
    lines = (shown("note", event["note"], told.look), *(f"{called}：{said}" for called, said in beside.items() if said))
    return "\n".join(filter(None, lines))


def _who(told: Told, actor: dict[str, Any]) -> str:
    if actor["person_id"] == "system":
        return "台账"
    return _joined(told.name_of(actor["person_id"]), shown("unit_id", actor["unit_id"], told.look))


def _joined(*said: str) -> str:
    return " ".join(filter(None, said))
