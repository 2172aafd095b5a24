"""Knows what a row that comes again would change on its issue, three ways: as it was last, as it is here, as it says.

Pure. A blank cell says nothing, so it clears nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ledger.imports.words import FREE, FieldChange, ImportRow, Judged, RowVerdict
from ledger.issue.issue import Issue

_NAMES: Final = {
    "status": ("状态", "the state"),
    "state_text": ("状态", "the state"),
    "recheck_result": ("复查结果", "the recheck"),
    "recheck_on": ("复查日期", "the day of the recheck"),
    "recheck_by": ("复查人", "who rechecked"),
    "done_on": ("完成日期", "the day it was done"),
    "support_units": ("配合单位", "supporting units"),
    "severity": ("等级", "the severity"),
    "category": ("类别", "the category"),
    "description": ("问题描述", "the description"),
    "project": ("项目", "the project"),
    "region": ("属地", "the region"),
    "lead_unit": ("责任单位", "the lead unit"),
    "grade": ("销号等次", "the grade"),
}


def free_of(issue: Issue) -> dict[str, str]:
    """What of an issue a file may change, as it stands: what was said here before what the file says."""
    kept = dict(issue.imported.free) if issue.imported else {}
    here = {"measures": issue.measures or issue.measure_proposed, "person": issue.person_name}
    return kept | {name: text for name, text in here.items() if text}


def compared(
    row: ImportRow, issue: Issue, free: Mapping[str, str], fixed: Mapping[str, str], here: Mapping[str, str]
) -> Judged:
    """The verdict on a row whose issue is there; `free` and `fixed` are what both said when they agreed last, `here` is
    what of it is said on the ledger now."""
    known = Judged(row, RowVerdict.SAME, issue_id=issue.id, serial=issue.serial)
    moved = [name for name, text in row.fixed.items() if text and name in fixed and not _alike(text, fixed[name])]
    if moved:
        slug = f"fixed-{moved[0]}"
        return replace(known, verdict=RowVerdict.REFUSED, reason=_fixed(moved, row, fixed), slug=slug)
    changes = tuple(_changes(row, free, here))
    if not changes:
        return known
    known = replace(known, changes=changes)
    if not issue.is_open:
        why = f"{issue.serial} 已办结,不再由文件更改 / {issue.serial} has ended: no file changes it"
        return replace(known, verdict=RowVerdict.REFUSED, reason=why, slug="ended")
    both = [_called(each.field) for each in changes if _both(each, issue)]
    if both:
        zh, en = "、".join(zh for zh, _ in both), ", ".join(en for _, en in both)
        why = f"文件与台账都改过{zh} / changed here and in the file: {en}"
        return replace(known, verdict=RowVerdict.CONFLICT, reason=why, slug="both")
    return replace(known, verdict=RowVerdict.CHANGED)


def _alike(one: str, other: str) -> bool:
    """Whatever blanks and line breaks a program put between."""
    return one == other or one.split() == other.split()


def _both(change: FieldChange, issue: Issue) -> bool:
    """Changed here as well; who has signed for an issue is changed by a command alone."""
    return change.here != change.old or (change.field == "person" and issue.person_id is not None)


def _changes(row: ImportRow, free: Mapping[str, str], here: Mapping[str, str]) -> Iterator[FieldChange]:
    for name, text in row.free.items():
        old, now = free.get(name, ""), here.get(name, "")
        if text and not _alike(text, old) and not _alike(text, now):
            yield FieldChange(name, old, text, now)


def _fixed(moved: list[str], row: ImportRow, fixed: Mapping[str, str]) -> str:
    zh = "、".join(f"{_called(name)[0]}({fixed[name]} → {row.fixed[name]})" for name in moved)
    en = ", ".join(f"{_called(name)[1]} ({fixed[name]} → {row.fixed[name]})" for name in moved)
    return f"文件不能更改{zh},请在台账中办理 / no file changes {en}: do it on the ledger"


def _called(name: str) -> tuple[str, str]:
    words = {"measures": "整改措施", "progress": "进展情况", "person": "责任人", "note": "备注", "due_on": "期限"}
    if name in FREE:
        return words[name], name.replace("_", " ")
    column = name.partition(":")[2] or name
    return _NAMES.get(name, (f"“{column}”", f"“{column}”"))
