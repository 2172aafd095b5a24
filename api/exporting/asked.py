"""Knows what is asked of an export: which list, in which columns, as which kind of file."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.asked.wanted_issues import IssueQuery, filter_of
from exchange.exports.columns import COLUMNS
from exchange.exports.lines import Layout
from exchange.exports.template import DEFAULT, Template, parse_template, shipped_template, shipped_templates
from exchange.tables.faults import PlayError
from ledger.store.wanted import IssueFilter, Sort

MOST_AT_ONCE: Final = 20_000
"""Lines of a file that is answered at once; a longer one is a job."""


class Form(StrEnum):
    """What kind of file it is."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """As HTTP names it."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES: Final = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv",
}


class Encoding(StrEnum):
    """Of CSV: UTF-8 with its mark, or what older programs in China take for granted."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"


def _known(text: str) -> str:
    """Raises ValueError where a template of this text would be refused."""
    try:
        template_of(text, None)
    except PlayError as error:
        raise ValueError(str(error)) from None
    return text


def _columns(said: str) -> str:
    unknown = [key for key in said.split(",") if key not in COLUMNS]
    if unknown:
        raise ValueError(f"没有此列 / no such column: {unknown[0]}; {', '.join(COLUMNS)}")
    return said


def _askable(query: dict[str, str]) -> dict[str, str]:
    IssueQuery.model_validate(query)
    return query


TemplateText = Annotated[str, Field(max_length=20_000), AfterValidator(_known)]
ColumnKeys = Annotated[str, Field(max_length=1_000), AfterValidator(_columns)]


class ExportAsked(BaseModel):
    """An export; `query` has parameters of `GET /v1/issues`, but for `limit` and `cursor`. `template` is the name of
    one that ships, or the YAML text of one's own; `columns` are keys joined by commas.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: Annotated[
        dict[str, Annotated[str, Field(max_length=9_000)]], Field(max_length=40), AfterValidator(_askable)
    ] = {}
    form: Form = Form.XLSX
    encoding: Encoding = Encoding.UTF_8
    template: TemplateText = DEFAULT
    columns: ColumnKeys | None = None

    def wanted(self) -> tuple[IssueFilter, Sort]:
        """Which issues, in which order."""
        return filter_of(IssueQuery.model_validate(self.query))

    def layout(self) -> Layout:
        """The template with the columns chosen."""
        return template_of(self.template, None if self.columns is None else self.columns.split(",")).layout

    @property
    def is_plain(self) -> bool:
        """Whether neither columns nor a template of one's own are asked for."""
        return self.columns is None and self.template == DEFAULT


def template_of(said: str, columns: Sequence[str] | None) -> Template:
    """The template that a name or a text means. Raises PlayError."""
    shipped = said in shipped_templates() or "\n" not in said
    template = shipped_template(said) if shipped else parse_template("template", said)
    return template if columns is None else template.with_columns(columns)


def query_said(params: Any) -> dict[str, str]:
    """Of a request's parameters those that ask for a list."""
    return {name: value for name, value in params.items() if name not in _OWN}


_OWN: Final = frozenset({"template", "columns", "encoding"})
