"""Knows how rows become the histories of issues without any server: opened and decided by the ledger's own code.

A row is reported, assigned by rule (or by its supervisor where no rule does), signed for, answered and struck off at
the file's own dates, as `xiaohao replay --through-closure` walks it. Nothing escalates: that is what is simulated.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from exchange.tables.doubles import Doubles
from exchange.tables.mapping import Mapping
from exchange.tables.mapping_files import demand_categories
from exchange.tables.reports import report_of
from exchange.tables.row import RowRefused
from exchange.tables.rows import Table
from ledger.groundwork.clock import to_milliseconds
from ledger.intake.planning.opening import Opener
from ledger.intake.planning.serials import counter, serial, year_of
from ledger.issue.changes import Change
from ledger.issue.refusals import CommandRefused
from ledger.policy.rules import Rules
from ledger.reports.said import problems_of
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.vocabulary import Role
from oversight.simulate.comparing import History
from play.histories.told import MOVES, People, Told
from play.replay.journey import Step, steps_of


@dataclass(slots=True)
class FileHistories:
    """The rows of one file as histories, one after another; `refused` holds, by line, why a row made none.

    A row that repeats the id of an earlier one is that one again and makes none. Raises PlayError where the rules'
    registry does not have a category of the mapping.
    """

    file: Path
    mapping: Mapping
    rules: Rules
    refused: dict[int, str] = field(default_factory=dict)
    doubles: int = 0
    _table: Table | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        demand_categories(self.mapping, self.rules.catalogue.categories)

    def last_moment(self) -> datetime | None:
        """The latest date in the file (UTC): what was open then is open still. Raises PlayError."""
        return max((step.at for steps in self._journeys() for step in steps), default=None)

    def __iter__(self) -> Iterator[History]:
        """Every history, in the order of the rows. Raises PlayError."""
        walker, doubles = _Walker(self.rules, self.mapping), Doubles(self.mapping)
        self.doubles = 0
        for steps in self._journeys():
            try:
                if doubles.meet(steps[0].report.row):
                    self.doubles += 1
                else:
                    yield walker.walk(steps)
            except (RowRefused, CommandRefused) as refused:
                self.refused[steps[0].line] = str(refused)

    def _journeys(self) -> Iterator[list[Step]]:
        self._table = self._table or Table(self.file, self.mapping)
        for row in self._table:
            try:
                yield steps_of(report_of(row, self.mapping), self.mapping)
            except RowRefused as refused:
                self.refused[row.line] = str(refused)


class _Walker:
    """Walks one row after another; numbers their issues on."""

    def __init__(self, rules: Rules, mapping: Mapping) -> None:
        self._rules = rules
        self._mapping = mapping
        self._people = People(rules.catalogue)
        self._serials: Counter[str] = Counter()

    def walk(self, steps: list[Step]) -> History:
        """The history of one row. Raises RowRefused or CommandRefused."""
        told = Told(self._rules, self._people, self._open(steps[0]))
        for step in steps[1:]:
            told.at = to_milliseconds(step.at)
            MOVES[step.move](told, self._mapping)
        return told.change.envelopes

    def _open(self, step: Step) -> Change:
        report, at = SiteVisit.model_validate_json(step.report.raw), to_milliseconds(step.at)
        project = self._rules.catalogue.projects.get(report.project_code)
        if project is None:
            code = report.project_code
            raise RowRefused(f"登记簿中没有项目 {code} / no project {code} in the registry")
        drawn_on = counter(project.region, year_of(at, self._rules.zone))
        self._serials[drawn_on] += 1
        return Opener(at, self._rules).open(
            report,
            problems_of(report)[0],
            serial=serial(drawn_on, self._serials[drawn_on]),
            project=project,
            reporter=self._people.over(project.region, Role.INSPECTOR),
            flags=(),
        )
