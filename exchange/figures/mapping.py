"""Knows how one template of a table of projects is read: the mapping of `kind: figures`. It is data."""

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from exchange.figures.dictionary import FIELDS
from exchange.ledgers.mapping import Sheets, name_of
from exchange.texts.mapping_faults import faults_of_mapping
from exchange.texts.reading import read_text
from exchange.texts.yaml_once import load_once
from mobile_schema.reports.figure import MONTH_PATTERN, Kind, Stage

SKIPPED: Final = ("合计", "小计", "总计", "全省", "全市", "其中")
_OF_TEMPLATE: Final = {"columns", "money", "projects", "kinds", "stages", "fill_down"}
_LAST_ROW: Final = 1_048_576
_NAME: Final = r"^[a-z0-9][a-z0-9._-]{0,59}$"


def _known(name: str) -> str:
    if name in FIELDS:
        return name
    near = get_close_matches(name, FIELDS, 1)
    hint_zh, hint_en = (f",是否为 {near[0]}?", f"; {near[0]}?") if near else ("", "")
    raise ValueError(f"没有字段 {name}{hint_zh} / no such field: {name}{hint_en}")


def _rows(rows: tuple[int, int]) -> tuple[int, int]:
    top, bottom = rows
    if not 1 <= top <= bottom <= _LAST_ROW:
        raise ValueError("表头的首行与末行,如 [2, 3] / the first and last row of the head, such as [2, 3]")
    return rows


FigureField = Annotated[str, AfterValidator(_known)]


class FigureMapping(BaseModel):
    """`columns` are by the head's path, or its last word; others go by the dictionary. `money` and `month` hold where
    the file says nothing. `projects: registered` refuses what the registry does not know; `new_projects` are names that
    are new however near they are to known ones. `kinds` and `stages` say what words of this office mean. A blank cell
    of a column of `fill_down` says what the row above says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["figures"] = "figures"
    name: Annotated[str, Field(pattern=_NAME)]
    about: str = ""
    sheets: Sheets = Sheets()
    header: Literal["auto"] | Annotated[tuple[int, int], AfterValidator(_rows)] = "auto"
    columns: dict[str, FigureField | None] = {}
    money: Literal["亿元", "千万元", "百万元", "万元", "千元", "元"] | None = None
    month: Annotated[str, Field(pattern=MONTH_PATTERN)] | None = None
    projects: Literal["register", "registered"] = "register"
    new_projects: tuple[str, ...] = ()
    kinds: dict[str, Kind] = {}
    stages: dict[str, Stage] = {}
    fill_down: tuple[str, ...] = ()
    skip: tuple[str, ...] = SKIPPED
    hidden_rows: Literal["ask", "include", "skip"] = "ask"


def of_template(mapping: FigureMapping) -> str:
    """What a mapping says of every file of its template (YAML), nothing of one month or one project; empty where it
    says nothing."""
    said = mapping.model_dump(mode="json", include=_OF_TEMPLATE, exclude_defaults=True)
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False) if said else ""


def as_remembered(mapping: FigureMapping, said: str | None) -> FigureMapping:
    """A mapping with what was kept of its template; unchanged where there is nothing, or it cannot be read any more."""
    try:
        kept = load_once(said) if said else {}
        return type(mapping).model_validate(mapping.model_dump(exclude_defaults=True) | kept)
    except (ValueError, TypeError):
        return mapping


def figure_mapping(path: Path | None, file: Path) -> FigureMapping:
    """The mapping in a YAML file, or the dictionary's alone for a file. Raises PlayError that says what is wrong."""
    if path is None:
        return FigureMapping(name=name_of(file.stem))
    with faults_of_mapping(path):
        return FigureMapping.model_validate(load_once(read_text(path)))
