"""Knows what is asked of a table of projects: its bytes, how it is to be read, whether it is to be brought in."""

from typing import Annotated, Final

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from api.http.problems import invalid_model
from exchange.figures.mapping import FigureMapping
from mobile_schema.fields import NO_NUL_PATTERN

FILE_BYTES: Final = 10 * 1024 * 1024
BODY_BYTES: Final = FILE_BYTES * 4 // 3 + 256 * 1024
"""A file in base64, and what is said beside it."""
EXAMPLE: Final = {
    "filename": "重点工程 2026年1-2月.xlsx",
    "content": "UEsDBBQAAAAIAA==",
    "mapping": {"month": "2026-02", "money": "万元"},
}


class TableMapping(FigureMapping):
    """How a table is read, as a mapping file has it; here it needs no name."""

    name: str = "table"


class FigureTableSent(BaseModel):
    """A file, its content in base64, and what was said of it; with `keep` what may come in does. Unless
    `remembered` is false, how its template came in last by one's office holds where the mapping says nothing of the
    template."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    filename: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL_PATTERN)]
    content: Annotated[Base64Bytes, Field(min_length=1)]
    mapping: TableMapping = TableMapping()
    remembered: bool = True
    keep: bool = False


def sent_table(body: bytes) -> FigureTableSent:
    """A body as it was sent; its mapping is taken as a file's is, whose lists stand for any sequence. Raises Problem
    (422)."""
    try:
        return FigureTableSent.model_validate_json(body)
    except ValidationError as error:
        raise invalid_model(error) from None
