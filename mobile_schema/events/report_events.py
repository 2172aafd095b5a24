"""Knows what can happen to an issue as what was reported goes on: its report corrected or withdrawn, a referral
answered; one frozen model each, past tense.
"""

from pydantic import AwareDatetime

from mobile_schema.events.facts import Deed, Fact, Point, ToldAtOnce
from mobile_schema.vocabulary import Category, IncidentKind, ReferralState, Severity


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


class ReferralAnswered(Deed):
    """移送答复: what the body said that the referral in `place`, counted from 0, went to; nothing is said of guilt."""

    TYPE = "referral.answered.v1"
    TITLE = ("移送答复", "referral answered")
    place: int
    state: ReferralState
    answered_at: AwareDatetime
    case_number: str | None
