"""Knows the parameters that several routes take, each of one type with its bounds."""

from typing import Annotated, Final

from fastapi import Path, Query
from pydantic import AfterValidator, AwareDatetime

from mobile_schema.fields import as_utc

MOST: Final = 200


POLICY_KEY_PATTERN: Final = r"^[a-z0-9][a-z0-9_-]{0,59}@[1-9][0-9]{0,8}$"


REGION_PATTERN: Final = r"^[1-9][0-9]{5}$"


Moment = Annotated[AwareDatetime, AfterValidator(as_utc)]


Id = Annotated[str, Path(max_length=80, pattern=r"^[0-9A-Za-z._:-]+$", description="Issue id")]


RegionCode = Annotated[str | None, Query(pattern=REGION_PATTERN, description="行政区划 GB/T 2260, with all below it")]


UnitId = Annotated[str | None, Query(max_length=80, pattern=r"^[0-9a-z-]+$", description="责任单位")]


Limit = Annotated[int, Query(ge=1, le=MOST)]


Cursor = Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before")]
