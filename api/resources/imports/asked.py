"""Knows what is asked of an import: which file, which sheets and head."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mobile_schema.fields import NO_NUL_PATTERN, SHA256_PATTERN, UUID7_PATTERN

Filename = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL_PATTERN)]
_Sheet = Annotated[str, Field(min_length=1, max_length=300)]
_Row = Annotated[int, Field(ge=1, le=1_000)]


class ImportAsked(BaseModel):
    """A new import of a file that one sent; the same `id` and file again is the same import."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=UUID7_PATTERN)]
    sha256: Annotated[str, Field(pattern=SHA256_PATTERN)]
    filename: Filename


class SheetsAsked(BaseModel):
    """Which sheets are read (by name, `*` stands for anything), and in which rows their head stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    include: Annotated[tuple[_Sheet, ...], Field(min_length=1, max_length=50)]
    header: Literal["auto"] | tuple[_Row, _Row] = "auto"

    @model_validator(mode="after")
    def _in_order(self) -> "SheetsAsked":
        if self.header != "auto" and self.header[0] > self.header[1]:
            raise ValueError("header: 首行在末行之后 / the first row comes after the last")
        return self
