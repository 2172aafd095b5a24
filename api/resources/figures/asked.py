"""Knows what is sent of projects' figures: to be taken by the broker, to be judged alone, or from a desk's file."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from api.http.problems import Problem, invalid_model
from mobile_schema.fields import ReportId
from mobile_schema.reports.figure import MOST_ROWS, NewFigure
from mobile_schema.reports.figure_report import FigureBatch, FigureReport, split_figures
from mobile_schema.reports.sync import BadSyncError


class FiguresSent(RootModel[FigureReport | FigureBatch]):
    """One figure, or several."""


class FigureToJudge(NewFigure):
    """A figure as it is sent, or without what names its sending."""

    report_id: ReportId | None = None
    schema_version: Literal["1.0"] | None = None


class FiguresAsked(BaseModel):
    """Figures of months, each judged by itself; `registered` refuses projects that the registry does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    figures: Annotated[tuple[FigureToJudge, ...], Field(min_length=1, max_length=MOST_ROWS)]
    registered: bool = False


EXAMPLE: Final = {
    "figures": [
        {
            "name": "太焦铁路",
            "month": "2019-08",
            "kind": "carried-over",
            "plan_year": 36_000_000_000,
            "done_year": 24_800_000_000,
            "resumed": True,
            "regions": ["140400", "140500"],
        }
    ]
}


def to_judge(body: bytes) -> FiguresAsked:
    """What is to be judged of a body with one or several. Raises Problem (422)."""
    try:
        if split_figures(body) is None:
            one = FigureToJudge.model_validate_json(body, strict=True)
            return FiguresAsked(figures=(one,))
    except ValidationError as error:
        raise invalid_model(error) from None
    except BadSyncError:
        """Its faults are told below, of the whole body."""
    try:
        return FiguresAsked.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None


def to_send(body: bytes) -> list[bytes] | None:
    """The figures of a body that has several, byte for byte; None where it is one. Raises Problem (422)."""
    try:
        return split_figures(body)
    except BadSyncError as error:
        raise Problem(422, "invalid", f"无法读取 / the figures cannot be read: {str(error)[:300]}") from None
