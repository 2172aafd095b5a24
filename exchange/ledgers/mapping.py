"""Knows the shape of a mapping: which column is which field, how values are spelt, what is asked. It is data."""

import hashlib
import re
from collections.abc import Iterable
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from exchange.ledgers.tables import dictionary
from exchange.ledgers.tables.dictionary import Sure
from exchange.ledgers.tables.heads import Head
from exchange.ledgers.values.colours import COLOURS
from exchange.ledgers.values.words import MEANINGS
from exchange.workbooks.cells import Book, Sheet
from exchange.workbooks.refused import FileRefused

KEY: Final = ("project", "found_on", "description", "place")
SKIPPED: Final = ("合计", "小计", "总计", "说明", "备注", "填写要求", "制表人")
_CERTAIN: Final = Sure.CERTAIN
_LONGEST_NAME: Final = 60
_MOST_NAMED: Final = 3


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _name_the_nearest_key(cls, said: Any) -> Any:
        wrong = [key for key in said if key not in cls.model_fields] if isinstance(said, dict) else []
        if wrong:
            told = [(str(key)[:_LONGEST_NAME], _nearest(str(key), cls.model_fields)) for key in wrong[:_MOST_NAMED]]
            zh = ";".join(f"没有 {key} 这个键,是否为 {near}?" for key, near in told)
            en = "; ".join(f"no such key: {key}; {near}?" for key, near in told)
            raise ValueError(f"{zh} / {en}")
        return said


def _known_field(name: str) -> str:
    known = dictionary.fields()
    if name in known:
        return name
    # Somebody writes the word over a column, or ours for it: the dictionary knows which field that is.
    meant = dictionary.meaning_of(name)
    near = meant.field or next(iter(meant.offered), None) or _nearest(name, known)
    raise ValueError(f"没有字段 {name[:_LONGEST_NAME]},是否为 {near}? / no such field: {name[:_LONGEST_NAME]}; {near}?")


def _nearest(name: str, known: Iterable[str]) -> str:
    """The one of those known that is likest, however little."""
    return get_close_matches(name, list(known), 1, 0)[0]


LedgerField = Annotated[str, AfterValidator(_known_field)]


class Sheets(_Part):
    """Which sheets are read, by name with `*`."""

    include: tuple[str, ...] = ("*",)

    def has(self, sheet: Sheet) -> bool:
        """Whether a sheet is read, by its name or that which its own file has for it."""
        return any(fnmatchcase(name, each) for name in (sheet.name, sheet.own_name) for each in self.include)

    def demand_one(self, book: Book) -> None:
        """Raises FileRefused, with the sheets that there are, where the book has none of those to be read."""
        if any(map(self.has, book.sheets)):
            return
        wanted, there = ("、".join(each) for each in (self.include, [sheet.name for sheet in book.sheets]))
        raise FileRefused(
            "no-sheet",
            f"{book.name}: 没有工作表“{wanted}”,文件里有:{there} / there is no sheet “{wanted}”; there are: {there}",
        )


class Days(_Part):
    """How days are written: which of day and month stands first where both could; from which other day a missing year
    is taken (without it, it is asked); the `year` of days that no other day tells it of, such as when a row was found;
    what words mean: `found_on`, `none`, or a day of that year (`12-31`)."""

    order: Literal["ymd", "mdy", "dmy"] = "ymd"
    year_from: LedgerField | None = None
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    words: dict[str, str] = {}


class Colours(_Part):
    """What the colour of a row's cells says of a field that the row has no text for: by the colour's plain name."""

    column: LedgerField
    red: str | None = None
    orange: str | None = None
    yellow: str | None = None
    green: str | None = None
    blue: str | None = None
    purple: str | None = None
    grey: str | None = None

    @property
    def meanings(self) -> dict[str, str]:
        """Of each colour that has one."""
        return {name: said for name in COLOURS if (said := getattr(self, name)) is not None}

    @model_validator(mode="after")
    def _say_what_is_known(self) -> "Colours":
        if not self.meanings:
            raise ValueError("colour: 请写明颜色的含义,如 red: major / say what a colour means, such as red: major")
        codes = MEANINGS.get(self.column)
        if codes is None:
            return self
        for said in self.meanings.values():
            if said not in codes:
                near = get_close_matches(said, codes, 1)
                hint_zh, hint_en = (f",是否为 {near[0]}?", f"; {near[0]}?") if near else ("", "")
                told = f"colour: {self.column} 没有取值 {said}{hint_zh}"
                raise ValueError(f"{told} / {self.column} is never {said}{hint_en}")
        return self


def _no_clock_is_no_choice(said: str) -> str:
    if said == "none":
        raise ValueError(
            "clocks: none 不能接受:没有时限的问题永远不会逾期,下一步办理又会按规则起算;用 from-import 或 from-file / "
            "none is not taken: an issue without clocks is never late, and its next step starts them by the policy: "
            "from-import or from-file"
        )
    return said


class LedgerMapping(_Part):
    """How one template of somebody's ledger is read; its `name` is a part of every row's identity.

    `columns` are by the head's path (or its last word); a column that is not named there goes by the dictionary where
    that is certain. `values` are by field, then by the cell's text; `"*": ask` leaves the rest to be asked. A column of
    `fill_down`, by its head or its field, that is blank says what the record above says; `project` is its name and its
    code, where both are blank. `hidden_rows` holds for hidden sheets too. Of rows with one key the first or the last
    comes in. `clocks: from-file` has an issue resolved by the deadline that its row says, where that lies ahead; what
    lay in the past fires nothing either way. `closed_rows` say that they are closed.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")
    about: str = ""
    sheets: Sheets = Sheets()
    header: Literal["auto"] | tuple[int, int] = "auto"
    fingerprint: str | None = None
    columns: dict[str, LedgerField | None] = {}
    unknown: Literal["keep", "refuse", "drop"] = "keep"
    key: tuple[LedgerField, ...] = KEY
    dates: Days = Days()
    values: dict[LedgerField, dict[str, str]] = {}
    fill_down: tuple[str, ...] = ()
    skip: tuple[str, ...] = SKIPPED
    hidden_rows: Literal["ask", "include", "skip"] = "ask"
    duplicates: Literal["first", "last"] = "first"
    colour: Colours | None = None
    clocks: Annotated[Literal["from-import", "from-file", "none"], AfterValidator(_no_clock_is_no_choice)] = (
        "from-import"
    )
    closed_rows: Literal["on-paper", "skip"] = "on-paper"

    @property
    def of_template(self) -> "LedgerMapping":
        """What holds for the next file of its kind too: the year of this one does not."""
        return self.model_copy(update={"dates": self.dates.model_copy(update={"year": None})})

    @model_validator(mode="after")
    def _key_counts_nothing(self) -> "LedgerMapping":
        if "seq" in self.key:
            raise ValueError("key: 序号会随行移动,不能作为标识 / a running number is no key: rows move")
        return self


def fingerprint_of(head: Head) -> str:
    """By which a template is known again, wherever its head stands and in whatever order: its paths, sorted."""
    paths = sorted(dictionary.normal(column.path) for column in head.columns)
    return hashlib.sha256("\n".join(paths).encode()).hexdigest()[:16]


def completed(mapping: LedgerMapping, head: Head) -> LedgerMapping:
    """The mapping with every column of a head: its field where the mapping or the dictionary has one, else none."""
    columns = {
        column.path: mapping.columns.get(column.path, column.meaning.field if column.meaning.sure is _CERTAIN else None)
        for column in head.columns
    }
    return mapping.model_copy(update={"fingerprint": fingerprint_of(head), "columns": columns})


def name_of(words: str) -> str:
    """A name that a mapping may have, of a file's own name; the same file, the same name."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", words.casefold()).strip("-.")
    if plain and words.isascii():
        return plain[:60]
    return f"ledger-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
