"""Knows how permits are shown on a terminal: a table with limits and lights, a line for a set in parallel."""

from typing import Any, Final

from cli.terminal.shown import tell_lines
from cli.terminal.wide import tell_table

_COLUMNS: Final = ("项目", "手续", "状态", "单位", "申请", "限期", "办结", "灯", "并联")


def tell(items: list[dict[str, Any]], *, as_json: bool) -> None:
    """Permits as a table, or a line of JSON each."""
    if as_json:
        tell_lines(items)
    else:
        tell_table(_COLUMNS, map(_row, items))


def set_of(one: dict[str, Any]) -> str:
    """A set in parallel: how many, from when, until when."""
    until = f"限期 {one['due_on'] or '—'}" if one["done_on"] is None else f"办结 {one['done_on']}"
    return f"并联 {one['name']}: {one['permits']} 项, 自 {one['runs_from'] or '—'}, {until} {_light(one['light'])}"


def called(item: dict[str, Any]) -> str:
    """What people call it: 环评, 环评(二期)."""
    from mobile_schema.reports.permit import PERMIT_KINDS, PermitKind  # noqa: PLC0415

    word = PERMIT_KINDS[PermitKind(item["kind"])]
    return f"{word}({item['name']})" if item["name"] else word


def state_of(item: dict[str, Any]) -> str:
    """Its state in words."""
    from mobile_schema.reports.permit import PERMIT_STATES, PermitState  # noqa: PLC0415

    return PERMIT_STATES[PermitState(item["state"])]


def _row(item: dict[str, Any]) -> list[str]:
    days = [item[name] or "—" for name in ("applied_on", "due_on", "decided_on")]
    said = [item["project_name_zh"], called(item), state_of(item), item["unit_name_zh"], *days]
    return [*said, _light(item["light"]), item["parallel"] or "—"]


def _light(light: str | None) -> str:
    from mobile_schema.labels import label  # noqa: PLC0415
    from mobile_schema.vocabulary import Light  # noqa: PLC0415

    return "—" if light is None else label(Light(light))
