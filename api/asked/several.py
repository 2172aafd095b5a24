"""Knows parameters that take several values of one kind, joined by commas, which are joined by "or"."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Final, TypeVar

from fastapi import Query
from pydantic import AfterValidator

from ledger.registry.regions import level_of
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.vocabulary import CATEGORY_PATTERN, Light, State

MOST: Final = 20
NONE: Final = "none"
"""Of units: the issues that none leads."""
_UNIT: Final = "[0-9a-z-]{1,80}"
Value = TypeVar("Value")


def _listed(one: str) -> str:
    """The pattern of up to twenty of what one pattern allows."""
    bare = one.removeprefix("^").removesuffix("$")
    return f"^(?:{bare})(?:,(?:{bare})){{0,{MOST - 1}}}$"


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


def _query(one: str, description: str, **more: Any) -> Any:
    return Query(pattern=_listed(one), description=f"{description};可用逗号并列 / several, joined by commas", **more)


States = Annotated[str | None, _query(_words(state.value for state in State), "状态 state")]
LightsShown = Annotated[
    str | None,
    _query(_words(light.value for light in Light), "red 红 overdue, yellow 黄 within 24 h, green 绿 the rest"),
]
Categories = Annotated[str | None, _query(CATEGORY_PATTERN, "问题类别 category")]
Regions = Annotated[
    str | None, _query("[1-9][0-9]{5}", "行政区划 GB/T 2260, with all below it"), AfterValidator(_regions)
]
Units = Annotated[str | None, _query(_UNIT, "牵头单位 lead unit, `none` where none leads")]
Projects = Annotated[str | None, _query(PROJECT_CODE_PATTERN, "项目 project")]
