"""Knows what would become of each row on the ledger as it stands: new, changed field by field, the same, a conflict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ledger.groundwork.portions import portions
from ledger.imports.row.comparing import compared, free_of
from ledger.imports.row.kept import KeptRow, rows_kept
from ledger.imports.row.masking import masked_row
from ledger.imports.row.returning import as_written, written_fixed, written_free
from ledger.imports.words import ImportRow, Judged, RowVerdict
from ledger.issue.issue import Issue
from ledger.issue.projection import replay
from ledger.matters.opening import entering_as
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from ledger.store.archive.places import ISSUES
from ledger.store.listing import list_history
from ledger.store.records import event_from_document, issue_from_document

AT_ONCE: Final = 500


def verdicts_of(store: Store, rows: Iterable[ImportRow], actor: Actor, rules: Rules) -> Iterator[Judged]:
    """Each row with its verdict, in order; nothing is written."""
    for some in portions(map(masked_row, rows), lambda _: 1, AT_ONCE):
        yield from judged(some, before_of(store, some, rules), actor, rules).values()


@dataclass(frozen=True, slots=True)
class Before:
    """The issue that a row has, what both said when they agreed last, and what is said here now; `kept` of a row that
    came in before."""

    issue: Issue
    free: Mapping[str, str]
    fixed: Mapping[str, str]
    here: Mapping[str, str]
    kept: KeptRow | None


def judged(
    rows: Sequence[ImportRow], before: Mapping[str, Before | None], actor: Actor, rules: Rules
) -> dict[str, Judged]:
    """The verdicts of some rows by their ids, in order; of rows with one id only the first is judged."""
    rows = [as_written(row) if row.exported else row for row in rows]
    first = {row.row_id: row for row in reversed(rows)}
    return {
        row_id: _judged(first[row_id], before, actor, rules) for row_id in dict.fromkeys(row.row_id for row in rows)
    }


def _judged(row: ImportRow, before: Mapping[str, Before | None], actor: Actor, rules: Rules) -> Judged:
    if row.row_id in before:
        known = before[row.row_id]
        if known is None:
            gone = "台账中没有该问题,或已归档 / its issue is not on the ledger, or in the archive"
            return Judged(row, RowVerdict.REFUSED, gone, "issue-gone")
        verdict = compared(row, known.issue, known.free, known.fixed, known.here)
        region = known.issue.region
    else:
        verdict, region = Judged(row, RowVerdict.NEW), region_of(row, rules) or ""
        if not region:
            none = "没有写明项目、属地或责任单位 / neither a project, a region, nor a unit"
            return Judged(row, RowVerdict.REFUSED, none, "no-place")
    if verdict.verdict is not RowVerdict.SAME and entering_as(actor, region) is None:
        why = f"只能导入本人督办地区的行 / you may import rows of the regions you supervise alone: {region}"
        return replace(verdict, verdict=RowVerdict.REFUSED, reason=why, slug="not-permitted")
    return verdict


def region_of(row: ImportRow, rules: Rules) -> str | None:
    """Where a row lies: as it says, else its project's, else its unit's; None where the registry has none of these."""
    catalogue = rules.catalogue
    if row.region is not None:
        return row.region if row.region in catalogue.regions else None
    if row.project_code is not None:
        project = catalogue.projects.get(row.project_code)
        return project.region if project else None
    unit = catalogue.units.get(row.unit_id or "")
    return unit.region if unit else None


def before_of(store: Store, rows: Sequence[ImportRow], rules: Rules) -> dict[str, Before | None]:
    """What there is of these rows, by their ids; None where their issue is gone."""
    kept = rows_kept(store, [row.row_id for row in rows])
    wanted = {row.row_id: kept[row.row_id].issue_id for row in rows if row.row_id in kept}
    wanted |= {row.row_id: row.exported.issue_id for row in rows if row.exported}
    if not wanted:
        return {}
    found = store[ISSUES].find({"_id": {"$in": sorted(set(wanted.values()))}})
    issues = {issue.id: issue for issue in map(issue_from_document, found)}
    by_id = {row.row_id: row for row in rows}
    return {
        row_id: _before(store, by_id[row_id], issues[issue_id], kept.get(row_id), rules) if issue_id in issues else None
        for row_id, issue_id in wanted.items()
    }


def _before(store: Store, row: ImportRow, issue: Issue, kept: KeptRow | None, rules: Rules) -> Before:
    """Of a row that this ledger wrote out, the issue as it was then; it is changed since where it came in again."""
    if row.exported is None:
        if kept is None:
            raise ValueError(f"row {row.row_id} neither came in nor was written out")
        return Before(issue, kept.free, kept.fixed, free_of(issue), kept)
    then = issue if issue.version == row.exported.version else _at(store, issue, row.exported.version)
    free, here = written_free(then, rules.zone), written_free(issue, rules.zone)
    if kept is not None and kept.version >= row.exported.version:
        free |= kept.free
    return Before(issue, free, written_fixed(then, row, rules.catalogue), here, kept)


def _at(store: Store, issue: Issue, version: int) -> Issue:
    """The issue at a version, of its events; as it is where the file says one that is not yet there."""
    events = [event for event in list_history(store, issue.id) if event["version"] <= version]
    return replay(map(event_from_document, events)) if events else issue
