"""Knows what a flag of a project's month says: of what its matter is opened; and what a correction says on it. Pure."""

from datetime import date

from ledger.dispatch.opening import Cause, derived_matter
from ledger.dispatch.rules import FlagRule
from ledger.figures.figure import Figure
from ledger.figures.limits import FLAGS
from ledger.matters.opening import matter_issue_id
from mobile_schema.vocabulary import MatterSource

_FEN_IN_WAN = 1_000_000


def issue_of(project: str, month: str, flag: str) -> str:
    """The id of the issue that a flag of a project's month opens, however often it is reported."""
    return matter_issue_id(_matter_of(project, month, flag), 0)


def region_of(figure: Figure) -> str:
    """Where its matter lies: its first region."""
    return figure.regions[0]


def cause_of(figure: Figure, rule: FlagRule) -> Cause:
    """What is odd, in a sentence with the numbers that it rests on."""
    numbers = [
        f"年度计划 {_wan(figure.plan_year)}",
        f"本年累计完成 {_wan(figure.done_year)}",
        *([f"形象进度 {figure.progress / 100:g}%"] if figure.progress is not None else []),
        *([f"计划开工 {figure.due_start}"] if figure.due_start is not None else []),
    ]
    return Cause(
        matter_id=_matter_of(figure.project, figure.month, rule.flag),
        region=region_of(figure),
        said=f"{called(figure)}{figure.month} 月报:{FLAGS[rule.flag][0]}。{'、'.join(numbers)}。",
        title=f"{figure.month} 项目月报",
        source=MatterSource.FIGURES,
        by=f"figures:{rule.flag}",
        rule=rule,
        project=figure.project,
        unit=figure.unit,
    )


def called(figure: Figure) -> str:
    """A project by its name and code."""
    return f"{figure.name or figure.project}({figure.project})"


def told_of(figure: Figure, flag: str, before: Figure | None) -> str:
    """What a later version of a month says on the matter of a flag: that it has it no more, or has it again; `before`
    is the one before it.
    """
    zh, en = FLAGS[flag]
    said_zh, said_en = _became(figure, before)
    if flag in figure.flags:
        return (
            f"{figure.month} 月报{said_zh}:仍有“{zh}”。 / The figure of {figure.month} {said_en}: “{en}” stands again."
        )
    return (
        f"{figure.month} 月报{said_zh}:不再有“{zh}”。本事项不自动销号,请核实后办理。 / The figure of {figure.month} "
        f"{said_en}: “{en}” stands no more; the matter is not closed by this."
    )


def _became(figure: Figure, before: Figure | None) -> tuple[str, str]:
    """What was done to the month (zh, en)."""
    if figure.withdrawn:
        return f"已撤回({figure.withdrawn})", f"was withdrawn ({figure.withdrawn})"
    if figure.restores is not None:
        return "因导入撤销恢复为以前所报", "says again what it said before an import that was undone"
    if before is not None and before.withdrawn:
        return (
            f"撤回后重新报送(第 {figure.version} 次)",
            f"was reported anew after it was withdrawn (version {figure.version})",
        )
    return f"已更正(第 {figure.version} 次报送)", f"was corrected (version {figure.version})"


def _matter_of(project: str, month: str, flag: str) -> str:
    return derived_matter(date(int(month[:4]), int(month[5:]), 1), project, month, flag)


def _wan(fen: int | None) -> str:
    return "未填" if fen is None else f"{fen / _FEN_IN_WAN:,.2f} 万元"
