"""Knows an event of every type, as the ledger publishes it."""

from typing import Any

from mobile_schema.events.envelope import EVENT_TYPES
from mobile_schema.events.facts import Deed
from tests.factories import MOMENT, PROJECT_CODE, SHA

LATER = "2026-03-12T15:59:59.999000Z"
ALERT_ID = "0d3f2c1e-58a2-5c39-9f5e-1a7d7f1c1371"


def obligation(code: str = "resolve", round_: int = 1, **over: Any) -> dict[str, Any]:
    """One clock as an event sets it."""
    return {"code": code, "round": round_, "due_at": MOMENT, "original_due_at": None, "provisional": False} | over


def clocks(**changes: list[dict[str, Any]]) -> dict[str, Any]:
    """What an event does to the clocks of its issue."""
    return {"started": [], "ended": [], "resumed": [], "moved": [], "adopted": []} | changes


def events() -> dict[str, dict[str, Any]]:
    """One event of every published type, type → its data as JSON."""
    data = _course_of_an_issue() | _exceptions() | _escalations() | _handling()
    deeds = {type_ for type_, event in EVENT_TYPES.items() if issubclass(event, Deed)}
    along = {"note": None, "attachments": []}
    every: dict[str, Any] = {"clocks": None, "notices": []}
    return {type_: every | (along if type_ in deeds else {}) | data[type_] for type_ in data}


def _course_of_an_issue() -> dict[str, dict[str, Any]]:
    reason = {"reason": "不属本单位职责"}
    policy = {"policy": "13710", "policy_version": 1}
    return {
        "issue.reported.v1": {
            "report_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
            "finding_index": 0,
            "source": "site_visit",
            "serial": "140105-2026-00001",
            "project_code": PROJECT_CODE,
            "region": "140105",
            "category": "land",
            "severity": "major",
            "description": "临时用地手续未办结。",
            "measure_proposed": None,
            "incident_kind": None,
            "reporter": "inspector-140105-1",
            "captured_at": MOMENT,
            "location": {"latitude": 37.8706, "longitude": 112.5489},
            "attachments": [SHA],
            "flags": ["mock-location"],
            "works_stopped": True,
        },
        "matter.entered.v1": {
            "matter_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e59",
            "index": 0,
            "serial": "140105-2026-00003",
            "project_code": None,
            "region": "140105",
            "category": "other",
            "severity": "ordinary",
            "description": "恢复便道通行。",
            "source": "document",
            "paper": {"number": "小政发〔2026〕3号", "dated_on": "2026-03-01", "title": None},
            "demand": "限期反馈。",
            "due_on": "2026-03-20",
            "part_of": {"id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e59", "title": "攻坚方案", "count": 2, "number": "1"},
            "location": None,
            "attachments": [SHA],
        },
        "issue.assigned.v1": {
            "unit_id": "140105-natural-resources",
            "supervising_region": "140105",
            "supervising_level": "county",
            "rule": "land-county",
            "supporting_unit_ids": ["140105-ecology"],
            "vacant_posts": ["unit_head@140105-housing"],
            **policy,
            "clocks": clocks(started=[obligation(provisional=True)], ended=[_ended("triage")]),
        },
        "issue.triaged.v1": {
            "reason": "nobody-there",
            "supervising_region": "140105",
            "supervising_level": "county",
            "vacant_posts": ["unit_head@140105-housing"],
            **policy,
            "clocks": clocks(started=[obligation("triage")]),
        },
        "issue.declined.v1": reason | {"clocks": clocks(started=[obligation("triage", 2)])},
        "issue.accepted.v1": {
            "person_id": "head-140105-natural-resources",
            "person_name": "王某",
            "clocks": clocks(ended=[_ended("deploy")]),
        },
        "plan.filed.v1": {"milestones": [{"name": "组卷报批", "due_on": "2026-03-05"}], "late": True},
        "progress.reported.v1": {
            "note": "已组卷",
            "measures": "专班推进",
            "percent": 40,
            "attachments": [SHA],
            "works_resumed": True,
        },
        "closure.requested.v1": {
            "statement": "手续已批复",
            "evidence": [{"kind": "approval", "sha256": SHA, "text": "批复文件"}],
            "clocks": clocks(started=[obligation("verify")], ended=[_ended("resolve")]),
        },
        "recheck.recorded.v1": {
            "result": "not_solved",
            "on_site": True,
            "note": None,
            "report_id": None,
            "duplicate": "0195551a-9b20-5c31-8f4e-2a6d1b9c0e58",
            "attachments": [SHA],
            "alerts": [_alert()],
            "vacant_posts": [],
        },
        "issue.closed.v1": {"grade": "good", "note": None},
        "closure.returned.v1": {
            "reasons": ["便道仍未贯通"],
            "clocks": clocks(ended=[_ended("verify")], resumed=[{"code": "resolve", "round": 1}]),
        },
        "issue.reopened.v1": reason | {"clocks": clocks(started=[obligation("resolve", 2)])},
        "issue.voided.v1": reason,
        "issue.unvoided.v1": reason
        | {"clocks": clocks(resumed=[{"code": "resolve", "round": 1}], moved=[obligation()])},
        "report.corrected.v1": {
            "alerts": [_alert()],
            "vacant_posts": [],
            "report_id": "01957e4b-2c10-7d02-9a3b-5f1e7c8d9b60",
            "place": 0,
            "corrects": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
            "says": {
                "category": "land",
                "severity": "major",
                "description": "临时用地手续未办结。",
                "measure_proposed": None,
                "incident_kind": None,
                "captured_at": MOMENT,
                "location": {"latitude": 37.8706, "longitude": 112.5489},
                "attachments": [SHA],
                "works_stopped": True,
            },
        },
        "correction.judged.v1": {
            "report_id": "01957e4b-2c10-7d02-9a3b-5f1e7c8d9b60",
            "accepted": True,
            "reason": None,
            "applied": ["description"],
        },
        "referral.answered.v1": {
            "place": 0,
            "state": "taken",
            "answered_at": MOMENT,
            "case_number": "晋A110-0304-017",
            "note": "已出警",
        },
        "report.withdrawn.v1": {
            "alerts": [],
            "vacant_posts": ["supervisor@140105"],
            "report_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
            "reason": "项目选错",
        },
        "referral.logged.v1": {"body": "police_110", "referred_at": MOMENT, "case_number": None},
    }


def _exceptions() -> dict[str, dict[str, Any]]:
    reason = {"reason": "待上级批复"}
    twin = {"issue_id": "8c6f1f0e-3d5b-5a54-9c55-6a0f3f1f7b12", "serial": "140105-2026-00002"}
    extended = obligation("resolve", 2, due_at=LATER, original_due_at=MOMENT)
    return {
        "extension.requested.v1": {"obligation": "resolve", "due_at": LATER, **reason},
        "extension.approved.v1": {
            "obligation": "resolve",
            "due_at": LATER,
            "original_due_at": MOMENT,
            "note": None,
            "clocks": clocks(started=[extended], ended=[_ended("resolve", "extended")]),
        },
        "extension.refused.v1": reason,
        "suspension.requested.v1": {"until": LATER, **reason},
        "suspension.refused.v1": reason,
        "issue.suspended.v1": {"until": LATER, **reason},
        "issue.resumed.v1": {"resumed_at": MOMENT, "reason": None, "clocks": clocks(moved=[obligation()])},
        "issue.merged.v1": {"into": twin["issue_id"], "into_serial": twin["serial"], **reason},
        "duplicate.absorbed.v1": {**twin, "adopted": [obligation()]},
        "issue.parted.v1": {**reason, "told": [_told()]},
        "duplicate.released.v1": twin,
        "person.changed.v1": {"person_id": "li", "person_name": "李工", **reason},
        "support.changed.v1": {"supporting_unit_ids": ["a"], "added": ["a"], "removed": ["b"], **reason},
        "issue.transferred.v1": {
            "unit_id": "a",
            "from_unit_id": "b",
            "supporting_unit_ids": ["c"],
            "supervising_region": "140105",
            "supervising_level": "county",
            "dropped": ["closure", "extension"],
            "vacant_posts": [],
            **reason,
            "clocks": clocks(
                started=[obligation("deploy", 2)],
                ended=[_ended("verify", "cancelled")],
                resumed=[{"code": "resolve", "round": 1}],
            ),
        },
        "policy.moved.v1": {
            "policy": "before-due",
            "policy_version": 1,
            **reason,
            "clocks": clocks(moved=[obligation()], ended=[_ended("zero", "cancelled")]),
        },
        "clocks.recomputed.v1": {
            "calendar": "0f3a91c2d4e5",
            "clocks": clocks(moved=[obligation()], adopted=[_adopted()]),
        },
    }


def _handling() -> dict[str, dict[str, Any]]:
    reason = {"reason": "原描述有误"}
    place = {"latitude": 37.8706, "longitude": 112.5489}
    land = {"category": "land", "severity": "ordinary", "description": "手续未办", "region": "140105", "location": None}
    return {
        "comment.added.v1": {"note": "请尽快核实", "mentions": ["supervisor-140105"], "attachments": [SHA]},
        "instruction.given.v1": {
            "number": 7,
            "note": "三日内书面回复",
            "mentions": ["head-140105-natural-resources"],
            "due_at": LATER,
            "alert_id": ALERT_ID,
        },
        "instruction.overdue.v1": {
            "instruction": 7,
            "due_at": LATER,
            "late_ms": 12,
            "alerts": [_alert()],
            "vacant_posts": [],
        },
        "reminder.sent.v1": {"note": "请抓紧办理", "alerts": [_alert()], "vacant_posts": []},
        "reply.given.v1": {
            "unit_id": "140105-ecology",
            "note": "已完成迁改",
            "mentions": [],
            "instruction": 7,
            "attachments": [SHA],
        },
        "milestone.reached.v1": {
            "number": 1,
            "name": "组卷报批",
            "due_on": "2026-03-05",
            "reached_on": "2026-03-06",
            "late": True,
        },
        "closure.withdrawn.v1": reason
        | {
            "clocks": clocks(ended=[_ended("verify", "cancelled")], resumed=[{"code": "resolve", "round": 1}]),
        },
        "extension.withdrawn.v1": reason,
        "suspension.withdrawn.v1": reason,
        "issue.corrected.v1": {
            **reason,
            "corrected": ["severity", "location"],
            "before": land,
            "after": land | {"severity": "major", "location": place},
            "supervising_region": "140000",
            "supervising_level": "province",
            "policy": "13710",
            "policy_version": 1,
            "clocks": clocks(moved=[obligation()], ended=[_ended("deploy", "out_of_scope")]),
        },
    }


def _alert() -> dict[str, Any]:
    return {
        "alert_id": ALERT_ID,
        "recipient_person_id": None,
        "recipient_post": "supervisor",
        "recipient_level": "city",
        "recipient_region": "140100",
        "text_zh": "逾期",
        "text_en": "overdue",
        "vacant_posts": ["supervisor-140105"],
    }


def _escalations() -> dict[str, dict[str, Any]]:
    clock = {"obligation": "resolve", "round": 1}
    step = {**clock, "policy": "13710", "policy_version": 1, "step": "resolve-county", "occurrence": 1}
    return {
        "escalation.fired.v1": {
            **step,
            "light": "red",
            "light_zh": "红",
            "light_en": "red",
            "instrument": "supervision_order",
            "due_at": MOMENT,
            "late_ms": 86_400_000,
            "alerts": [_alert()],
            "channels": ["app", "wecom"],
            "deferred": "quiet_hours",
            "vacant_posts": ["supervisor@140000"],
            "idle": False,
        },
        "escalation.deferred.v1": {**step, "due_at": MOMENT, "until": LATER, "reason": "quiet_hours"},
        "escalation.failed.v1": {
            **step,
            "due_at": MOMENT,
            "late_ms": 0,
            "reason": "nobody",
            "vacant_posts": ["supervisor-140105", "supervisor-140100", "supervisor-140000"],
            "idle": True,
        },
        "alert.acknowledged.v1": {
            "alert_id": ALERT_ID,
            **clock,
            "step": "resolve-county",
            "occurrence": 1,
            "note": "已约谈",
        },
    }


def _told() -> dict[str, Any]:
    return {
        "code": "resolve",
        "round": 1,
        "step": "resolve-person",
        "occurrence": 1,
        "first_at": MOMENT,
        "last_at": MOMENT,
        "idle": 0,
        "acknowledged_at": None,
    }


def _adopted() -> dict[str, Any]:
    twin = "8c6f1f0e-3d5b-5a54-9c55-6a0f3f1f7b12"
    return {"code": "resolve", "round": 1, "issue_id": twin, "due_at": LATER, "own_due_at": MOMENT}


def _ended(code: str, outcome: str = "satisfied") -> dict[str, Any]:
    return {"code": code, "round": 1, "outcome": outcome}


def envelope(type_: str, data: dict[str, Any], **over: Any) -> dict[str, Any]:
    """An event as `ledger.events.v1` carries it, as JSON."""
    return {
        "issue_id": "8c6f1f0e-3d5b-5a54-9c55-6a0f3f1f7b11",
        "version": 1,
        "type": type_,
        "at": MOMENT,
        "actor": {
            "person_id": "supervisor-140105",
            "role": "supervisor",
            "unit_id": None,
            "region": "140105",
            "credential": "session:9f3c",
        },
        "data": data,
    } | over
