"""Knows what stands in each column of an exported ledger: from an issue's document, by the rules and names in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from api.exporting.words import CONDITIONS, FLAGS, SOURCES, remaining_said
from exchange.exports.as_imported import SAID
from exchange.exports.columns import Value
from ledger.issue.lights import RUNNING, light_of
from ledger.mongo.pages import Document
from ledger.registry.catalogue import Catalogue
from ledger.store.records import void_cause
from mobile_schema.labels import label
from mobile_schema.vocabulary import Category, Grade, Level, RecheckResult, Severity, State

_STATES: Final = {state.value: label(state) for state in State}
_RUNNING: Final = {state.value for state in RUNNING}
_AND: Final = "、"


@dataclass(slots=True)
class Seen:
    """As of when and by which names issues are seen; `line` is an issue as the list shows it, which takes longer."""

    catalogue: Catalogue
    zone: ZoneInfo
    now: datetime
    line: Callable[[Document], dict[str, Any]]
    _last: tuple[str, dict[str, Any]] | None = field(default=None, init=False)
    _minutes: dict[datetime, datetime] = field(default_factory=dict, init=False)

    def local(self, at: datetime | None) -> datetime | None:
        """A moment as a clock on the wall shows it: many fall due at the same."""
        if at is None:
            return None
        if at not in self._minutes:
            if len(self._minutes) > _REMEMBERED:
                self._minutes.clear()
            self._minutes[at] = at.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)
        return self._minutes[at]

    def listed(self, document: Document) -> dict[str, Any]:
        """The issue's line, made once for all its columns."""
        if self._last is None or self._last[0] != document["_id"]:
            self._last = (document["_id"], self.line(document))
        return self._last[1]


_REMEMBERED: Final = 10_000
Tell = Callable[[Document, Seen], Value]


def _region(issue: Document, seen: Seen) -> Value:
    region = seen.catalogue.regions.get(issue["region"])
    return issue["region"] if region is None else region.full_name_zh or region.name_zh


def _project(issue: Document, seen: Seen) -> Value:
    project = seen.catalogue.projects.get(issue["project_code"] or "")
    return issue["project_code"] if project is None else project.name_zh


def _unit(unit_id: str | None, seen: Seen) -> str | None:
    unit = seen.catalogue.units.get(unit_id or "")
    return unit_id if unit is None else unit.name_zh


def _support(issue: Document, seen: Seen) -> Value:
    return _AND.join(_unit(each, seen) or "" for each in issue.get("supporting_unit_ids", ())) or None


def _remaining(issue: Document, seen: Seen) -> Value:
    due = issue["due_at"]
    return None if due is None or issue["state"] not in _RUNNING else remaining_said(due - seen.now)


def _light(issue: Document, seen: Seen) -> Value:
    return light_of(State(issue["state"]), issue["due_at"], seen.now).value


def _clocks(issue: Document, seen: Seen) -> Value:
    last = {clock["code"]: clock for clock in seen.listed(issue)["clocks"]}
    said = (f"{clock['title_zh']} {CONDITIONS.get(clock['condition'], clock['condition'])}" for clock in last.values())
    return _AND.join(said) or None


def _next(issue: Document, seen: Seen) -> Value:
    step = seen.listed(issue)["next_step"]
    return None if step is None else f"{seen.local(step['at']):%m-%d %H:%M} {step['title_zh']}"


def _next_to(issue: Document, seen: Seen) -> Value:
    step = seen.listed(issue)["next_step"]
    if step is None:
        return None
    return _AND.join(dict.fromkeys(one["person_name"] or one["title_zh"] for one in step["to"])) or None


def _recheck(issue: Document) -> Mapping[str, Any]:
    return issue.get("recheck") or {}


def _recheck_on(issue: Document, seen: Seen) -> date | None:
    at = seen.local(_recheck(issue).get("at"))
    return None if at is None else at.date()


def _recheck_by(issue: Document, seen: Seen) -> Value:
    person = seen.catalogue.persons.get(_recheck(issue).get("by", ""))
    return None if person is None else person.name


def _recheck_result(issue: Document, _: Seen) -> Value:
    result = _recheck(issue).get("result")
    return None if result is None else label(RecheckResult(result))


def _field(name: str) -> Tell:
    return lambda issue, _: issue.get(name)


def _moment(name: str) -> Tell:
    return lambda issue, seen: seen.local(issue.get(name))


def _coded(name: str, words: type[StrEnum]) -> Tell:
    said = {code.value: label(code) for code in words}
    return lambda issue, _: said.get(issue.get(name, ""))


def said_in_file(issue: Document) -> Mapping[str, str]:
    """What the row said that an issue came from: each head's path with the text as found."""
    return dict((issue.get("imported") or {}).get("said", ()))


def place_in_file(issue: Document) -> tuple[str, str, int]:
    """Where the row stood that an issue came from: the file, the sheet, the row."""
    file = issue["imported"]["file"]
    return file.get("filename", ""), file["sheet"], file["row"]


def tell_of(key: str) -> Tell:
    """What says a column: one of the ledger, or one of somebody's file."""
    if not key.startswith(SAID):
        return TELLS[key]
    path = key.removeprefix(SAID)
    return lambda issue, _: said_in_file(issue).get(path)


TELLS: Final[Mapping[str, Tell]] = {
    "no": lambda _, __: None,
    "light": _light,
    "serial": _field("serial"),
    "region": _region,
    "project": _project,
    "project_code": _field("project_code"),
    "description": _field("description"),
    "demand": lambda issue, _: (issue.get("matter") or {}).get("demand"),
    "category": lambda issue, seen: seen.catalogue.category_name(Category(issue["category"])),
    "severity": _coded("severity", Severity),
    "source": lambda issue, _: SOURCES.get(issue["source"], issue["source"]),
    "unit": lambda issue, seen: _unit(issue.get("unit_id"), seen),
    "support": _support,
    "person": _field("person_name"),
    "due": _moment("due_at"),
    "remaining": _remaining,
    "progress": lambda issue, _: label(cause) if (cause := void_cause(issue)) else _STATES[issue["state"]],
    "percent": _field("percent"),
    "measures": _field("measures"),
    "clocks": _clocks,
    "next": _next,
    "next_to": _next_to,
    "stopped": lambda issue, _: "停工" if issue.get("works_stopped") else None,
    "flags": lambda issue, _: _AND.join(FLAGS.get(each, each) for each in issue["flags"]) or None,
    "supervision": _coded("supervising_level", Level),
    "reported": _moment("reported_at"),
    "updated": _moment("updated_at"),
    "recheck_result": _recheck_result,
    "recheck_on": _recheck_on,
    "recheck_by": _recheck_by,
    "grade": _coded("grade", Grade),
    "closed": _moment("closed_at"),
    "issue": _field("_id"),
    "version": _field("version"),
}
"""Key of a column → what it says of an issue, for every column of exchange/exports/columns.yaml."""
