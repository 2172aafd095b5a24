"""Knows the rows of answers that are no plain list: boards, counts, steps by unit, an inbox."""

from collections.abc import Iterator
from typing import Any, Final

from api.printing.cells import Look
from api.printing.sheet import Row
from ledger.complaints.complaint import COMPLAINT_KINDS, ComplaintKind
from mobile_schema.labels import label
from mobile_schema.vocabulary import VoidCause

ALL: Final = "合计"
NONE: Final = "无"
_TRAYS: Final = {
    "triage": "待分派",
    "sign": "待签收",
    "plan": "待报计划",
    "report": "待反馈",
    "verify": "待核查",
    "approve": "待销号",
    "decide": "待审批",
}


def board(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """Each row with its categories below it, then all."""
    for row in body["rows"]:
        name = row["name_zh"] or row["id"] or NONE
        yield {**row, "name_zh": name}
        yield from ({**below, "name_zh": name, "category": below["id"]} for below in row["categories"])
    yield {**body["all"], "name_zh": ALL}


def counts(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """Each state, each light, then all."""
    yield from ({"state": state, "count": count} for state, count in body["by_state"].items())
    yield from ({"light": light, "count": count} for light, count in body["by_light"].items())
    yield {"state": ALL, "count": body["open"]}


def campaign(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """Each indicator of each place; one that is not known says why, and has no number."""
    names = {each["key"]: f"{each['name']} {each['unit']}".strip() for each in body["campaign"]["indicators"]}
    for row in body["items"]:
        for key, reached in row["values"].items():
            yield {"subject": row["subject"], "indicator": names[key], **reached}


def project_board(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """All, then each place."""
    yield {**body["whole"], "code": "", "name_zh": ALL}
    yield from body["places"]


def complaints(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """Each with its kind in a word."""
    yield from ({**row, "kind": COMPLAINT_KINDS[ComplaintKind(row["kind"])]} for row in body["items"])


def complaint_counts(body: dict[str, Any], look: Look) -> Iterator[Row]:
    """Each kind, each region, then all."""
    yield from complaints(body, look)
    yield from body["regions"]
    yield {**body["total"], "kind": ALL}


def steps(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """Each step of all units together, then each of each."""
    yield from ({**step, "obligation": step["code"], "unit": ALL} for step in body["steps"])
    for unit in body["units"]:
        name = unit["name_zh"] or unit["id"]
        yield from ({**step, "obligation": step["code"], "unit": name} for step in unit["steps"])


def inbox(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """What waits, by what is to be done, then what one was told and has not looked at."""
    for tray in body["waiting"]:
        yield from ({**issue, "what": _TRAYS[tray["what"]], "at": issue["due_at"]} for issue in tray["items"])
    for name, told in (("提醒", body["alerts"]), ("通知", body["notices"])):
        for each in told["items"]:
            yield {**each, "what": name, "at": each.get("fired_at", each.get("at")), "description": each["text_zh"]}


def event(body: dict[str, Any], _: Look) -> Iterator[Row]:
    """The events of an issue, each with the words that were said with it."""
    for each in body["items"]:
        said = (each["data"].get(name) for name in ("note", "reason", "reasons", "statement", "description"))
        undone = each["data"].get("cause") == VoidCause.IMPORT_UNDONE
        kind = label(VoidCause.IMPORT_UNDONE) if undone else each["type"]
        yield {**each, "type": kind, "note": next(filter(None, said), None)}
