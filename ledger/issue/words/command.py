"""Knows what every command holds: its name, a note and files beside what it asks for itself; and what many name."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mobile_schema.fields import NO_NUL_PATTERN, Sha256
from mobile_schema.statements import SAID

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL_PATTERN), SAID
]


class Place(BaseModel):
    """Where on the ground: WGS-84, degrees."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Command(BaseModel):
    """A request to change one issue; what becomes of it is `ledger.decisions.lifecycle.deciding.decide`'s to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]

    note: Text | None = None
    attachments: tuple[Sha256, ...] = Field(default=(), max_length=20)

    @classmethod
    def title(cls) -> str:
        """What it is called in Chinese, such as 签收: the beginning of what says what it is."""
        return (cls.__doc__ or "").partition(":")[0]

    @property
    def files(self) -> tuple[str, ...]:
        """The SHA-256 of all files that it shows."""
        return self.attachments
