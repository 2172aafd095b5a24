"""Knows the words in which a supervisor is told that a report was corrected or withdrawn: Chinese first."""

from collections.abc import Iterable, Mapping
from typing import Final

from ledger.escalation.alert_texts import short
from ledger.issue.issue import Issue

FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "description": ("描述", "description"),
    "measure_proposed": ("建议措施", "measure proposed"),
    "incident_kind": ("事件类型", "kind of incident"),
    "captured_at": ("时间", "time"),
    "location": ("位置", "place"),
    "attachments": ("照片", "photos"),
    "category": ("类别", "category"),
    "severity": ("程度", "severity"),
    "works_stopped": ("是否停工", "whether the works stand"),
}
"""What people call the fields that a correction may differ in."""


def correction_texts(issue: Issue, differ: Iterable[str]) -> tuple[str, str]:
    """That who reported an issue corrected it, and in what."""
    names = [FIELDS[name] for name in differ]
    chinese = "、".join(zh for zh, _ in names) or "其他内容"
    english = ", ".join(en for _, en in names) or "other things"
    return (
        f"【上报更正】问题 {issue.serial}“{short(issue.description)}”的上报人更正了:{chinese},请认定。",
        f"[report corrected] Who reported issue {issue.serial} corrected: {english}. It waits for your word.",
    )


def withdrawal_texts(issue: Issue, reason: str, *, opened: bool, ended: bool) -> tuple[str, str]:
    """That the report which opened an issue, or another about it, was withdrawn, why, and whether that ended it."""
    what_zh, what_en = ("上报", "report") if opened else ("一份报告(复核或更正)", "visit (a recheck or a correction)")
    if ended:
        then_zh, then_en = "尚无人办理,已作废,可撤销作废", "nobody had worked on it, so it is void; that can be undone"
    else:
        then_zh, then_en = "问题不变,请核实后决定", "the issue stands as it was; please look and decide"
    why, problem = short(reason), short(issue.description)
    return (
        f"【上报撤回】问题 {issue.serial}“{problem}”的{what_zh}已被撤回:{why}。{then_zh}。",
        f"[report withdrawn] The {what_en} of issue {issue.serial} was withdrawn: {why}; {then_en}.",
    )
