"""Knows which projects a rule is of: those of some kinds, stages and programmes, by their figures."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from ledger.figures.figure import Figure, MonthFigure
from ledger.figures.programmes import is_in
from mobile_schema.reports.figure import KINDS, PROGRAMMES, STAGES, Kind, Stage


def _one_of(words: Mapping[Any, str], called: str) -> AfterValidator:
    """What is meant by a name in Chinese, or by the value itself."""
    known = {name: str(value) for value, name in words.items()} | {str(value): str(value) for value in words}

    def meant(text: str) -> str:
        if text not in known:
            raise ValueError(f"没有{called}“{text}” / no such word; there are {', '.join(words.values())}")
        return known[text]

    return AfterValidator(meant)


ProgrammeWord = Annotated[str, _one_of(PROGRAMMES, "类别")]
"""重点工程 or 转型, or `key_project` or `transition`: the field of a figure that says whether it is one."""


class Projects(BaseModel):
    """Which projects: of one of these kinds, at one of these stages, in all of these programmes; all of them where
    nothing is said. One of which nobody said whether it is in a programme is not in it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[Annotated[str, _one_of(KINDS, "性质")], ...] = ()
    stages: tuple[Annotated[str, _one_of(STAGES, "阶段")], ...] = ()
    programmes: tuple[ProgrammeWord, ...] = ()

    def has(self, figure: Figure | MonthFigure, year: int) -> bool:
        """Whether a project is one of them by its figure of a year."""
        if self.kinds and kind_of(figure, year) not in self.kinds:
            return False
        if self.stages and figure.stage not in self.stages:
            return False
        return bool(is_in(self.programmes, figure))


def kind_of(figure: Figure | MonthFigure, year: int) -> str | None:
    """新建 or 续建; where nobody said, one begun before this year is carried over, one to begin in it is new."""
    if figure.kind is not None:
        return figure.kind
    if figure.resumed is not None or figure.stage == Stage.RESUMED:
        return Kind.CARRIED_OVER
    begins = figure.started_on or figure.due_start
    if begins is None:
        return None
    return Kind.CARRIED_OVER if begins < f"{year}-01-01" else Kind.NEW
