"""Knows what a unit sends of a project's month: one figure under an id of its own, or several, each kept as it came."""

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from mobile_schema.fields import Contract, ReportId
from mobile_schema.reports import examples
from mobile_schema.reports.brackets import UnbalancedError, elements, members
from mobile_schema.reports.figure import MOST_ROWS, NewFigure
from mobile_schema.reports.sync import BadSyncError

_FIGURES: Final = b"figures"


class FigureReport(NewFigure):
    """月报: a figure on its way to the ledger. Its sender makes `report_id`: sent again it is no second one."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PROJECT_FIGURE]})

    report_id: ReportId
    schema_version: Literal["1.0"]


class FigureBatch(Contract):
    """Several at once, each judged by itself. Documents the body; `split_figures` is what reads it."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FIGURE_BATCH]})

    figures: Annotated[tuple[FigureReport, ...], Field(min_length=1, max_length=MOST_ROWS)]


def split_figures(body: bytes) -> list[bytes] | None:
    """The figures of a body that has several, byte for byte; None of one that is a figure itself, or cannot be read.

    Raises BadSyncError where something stands beside them, or they are none or too many.
    """
    try:
        wrapper = members(body)
        if _FIGURES not in wrapper:
            return None
        figures = elements(wrapper[_FIGURES])
    except UnbalancedError:
        return None
    if wrapper.keys() != {_FIGURES}:
        raise BadSyncError("figures stand alone - at `$`")
    if not 1 <= len(figures) <= MOST_ROWS:
        raise BadSyncError(f"Expected `array` of length 1 to {MOST_ROWS} - at `$.figures`")
    return figures
