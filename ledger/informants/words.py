"""Knows what is said of an informant (线索人): who it is and how they are reached; and what one says to look."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ledger.groundwork.seen_text import hides
from ledger.issue.words.command import Text
from mobile_schema.statements import SAID


def _demand_seen(text: str) -> str:
    if hides(text):
        raise PydanticCustomError("hides_characters", "The text has characters that are not seen")
    return text


_SEEN: Final = AfterValidator(_demand_seen)
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), SAID, _SEEN]
_Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=40), SAID, _SEEN]
_Contact = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), SAID, _SEEN]


class What(StrEnum):
    """What is done with an informant."""

    GIVEN = "given"
    LOOKED = "looked"


class Informant(BaseModel):
    """线索人: who told of a grievance, and fears the body that is told; `contact` is any other way to reach them.

    It is shown in no traceback, and stands nowhere but sealed (`sealing`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: _Name = Field(repr=False)
    phone: _Phone | None = Field(default=None, repr=False)
    contact: _Contact | None = Field(default=None, repr=False)
    note: Text | None = Field(default=None, repr=False)


class RevealAsked(BaseModel):
    """Why somebody has to know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Text
