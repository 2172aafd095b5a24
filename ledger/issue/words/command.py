"""Knows what every command holds: its name, a note and files beside what it asks for itself."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mobile_schema.statements import SAID

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$"), SAID
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Command(BaseModel):
    """A request to change one issue; what becomes of it is `ledger.decisions.lifecycle.decide`'s to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]

    note: Text | None = None
    attachments: tuple[Sha256, ...] = Field(default=(), max_length=20)

    @property
    def files(self) -> tuple[str, ...]:
        """The SHA-256 of all files that it shows."""
        return self.attachments
