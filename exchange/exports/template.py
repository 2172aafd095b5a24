"""Knows a template (模板): title, unit and columns of an exported ledger, as data that an office writes itself.

Those inside the package are known by name; an office's own is YAML text of the same form.
"""

from collections.abc import Sequence
from importlib import resources
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from exchange.exports.columns import COLUMNS, Column
from exchange.exports.lines import Layout
from exchange.tables.faults import PlayError
from exchange.texts.yaml_once import load_once
from mobile_schema.faults import json_path, message_of

DEFAULT: Final = "ledger"
MOST_ON_A4: Final = 14
"""Columns that can still be read on A4 landscape; more need A3."""
MOST_COLUMNS: Final = 60
_Words = Annotated[str, Field(min_length=1, max_length=200)]


class Chosen(BaseModel):
    """A column of a template; what it does not say is as shipped."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    heading: _Words | None = None
    width: Annotated[float, Field(ge=3, le=120)] | None = None

    @field_validator("column")
    @classmethod
    def _known(cls, key: str) -> str:
        if key not in COLUMNS:
            raise ValueError(f"没有此列，可用 / no such column, there are: {', '.join(COLUMNS)}")
        return key

    def as_column(self) -> Column:
        """The column with what is said of it here."""
        shipped = COLUMNS[self.column]
        return Column(shipped.key, self.heading or shipped.heading, self.width or shipped.width, shipped.kind)


class Template(BaseModel):
    """A template. `unit` is the 填报单位, that of who exports it unless said; `note` stands below the title."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    title: _Words
    unit: _Words | None = None
    note: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None
    paper: Literal["auto", "A4", "A3"] = "auto"
    columns: Annotated[tuple[Chosen, ...], Field(min_length=1, max_length=MOST_COLUMNS)]

    @field_validator("columns", mode="before")
    @classmethod
    def _by_key(cls, said: object) -> object:
        return (
            [{"column": each} if isinstance(each, str) else each for each in said] if isinstance(said, list) else said
        )

    @property
    def is_wide(self) -> bool:
        """Whether it is printed on A3."""
        return self.paper == "A3" or (self.paper == "auto" and is_wide(len(self.columns)))

    @property
    def layout(self) -> Layout:
        """The table that it makes."""
        columns = [chosen.as_column() for chosen in self.columns]
        return Layout(self.title, columns, self.is_wide, self.unit, self.note)

    def with_columns(self, keys: Sequence[str]) -> "Template":
        """The same with these columns alone, each as the template has it, else as shipped. Raises PlayError."""
        own = {chosen.column: chosen for chosen in self.columns}
        try:
            chosen = tuple(own.get(key) or Chosen(column=key) for key in dict.fromkeys(keys))
        except ValidationError as error:
            raise _told(self.name, error) from None
        return self.model_copy(update={"columns": chosen})


def is_wide(columns: int) -> bool:
    """Whether so many columns need A3."""
    return columns > MOST_ON_A4


def shipped_templates() -> tuple[str, ...]:
    """The names of the templates that come inside the package."""
    files = (resources.files("exchange.exports") / "templates").iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


def shipped_template(name: str) -> Template:
    """A template inside the package. Raises PlayError that names those there are."""
    if name not in shipped_templates():
        known = ", ".join(shipped_templates())
        raise PlayError(f"没有模板 {name}，自带的有 / no template {name}, there are: {known}")
    file = resources.files("exchange.exports") / "templates" / f"{name}.yaml"
    return parse_template(name, file.read_text(encoding="utf-8"))


def parse_template(name: str, text: str) -> Template:
    """A template from YAML text; `name` is only for the message. Raises PlayError that names every fault."""
    try:
        return Template.model_validate(load_once(text))
    except PlayError as error:
        raise PlayError(f"模板 {name} 有误 / template {name}: {error}") from None
    except ValidationError as error:
        raise _told(name, error) from None


def _told(name: str, error: ValidationError) -> PlayError:
    faults = "; ".join(f"{json_path(fault['loc'])} {message_of(dict(fault))}" for fault in error.errors())
    return PlayError(f"模板 {name} 有误 / template {name}: {faults}")
