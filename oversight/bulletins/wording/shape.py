"""Knows the shape of a rule's `bulletin` part: title, to whom, and its paragraphs."""

from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from oversight.bulletins.wording.template import LONGEST, template
from oversight.ranking.formulas import comparison

PLACE: Final = "place"
"""The column of a table that says the place."""


def _template(text: str) -> str:
    template(text)
    return text


def _comparison(text: str) -> str:
    comparison(text)
    return text


ComparisonText = Annotated[str, AfterValidator(_comparison)]
Said = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_template)]
Line = Annotated[str, Field(max_length=120)]
Column = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class WordingPart(BaseModel):
    """A part of the wording: frozen, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Paragraph(WordingPart):
    """A heading, a text, or a table of all rows. It stands there where `when` holds, asked of the row `of`."""

    heading: Said | None = None
    text: Said | None = None
    table: Annotated[tuple[Column, ...], Field(min_length=1, max_length=9)] | None = None
    when: ComparisonText | None = None
    of: Annotated[str, Field(min_length=1, max_length=60)] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(each is not None for each in (self.heading, self.text, self.table)) != 1:
            raise ValueError("heading、text、table 须恰写一个 / exactly one of heading, text, table")
        if self.of is not None and self.when is None:
            raise ValueError("of 须与 when 同用 / of goes with when")
        return self


class Wording(WordingPart):
    """The text of a bulletin. Who issues it, under which number and when stay open unless they are said here."""

    title: Said
    to: Line = ""
    head: Line = "情况通报"
    office: Line = "（发文机关印章）"
    copies: Line = ""
    paragraphs: Annotated[tuple[Paragraph, ...], Field(min_length=1, max_length=80)]
