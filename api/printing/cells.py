"""Knows how a value of an answer is written for people: codes as words, moments as local time, things by their names.

What somebody wrote stays what they wrote, with what nobody sees in it written out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from ledger.groundwork.seen_text import marked
from ledger.registry.catalogue import Catalogue
from mobile_schema.events.envelope import EVENT_TYPES
from mobile_schema.labels import label
from mobile_schema.vocabulary import (
    Category,
    Grade,
    Instrument,
    Level,
    Light,
    NoticeKind,
    ObligationCode,
    Role,
    Severity,
    State,
    VisitKind,
)

_NAMING: Final = ("name_zh", "person_name", "title_zh", "text_zh", "zh", "serial", "name", "reason", "count", "code")
"""Of a thing with several members, the one by which people call it."""
_SEVERAL: Final = "；"
_IN_YUAN: Final = frozenset({"fee", "fees"})
"""What an answer has in 分 and people read in 元, with two decimals."""
_STANDS: Final[Mapping[str, str]] = {
    "ok": "正常",
    "failing": "故障",
    "disabled": "停用",
    "waiting": "待发",
    "deferred": "推迟",
    "sending": "发送中",
    "delivered": "已送达",
    "failed": "失败",
}
"""How a channel or a delivery stands, which is no state of an issue."""
_CHANGED: Final[Mapping[str, str]] = {
    "created": "新增",
    "changed": "修改",
    "retired": "撤销",
    "restored": "恢复",
    "removed": "删除",
}


@dataclass(frozen=True, slots=True)
class Look:
    """By which names codes are called, and in which time zone it is."""

    catalogue: Catalogue
    zone: ZoneInfo

    def time(self, at: datetime) -> str:
        """A moment as local time."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"


def found(item: Any, path: str) -> Any:
    """What stands at a path (`names.region`) of an item; of a list, in each of its items."""
    for name in path.split("."):
        if isinstance(item, list):
            item = [each.get(name) for each in item if isinstance(each, dict)]
        else:
            item = item.get(name) if isinstance(item, dict) else None
    return item


def shown(name: str, value: Any, look: Look) -> str:
    """A value (plain JSON) of this name as people read it; nothing is an empty text."""
    if isinstance(value, str):
        return marked(_word(name, value, look) or value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in _IN_YUAN and isinstance(value, int):
        return f"{Decimal(value) / 100:.2f}"
    if isinstance(value, list):
        return _SEVERAL.join(filter(None, (shown(name, each, look) for each in value)))
    if isinstance(value, dict):
        called = next((part for part in _NAMING if value.get(part) is not None), None)
        return ", ".join(_parts(value, look)) if called is None else shown("", value[called], look)
    return "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)


def _parts(thing: dict[str, Any], look: Look) -> Iterator[str]:
    """What is called by nothing, part by part."""
    for name, value in thing.items():
        if said := shown(name, value, look):
            yield f"{marked(name)}={said}"


def _word(name: str, text: str, look: Look) -> str | None:
    """What people call a code or a moment of this name; None of what is neither."""
    says = _SAYS.get(name, _moment if name.endswith("_at") else None)
    try:
        return None if says is None else says(text, look)
    except (ValueError, OverflowError):  # a moment whose local year there is not
        return None


def _coded(kind: type[StrEnum]) -> Callable[[str, Look], str | None]:
    return lambda text, _: label(kind(text))


def _moment(text: str, look: Look) -> str | None:
    return look.time(datetime.fromisoformat(text))


def _category(text: str, look: Look) -> str | None:
    return look.catalogue.category_name(Category(text))


def _place(text: str, look: Look) -> str | None:
    region = look.catalogue.regions.get(text)
    return None if region is None else region.full_name_zh or region.name_zh


def _unit(text: str, look: Look) -> str | None:
    unit = look.catalogue.units.get(text)
    return None if unit is None else unit.name_zh


def _event(text: str, _: Look) -> str | None:
    return EVENT_TYPES[text].TITLE[0] if text in EVENT_TYPES else None


_SAYS: Final[Mapping[str, Callable[[str, Look], str | None]]] = {
    "state": lambda text, _: _STANDS.get(text) or label(State(text)),
    "what": lambda text, _: _CHANGED.get(text),
    "obligation": _coded(ObligationCode),
    "severity": _coded(Severity),
    "light": _coded(Light),
    "grade": _coded(Grade),
    "role": _coded(Role),
    "instrument": _coded(Instrument),
    "notice": _coded(NoticeKind),
    "kind": _coded(VisitKind),
    "tier": lambda text, _: {"key": "重点", "provincial": "省级"}.get(text),
    **dict.fromkeys(("level", "recipient_level", "supervising_level"), _coded(Level)),
    **dict.fromkeys(("category", "categories"), _category),
    **dict.fromkeys(("region", "regions", "recipient_region", "supervising_region"), _place),
    **dict.fromkeys(("unit_id", "supporting_unit_ids", "lead_unit"), _unit),
    **dict.fromkeys(("type", "event"), _event),
    **dict.fromkeys(("at", "as_of", "holds_from", "failing_since", "blocked_until"), _moment),
}
"""What says a value of a name; moments are those too that end with `_at`."""
