"""Knows the words of the contract: every code a report or an event may carry.

Codes are ASCII and never change meaning; what people read is in `labels` (Chinese and English).
Sources: notice 晋政办发〔2019〕20号 items 9, 10, 12, 14, 17 and design §2–§4.
"""

import re
from enum import StrEnum, unique
from typing import Any, Final, Self

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

CATEGORY_PATTERN: Final = "^[a-z][a-z0-9_]{0,39}$"
_CATEGORY: Final = re.compile(CATEGORY_PATTERN[1:-1])


@unique
class Category(StrEnum):
    """What kind of problem holds the project up (问题类别): the words that ship, which an office may add to.

    Any other word of the right form is a category too, as a member made for the occasion: whether there is such a one
    is for the registry of a deployment to say (docs/adr/0031-open-categories.md).
    """

    PERMITS = "permits"
    LAND = "land"
    DEMOLITION = "demolition"
    FUNDING = "funding"
    ENVIRONMENT = "environment"
    UTILITIES = "utilities"
    OBSTRUCTION = "obstruction"
    INTERMEDIARY = "intermediary"
    ACCEPTANCE = "acceptance"
    OTHER = "other"

    @property
    def ships(self) -> bool:
        """Whether it is one of the words that ship."""
        return self.name in type(self).__members__

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """An office's own word. It is not kept: what strangers send would add up."""
        if not isinstance(value, str) or _CATEGORY.fullmatch(value) is None:
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value, value
        return member

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """A word of the right form, and which ship: the list is not closed."""
        return {
            "title": cls.__name__,
            "type": "string",
            "pattern": CATEGORY_PATTERN,
            "examples": [category.value for category in cls],
            "description": "What kind of problem holds the project up (问题类别): one that ships, or an office's own",
        }


@unique
class Severity(StrEnum):
    """How grave a problem is (一般, 重大); 13710 gives each its own time."""

    ORDINARY = "ordinary"
    MAJOR = "major"


@unique
class VisitKind(StrEnum):
    """Why the inspector is on the site."""

    SITE_VISIT = "site_visit"
    FOLLOW_UP = "follow_up"
    RECHECK = "recheck"


@unique
class IncidentKind(StrEnum):
    """What an obstruction is alleged to be (notice item 12)."""

    FORCED_CONTRACTING = "forced_contracting"
    FORCED_TRADING = "forced_trading"
    FORCED_STOPPAGE = "forced_stoppage"
    FORCED_LOADING = "forced_loading"
    FORCED_LABOUR = "forced_labour"
    EXTORTION = "extortion"
    PROVOCATION = "provocation"
    MOB = "mob"
    BLOCKADE = "blockade"
    OTHER = "other"


@unique
class MatterSource(StrEnum):
    """Where a matter comes from (交办事项来源): a supervisor enters it, but the last three, which the ledger opens."""

    LEADER = "leader"
    MEETING = "meeting"
    INSPECTION = "inspection"
    HOTLINE = "hotline"
    PETITION = "petition"
    MEDIA = "media"
    SELF_CHECK = "self_check"
    SUPERIOR = "superior"
    DOCUMENT = "document"
    FIGURES = "figures"
    CAMPAIGN = "campaign"
    PERMITS = "permits"


@unique
class VoidCause(StrEnum):
    """Why an issue is void where nobody found it reported in error."""

    IMPORT_UNDONE = "import_undone"


@unique
class State(StrEnum):
    """Where an issue stands in its lifecycle (design §3)."""

    REPORTED = "reported"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    CLOSURE_REQUESTED = "closure_requested"
    RETURNED = "returned"
    CLOSED = "closed"
    ON_PAPER = "closed_on_paper"
    DECLINED = "declined"
    REOPENED = "reopened"
    SUSPENDED = "suspended"
    MERGED = "merged"
    VOIDED = "voided"


@unique
class Grade(StrEnum):
    """How well a problem was solved, given when it is struck off (销号)."""

    EXCELLENT = "excellent"
    GOOD = "good"
    QUALIFIED = "qualified"


@unique
class Role(StrEnum):
    """What a person is to the ledger; an auditor only reads, an admin keeps people and units, security credentials."""

    INSPECTOR = "inspector"
    UNIT_STAFF = "unit_staff"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SECURITY = "security"


@unique
class Level(StrEnum):
    """A step of the administrative tree (notice item 14: 省、市、县)."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


@unique
class Light(StrEnum):
    """How late an obligation is; always shown with its word, never by colour alone."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"
    ORANGE = "orange"


@unique
class Instrument(StrEnum):
    """The paper a ladder step amounts to."""

    REMINDER = "reminder"
    SUPERVISION_ORDER = "supervision_order"
    CIRCULAR = "circular"
    INTERVIEW = "interview"


@unique
class ObligationCode(StrEnum):
    """The clocks (时限节点) of the policies that ship; a policy may have others."""

    TRIAGE = "triage"
    DEPLOY = "deploy"
    FEEDBACK = "feedback"
    RESOLVE = "resolve"
    VERIFY = "verify"
    ZERO = "zero"
    POLICE_ANSWER = "police_answer"
    RESUME_WORKS = "resume_works"


@unique
class NoticeKind(StrEnum):
    """About what a person is told (通知) as it happens; it asks for nothing and is no escalation."""

    TRIAGED = "triaged"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    TAKEN_AWAY = "taken_away"
    NAMED = "named"
    SUPPORTING = "supporting"
    EXTENSION_REQUESTED = "extension_requested"
    EXTENSION_DECIDED = "extension_decided"
    SUSPENSION_REQUESTED = "suspension_requested"
    SUSPENSION_DECIDED = "suspension_decided"
    CLOSURE_REQUESTED = "closure_requested"
    CLOSURE_DECIDED = "closure_decided"
    MERGED = "merged"
    REOPENED = "reopened"
    INSTRUCTED = "instructed"
    REPLIED = "replied"
    CORRECTED = "corrected"
    MENTIONED = "mentioned"


@unique
class RecheckResult(StrEnum):
    """What a recheck (复核) found."""

    SOLVED = "solved"
    NOT_SOLVED = "not_solved"


@unique
class ReferralBody(StrEnum):
    """To whom an alleged obstruction was referred (移送)."""

    POLICE_110 = "police_110"
    PUBLIC_SECURITY = "public_security"
    SAOHEI_OFFICE = "saohei_office"
    LABOUR_INSPECTION = "labour_inspection"
    PETITION_OFFICE = "petition_office"
    LOCAL_GOVERNMENT = "local_government"
    OTHER = "other"


@unique
class ReferralState(StrEnum):
    """What a body that an allegation was referred to has said so far; nothing of guilt."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"
    CONCLUDED = "concluded"


@unique
class SourceCrs(StrEnum):
    """The coordinate system in which the phone measured; the point it sends is WGS-84."""

    WGS84 = "WGS-84"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


@unique
class NoLocationReason(StrEnum):
    """Why a report has no point."""

    DENIED = "denied"
    NO_SIGNAL = "no_signal"
    TURNED_OFF = "turned_off"
    NOT_SUPPORTED = "not_supported"
    NOT_RECORDED = "not_recorded"
    OTHER = "other"
