"""Knows what reports make of issues: opened by one, corrected by another, its report withdrawn."""

from typing import Literal

from pydantic import AwareDatetime

from mobile_schema.events.facts import Deed, Event, Fact, Point, ToldAtOnce
from mobile_schema.vocabulary import Category, IncidentKind, Severity


class IssueReported(Event):
    """A finding or an incident came onto the ledger and got its 编号."""

    TYPE = "issue.reported.v1"
    TITLE = ("上报", "reported")
    report_id: str
    finding_index: int
    source: Literal["site_visit", "incident"]
    serial: str
    project_code: str
    region: str
    category: Category
    severity: Severity
    description: str
    measure_proposed: str | None
    incident_kind: IncidentKind | None
    reporter: str
    captured_at: AwareDatetime
    location: Point | None
    attachments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    works_stopped: bool = False


class Statement(Fact):
    """What a report says of one problem."""

    category: Category
    severity: Severity
    description: str
    measure_proposed: str | None
    incident_kind: IncidentKind | None
    captured_at: AwareDatetime
    location: Point | None
    attachments: tuple[str, ...] = ()
    works_stopped: bool = False


class ReportCorrected(ToldAtOnce):
    """上报更正: who reported the issue says in another report, `report_id`, in the finding in `place`, what it is.

    `corrects` is the report that said otherwise. The issue stands as it was until a supervisor judges.
    """

    TYPE = "report.corrected.v1"
    TITLE = ("上报更正", "report corrected")
    report_id: str
    place: int
    corrects: str
    says: Statement


class CorrectionJudged(Deed):
    """更正认定: a supervisor accepted a correction or did not; `applied` are the fields that say since what it says.

    Category and severity are never among them: they have clocks behind them, and a command of their own.
    """

    TYPE = "correction.judged.v1"
    TITLE = ("更正认定", "correction judged")
    report_id: str
    accepted: bool
    reason: str | None
    applied: tuple[str, ...] = ()


class ReportWithdrawn(ToldAtOnce):
    """上报撤回: who wrote `report_id`, which opened, corrected or rechecked the issue, took it back.

    Where nobody had done anything on the issue yet, it ended by this: `issue.voided.v1` comes next. Else it stands, and
    its supervisor decides.
    """

    TYPE = "report.withdrawn.v1"
    TITLE = ("上报撤回", "report withdrawn")
    report_id: str
    reason: str
