"""Knows the sample rules, people and places, and reports and commands about them with nothing wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ledger.access.matrix import MATRIX, Column, Relation
from ledger.access.permissions import is_grave
from ledger.access.scopes import Scope, region_key
from ledger.decisions.case import Shown, Visit
from ledger.intake.incoming import Record
from ledger.intake.planning.plan import IntakePlan, Known
from ledger.intake.planning.planner import plan_intake
from ledger.intake.planning.understood import understand
from ledger.issue.issue import Issue
from ledger.issue.words.assigning import Accept, Assign, ChangePerson, ChangeSupport, Decline, Transfer
from ledger.issue.words.command import Command
from ledger.issue.words.correcting import (
    Correct,
    JudgeCorrection,
    WithdrawClosure,
    WithdrawExtension,
    WithdrawSuspension,
)
from ledger.issue.words.handling import Comment, Instruct, Remind, Reply, TickMilestone
from ledger.issue.words.referring import AnswerReferral, LogReferral
from ledger.issue.words.setting_aside import Merge, Part, Unvoid, Void
from ledger.issue.words.solving import (
    ApproveClosure,
    FilePlan,
    RecordRecheck,
    Reopen,
    ReportProgress,
    RequestClosure,
    ReturnClosure,
)
from ledger.issue.words.timing import (
    ApproveExtension,
    MovePolicy,
    RefuseExtension,
    RefuseSuspension,
    RequestExtension,
    RequestSuspension,
    Resume,
    Suspend,
)
from ledger.policy.rules import Rules
from ledger.policy.versions import Adoption, Policies, shipped_adoptions
from ledger.registry.actors import Actor, actor_of
from ledger.registry.catalogue import Catalogue
from ledger.registry.files.loading import load_catalogue
from ledger.registry.regions import parent
from ledger.registry.routing_rules import load_rules
from mobile_schema.cloudevents import BATCH_OF, SITE_VISIT, CloudEvent, encode
from mobile_schema.events.facts import EvidenceItem, Milestone
from mobile_schema.reports.sync import join_reports
from mobile_schema.topics import SITE_VISITS
from mobile_schema.vocabulary import Category, Grade, RecheckResult, ReferralBody, ReferralState, Severity
from tests import factories as phone

FIRST = Policies(Adoption(each.policy, None) if each.policy.key == "13710@2" else each for each in shipped_adoptions())
"""The policies that ship as they held until 13710 had a second version: its ladder without warnings, no notices."""
RULES = Rules(load_catalogue(samples=True), FIRST, load_rules())
SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Shanxi."""
PROJECT = "2020-140105-30-03-990001"
CITY_PROJECT = "2019-140100-48-01-990011"
INSPECTOR = "inspector-140105-1"
COUNTY, CITY, PROVINCE = "supervisor-140105", "supervisor-140100", "supervisor-140000"
LAND_UNIT = "140105-natural-resources"
HEAD, STAFF = f"head-{LAND_UNIT}", f"staff-{LAND_UNIT}"
OTHER_UNIT = "140105-ecology"


def person(person_id: str) -> Actor:
    """A sample person, acting."""
    return actor_of(RULES.catalogue.persons[person_id])


def vacant(*posts: str) -> Catalogue:
    """The sample registry with nobody in these posts."""
    empty = {post: replace(RULES.catalogue.posts[post], holders=()) for post in posts}
    return replace(RULES.catalogue, posts={**RULES.catalogue.posts, **empty})


def local(moment: datetime) -> str:
    """A moment as the wall clock in Shanxi shows it."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def record(
    *reports: Any,
    offset: int = 0,
    partition: int = 0,
    topic: str = SITE_VISITS.name,
    kind: str = SITE_VISIT,
    reporter: str | None = INSPECTOR,
    received_at: str = "2026-03-02T01:21:00.000+00:00",
    signed: bool = True,
) -> Record:
    """A Kafka record with one report, or with several as a phone's queue; a report is a dict or raw bytes."""
    raw = [report if isinstance(report, bytes) else phone.as_bytes(report) for report in reports]
    single = len(raw) == 1
    event = CloudEvent("ce-1", "urn:xiaohao:api", kind if single else BATCH_OF[kind], received_at, reporter)
    return Record(topic, partition, offset, b"key", raw[0] if single else join_reports(raw), encode(event), signed)


def visit(*findings: dict[str, Any], project: str = PROJECT, **over: Any) -> dict[str, Any]:
    """A site visit to a sample project, with one land finding unless told otherwise."""
    said = {"project_code": project, "findings": list(findings) or [phone.finding()]}
    return phone.site_visit(**(said | over))


def recheck_visit(issue_id: str, *, project: str = PROJECT, **over: Any) -> dict[str, Any]:
    """A visit only to look at an issue again; found solved unless told otherwise."""
    return visit(project=project, kind="recheck", findings=[], rechecks=[phone.recheck(issue_id, **over)])


def incident(project: str = PROJECT, **over: Any) -> dict[str, Any]:
    """An obstruction incident on a sample project."""
    return phone.incident(project_code=project, **over)


def planned(
    *records: Record, at: datetime = START, known: Known | None = None, rules: Rules | None = None
) -> IntakePlan:
    """The plan for these records."""
    return plan_intake(understand(records), known or Known(), at, rules or RULES)


EVERYWHERE = Scope(frozenset({region_key("140000")}))
"""The scope of a supervisor of the province."""
VISIT = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"
LOOKED = RecordRecheck(result=RecheckResult.SOLVED, on_site=True, report_id=VISIT)
"""A recheck on site, by a visit that `shown_to` has."""
READ = RecordRecheck(result=RecheckResult.SOLVED, on_site=False)
"""A recheck on paper."""


def shown_to(issue: Issue, actor: Actor, at: datetime) -> Shown:
    """What the ledger has of what a command points at: a photo, and a visit of the actor to the issue's site."""
    return Shown({phone.SHA: "image/jpeg"}, {VISIT: Visit(issue.project_code, actor.person_id, at)})


def evidence_for(category: Category) -> tuple[EvidenceItem, ...]:
    """All evidence that a category demands."""
    return tuple(EvidenceItem(kind=kind.code, sha256=phone.SHA) for kind in RULES.catalogue.evidence_for(category))


def sample_command(name: str, issue: Issue, at: datetime) -> Command:
    """A command with nothing wrong in it but, perhaps, its time."""
    today = at.astimezone(SHANGHAI).date()
    samples: dict[str, Command] = {
        "assign": Assign(unit_id=LAND_UNIT if issue.unit_id is None else issue.unit_id),
        "accept": Accept(person_id=f"head-{issue.unit_id or LAND_UNIT}"),
        "decline": Decline(reason="不属本单位职责"),
        "file-plan": FilePlan(milestones=(Milestone(name="组卷报批", due_on=today + timedelta(days=1)),)),
        "report-progress": ReportProgress(note="已组卷上报", measures="专班推进", percent=40),
        "request-closure": RequestClosure(statement="手续已批复", evidence=evidence_for(issue.category)),
        "record-recheck": LOOKED if issue.severity is Severity.MAJOR else READ,
        "approve-closure": ApproveClosure(grade=Grade.GOOD),
        "return-closure": ReturnClosure(reasons=("便道仍未贯通",)),
        "reopen": Reopen(reason="便道又被阻断"),
        "void": Void(reason="重复上报"),
        "unvoid": Unvoid(reason="经复核属实"),
        "log-referral": LogReferral(body=ReferralBody.PUBLIC_SECURITY, referred_at=at, case_number="2026-11"),
        "request-extension": RequestExtension(due_on=_later(issue, today), reason="待上级批复"),
        "approve-extension": ApproveExtension(),
        "refuse-extension": RefuseExtension(reason="理由不充分"),
        "request-suspension": RequestSuspension(resume_on=today + timedelta(days=10), reason="冬季停工"),
        "suspend": Suspend(resume_on=today + timedelta(days=10), reason="冬季停工"),
        "refuse-suspension": RefuseSuspension(reason="理由不充分"),
        "resume": Resume(reason="提前复工"),
        "merge": Merge(into="main", reason="同一问题"),
        "part": Part(reason="并非同一问题"),
        "change-person": ChangePerson(person_id=f"staff-{issue.unit_id or LAND_UNIT}", reason="调离"),
        "change-support": ChangeSupport(add=(f"{issue.region}-public-security",), reason="需配合"),
        "transfer": Transfer(unit_id=_another_than(issue.unit_id), reason="属其职责"),
        "judge-correction": JudgeCorrection(report_id=VISIT, accepted=True),
        "answer-referral": AnswerReferral(place=0, state=ReferralState.TAKEN, answered_at=at),
        "move-policy": MovePolicy(policy="before-due", version=1, reason="增加预警"),
        "withdraw-closure": WithdrawClosure(reason="材料须重新准备"),
        "withdraw-extension": WithdrawExtension(reason="可按期办结"),
        "withdraw-suspension": WithdrawSuspension(reason="提前复工"),
        "correct": Correct(description=f"{issue.description}(更正)", reason="原描述有误"),
        "comment": Comment(note="请尽快核实", mentions=(COUNTY,)),
        "instruct": Instruct(note="三日内书面回复", due_on=today + timedelta(days=3)),
        "remind": Remind(note="请抓紧办理"),
        "reply": Reply(note="本单位已完成迁改"),
        "tick-milestone": TickMilestone(number=len(issue.reached) + 1),
    }
    return samples[name]


def _another_than(unit_id: str | None) -> str:
    """A unit that may have the issue and does not."""
    return OTHER_UNIT if unit_id != OTHER_UNIT else LAND_UNIT


def _later(issue: Issue, today: date) -> date:
    """Five days after the time to resolve it, if it has one."""
    resolve = issue.obligation("resolve")
    return (resolve.due_at.astimezone(SHANGHAI).date() if resolve else today) + timedelta(days=5)


def right_person(command: Command, issue: Issue, at: datetime) -> Actor:
    """Who may give this command: staff of the unit, the supervisor in charge, or the one above that one."""
    row = MATRIX[f"issue.{command.name}"]
    if Relation.LEAD in row[Column.UNIT_STAFF] and not row[Column.COUNTY]:
        return person(f"staff-{issue.unit_id or LAND_UNIT}")
    if isinstance(command, MovePolicy):
        return person(PROVINCE)
    region = issue.supervising_region or issue.region
    if Relation.OVER_GRAVE in row[Column.COUNTY] and is_grave(issue, at):
        region = parent(region) or region
    return person(f"supervisor-{region}")
