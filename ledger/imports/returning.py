"""Knows what a row that this ledger wrote out said of its issue, so that what was edited in it can be told. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from ledger.imports.comparing import free_of
from ledger.imports.words import ImportRow
from ledger.issue.issue import Issue
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day
from mobile_schema.labels import label
from mobile_schema.vocabulary import Grade, RecheckResult, State

STATE: Final = "state_text"
"""The state as the file has it, in words."""


def as_written(row: ImportRow) -> ImportRow:
    """The row with what it names as the registry knows it, instead of as it is called."""
    named = {
        "project": row.project_code or "",
        "region": row.region or "",
        "lead_unit": row.unit_id or "",
        "description": row.description,
    }
    fixed = {name: text for name, text in row.fixed.items() if name not in {"status", "serial", "project_code"}}
    return replace(row, fixed=fixed | named)


def written_free(issue: Issue, zone: ZoneInfo) -> dict[str, str]:
    """What of the issue a file may change, as it was written: its deadline is that of its next clock."""
    due = {} if issue.due_at is None else {"due_on": local_day(issue.due_at, zone).isoformat()}
    return due | free_of(issue)


def written_fixed(issue: Issue, row: ImportRow, catalogue: Catalogue) -> Mapping[str, str]:
    """What of the issue no file changes, as it was written; a state by whichever of its names the file has."""
    state, said = State(issue.state), row.fixed.get(STATE, "")
    names = {state.value, label(state), label(state, "en")}
    recheck = issue.recheck
    looked = catalogue.persons.get(recheck.by) if recheck else None
    return {
        STATE: said if said in names else label(state),
        "severity": issue.severity.value,
        "category": issue.category.value,
        "description": issue.description,
        "project": issue.project_code or "",
        "region": issue.region,
        "lead_unit": issue.unit_id or "",
        "support_units": "、".join(_unit(each, catalogue) for each in issue.supporting_unit_ids),
        "grade": label(Grade(issue.grade)) if issue.grade else "",
        "recheck_result": label(RecheckResult(recheck.result)) if recheck else "",
        "recheck_on": local_day(recheck.at).isoformat() if recheck else "",
        "recheck_by": looked.name if looked else "",
        **({} if issue.closed_at is None else {"done_on": row.fixed.get("done_on", "")}),
    }


def _unit(unit_id: str, catalogue: Catalogue) -> str:
    unit = catalogue.units.get(unit_id)
    return unit_id if unit is None else unit.name_zh
