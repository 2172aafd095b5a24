"""Knows what the bodies about an inbox may say."""

from typing import Annotated, Final, Self, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.http.bodies import read_as
from api.http.settings import ENTRY_BYTES
from channels.choices import Choice
from mobile_schema.fields import UtcMoment

T = TypeVar("T", bound=BaseModel)
MOST: Final = 500
_Ids = Annotated[
    tuple[Annotated[str, Field(max_length=200, pattern=r"^[0-9A-Za-z._:/-]+$")], ...], Field(max_length=MOST)
]


class Seen(BaseModel):
    """What I looked at: these alerts and notices, or `until` a moment all that I was told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    alerts: _Ids = ()
    notices: _Ids = ()
    until: UtcMoment | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.until is None) != bool(self.alerts or self.notices):
            raise ValueError("给出 alerts、notices,或只给 until / give alerts and notices, or until alone")
        return self


ASKED: Final[tuple[type[BaseModel], ...]] = (Seen, Choice)


async def read_body(request: Request, kind: type[T]) -> T:
    """The body of a request. Raises Problem: 408, 413, 415, 422."""
    return await read_as(request, kind, ENTRY_BYTES)
