"""Knows what a paper (公文) says, apart from how it looks: a head, a title, to whom, its blocks, and who signs.

Every text in it is text: what people wrote is neither read nor run by whatever writes the paper.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

DRAFT: Final = "代拟稿"
"""What stands on a paper until an office has numbered, dated and sealed it."""
NUMBER: Final = "　　〔　　　〕　　号"
SEAL: Final = "（发文机关印章）"
DATE: Final = "　　　年　　月　　日"
IDENTITY: Final = "编号"
"""What stands before the identity of a paper that has one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level (一、), in 黑体."""

    said: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    said: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Keyed:
    """A figure in a text or a cell, under the key by which its source is found."""

    said: str
    key: str


Piece = str | Keyed


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph in which figures stand."""

    pieces: tuple[Piece, ...]
    kind: Literal["text"] = "text"

    @property
    def said(self) -> str:
        """All of it as text."""
        return "".join(map(text_of, self.pieces))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are widths (parts of the whole). Without a head, names stand in even places."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Piece, ...], ...]
    head: tuple[str, ...] = ()
    kind: Literal["table"] = "table"

    @property
    def has_figures(self) -> bool:
        """Whether it is one of figures, which stand in the middle of their columns."""
        return any(isinstance(cell, Keyed) for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that is shown: its bytes (JPEG), and what is said of it, also to who does not see it."""

    jpeg: bytes
    said: str


@dataclass(frozen=True, slots=True)
class Photos:
    """Pictures one below the other."""

    items: tuple[Photo, ...]
    kind: Literal["photos"] = "photos"


Block = Heading | Text | Told | Table | Photos


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. Without a red `head` it is no letter, and nobody signs it.

    `at` is when what it says was last changed: the only time that its file has, so that the same is the same to the
    byte. `colophon` says in small letters what it was made of.
    """

    title: str
    blocks: tuple[Block, ...]
    at: datetime
    colophon: tuple[str, ...]
    head: str = ""
    number: str = ""
    to: str = ""
    office: str = ""
    dated: str = ""
    copies: str = ""
    draft: str = DRAFT
    identity: str = ""
    """By which the office that made it knows it again."""


def text_of(piece: Piece) -> str:
    """What it says, without its key."""
    return piece if isinstance(piece, str) else piece.said
