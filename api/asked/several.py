"""Knows parameters that take several values of one kind, joined by commas, which are joined by "or"."""

import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Final, TypeVar

from fastapi import Query
from pydantic import AfterValidator, BeforeValidator

from ledger.registry.regions import level_of
from ledger.store.wanted import Source
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.vocabulary import CATEGORY_PATTERN, Light, Severity, State

MOST: Final = 20
MOST_NAMED: Final = 100
"""Issues that one names one by one: what somebody pastes."""
NONE: Final = "none"
"""Of units: the issues that none leads."""
_UNIT: Final = r"[^,\x00]{1,200}"
"""Whatever the registry takes as the id of a unit, but for the comma that joins several."""
Value = TypeVar("Value")


def _listed(one: str, most: int = MOST) -> str:
    """The pattern of up to so many of what one pattern allows."""
    bare = one.removeprefix("^").removesuffix("$")
    return f"^(?:{bare})(?:,(?:{bare})){{0,{most - 1}}}$"


def _words(words: Iterable[str]) -> str:
    return "|".join(words)


def _regions(value: str) -> str:
    for code in value.split(","):
        level_of(code)
    return value


def values(said: str | None, kind: Callable[[str], Value]) -> tuple[Value, ...] | None:
    """The values of a parameter; None where it was not given."""
    return None if said is None else tuple(map(kind, dict.fromkeys(said.split(","))))


def unit_of(said: str) -> str:
    """The unit that is meant, "" for none."""
    return "" if said == NONE else said


def _query(one: str, description: str, most: int = MOST) -> Any:
    return Query(pattern=_listed(one, most), description=f"{description};可用逗号并列 / several, joined by commas")


def _told(one: str, allowed: str, most: int = MOST) -> BeforeValidator:
    """Says what is allowed, where the pattern of a list would tell nobody."""
    pattern = re.compile(_listed(one, most))
    said = f"取值不对，可用逗号并列，至多 {most} 个 / Should be of these, up to {most} joined by commas: {allowed}"

    def known(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise ValueError(said)
        return value

    return BeforeValidator(known)


_STATE: Final = _words(State)
_LIGHT: Final = _words(Light)
_REGION: Final = "[1-9][0-9]{5}"
_SEVERITY: Final = _words(Severity)
_SOURCE: Final = _words(Source)
_NAME: Final = "[0-9A-Za-z._:-]{1,80}"

States = Annotated[str | None, _query(_STATE, "状态 state"), _told(_STATE, ", ".join(State))]
LightsShown = Annotated[
    str | None,
    _query(_LIGHT, "red 红 overdue, yellow 黄 within 24 h, green 绿 the rest"),
    _told(_LIGHT, ", ".join(Light)),
]
Categories = Annotated[
    str | None,
    _query(CATEGORY_PATTERN, "问题类别 category"),
    _told(CATEGORY_PATTERN, "类别代码 the code of a category, such as land"),
]
Regions = Annotated[
    str | None,
    _query(_REGION, "行政区划 GB/T 2260, with all below it"),
    AfterValidator(_regions),
    _told(_REGION, "六位区划代码 a region of six digits, such as 140105"),
]
Units = Annotated[
    str | None,
    _query(_UNIT, "牵头单位 lead unit, `none` where none leads"),
    _told(_UNIT, "单位代码 the id of a unit, such as 140105-natural-resources; none"),
]
Projects = Annotated[
    str | None,
    _query(PROJECT_CODE_PATTERN, "项目 project"),
    _told(PROJECT_CODE_PATTERN, "项目代码 a project code, such as 2019-140100-54-03-012345"),
]
Severities = Annotated[
    str | None, _query(_SEVERITY, "ordinary 一般, major 重大"), _told(_SEVERITY, ", ".join(Severity))
]
Sources = Annotated[
    str | None,
    _query(_SOURCE, "来源 source"),
    _told(_SOURCE, ", ".join(Source)),
]
Persons = Annotated[
    str | None, _query(_NAME, "责任人 who answers for it"), _told(_NAME, "人员编号 the id of a person, such as staff-1")
]
Issues = Annotated[
    str | None,
    _query(_NAME, "编号, or the issue's id", MOST_NAMED),
    _told(_NAME, "编号 a serial, such as 140105-2026-00001, or an issue's id", MOST_NAMED),
]
