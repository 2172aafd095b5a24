"""Knows the parameters that several routes take, each of one type with its bounds."""

import re
from typing import Annotated, Any, Final

from fastapi import Path, Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from ledger.registry import regions
from mobile_schema.fields import NO_NUL_PATTERN, UtcMoment

MOST: Final = 200
POLICY_KEY_PATTERN: Final = r"^[a-z0-9][a-z0-9_-]{0,59}@[1-9][0-9]{0,8}$"
_ID: Final = r"^[0-9A-Za-z._:-]+$"
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?")


def _whole(value: Any) -> Any:
    """Only digits are a number: neither `1_0` nor `1.0`, which pydantic would take."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise PydanticCustomError("int_parsing", "Input should be a whole number in digits")
    return value


def _decimal(value: Any) -> Any:
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise PydanticCustomError("float_type", "Input should be a number in digits")
    return value


def _truth(value: Any) -> Any:
    """Only `true` and `false`: neither `1` nor `on`, which pydantic would take."""
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("bool_parsing", "Input should be `true` or `false`")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Decimal = Annotated[float, BeforeValidator(_decimal)]
Truth = Annotated[bool, BeforeValidator(_truth)]

Moment = UtcMoment

Id = Annotated[str, Path(max_length=80, pattern=_ID, description="编号, or the issue's id")]
IssueName = Annotated[str | None, Query(max_length=80, pattern=_ID, description="编号, or the issue's id")]
RegionCode = Annotated[regions.RegionCode | None, Query(description="行政区划 GB/T 2260, with all below it")]
UnitId = Annotated[str | None, Query(min_length=1, max_length=200, pattern=NO_NUL_PATTERN, description="责任单位")]
Limit = Annotated[Whole, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before")]
