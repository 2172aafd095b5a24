"""Knows how to make valid reports as a phone would write them, and events as the ledger publishes them.

A test says only what it is about: `over` replaces fields.
"""

import json
import secrets
from datetime import UTC, datetime
from typing import Any

PHOTO = b"0"
SHA = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"
PROJECT_CODE = "2019-140100-54-03-012345"
MOMENT = "2026-03-02T01:20:00Z"
LATER = "2026-03-12T15:59:59.999000Z"
CAPTURED_AT = "2026-03-02T09:15:00+08:00"

OWN_REGISTRY = """
persons:
  - {id: wang, name: 王工, role: unit_staff, unit_id: 140107-housing, region: "140107"}
  - {id: li, name: 李督办, role: supervisor, unit_id: 140107-government, region: "140107", level: county}
projects:
  - {code: 2026-140107-48-01-000001, name_zh: 新桥, name_en: New bridge, level: county, regions: ["140107"]}
posts:
  - {code: unit_head, place: 140107-housing, holders: [wang]}
  - {code: supervisor, place: "140107", holders: [li]}
"""
"""What an operator may import: people, a project, and who holds which post."""


def report_id(at: datetime | None = None) -> str:
    """A new UUIDv7 in lower case, as the phone makes it (RFC 9562 §5.7)."""
    milliseconds = int((at or datetime.now(UTC)).timestamp() * 1000) & (2**48 - 1)
    noise = secrets.randbits(74)
    number = milliseconds << 80 | 7 << 76 | (noise >> 62) << 64 | 0b10 << 62 | noise & (2**62 - 1)
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def fixed_location(**over: Any) -> dict[str, Any]:
    """A point in Taiyuan, measured by a phone that thinks in GCJ-02."""
    return {
        "status": "fixed",
        "latitude": 37.8706,
        "longitude": 112.5489,
        "accuracy_m": 8.5,
        "source_crs": "GCJ-02",
        "mock": False,
        "fixed_at": CAPTURED_AT,
    } | over


def absent_location(reason: str = "no_signal", **over: Any) -> dict[str, Any]:
    """No point, with its reason."""
    return {"status": "absent", "reason": reason} | over


def attachment(**over: Any) -> dict[str, Any]:
    """A photo's description."""
    return {"sha256": SHA, "media_type": "image/jpeg", "bytes": 234_567, "taken_at": CAPTURED_AT} | over


def finding(**over: Any) -> dict[str, Any]:
    """One ordinary land problem."""
    return {
        "category": "land",
        "severity": "ordinary",
        "description": "K12+300 段临时用地手续未办结，施工便道无法贯通。",
        "measure_proposed": "请县自然资源局现场办公，三日内明确用地手续。",
        "attachments": [],
    } | over


def recheck(issue_id: str, **over: Any) -> dict[str, Any]:
    """One recheck of an issue on the ledger, found solved."""
    return {"issue_id": issue_id, "result": "solved", "note": "现场核实，便道已贯通。"} | over


def site_visit(**over: Any) -> dict[str, Any]:
    """A site visit with one finding; `over` replaces top-level fields."""
    return (
        _common()
        | {
            "kind": "site_visit",
            "progress": {"percent": 35, "stage": "路基施工", "note": "路基填筑完成，桥梁桩基待开工。"},
            "findings": [finding()],
            "no_problem_found": False,
            "rechecks": [],
        }
        | over
    )


def quiet_visit(**over: Any) -> dict[str, Any]:
    """A site visit that found no problem."""
    return site_visit(findings=[], no_problem_found=True) | over


def incident(**over: Any) -> dict[str, Any]:
    """An alleged blockade of a gate, with a legitimate grievance and a call to 110."""
    return (
        _common()
        | {
            "kind": "blockade",
            "severity": "ordinary",
            "description": "据项目部反映，十余人在东门口停放车辆，混凝土罐车无法进场。",
            "started_at": "2026-03-02T08:00:00+08:00",
            "ongoing": True,
            "people": 12,
            "alleged_parties": "据称为附近村民，身份待核实。",
            "works": {"stopped": True, "minutes": 75},
            "injuries": 0,
            "grievance": {"description": "村民反映土地补偿款未足额到位。", "raised_with": "乡政府"},
            "referrals": [{"body": "police_110", "referred_at": "2026-03-02T08:40:00+08:00"}],
        }
        | over
    )


def sync_request(*reports: dict[str, Any]) -> dict[str, Any]:
    """A phone's queue of these reports, in order."""
    return {
        "items": [{"type": "incident" if "works" in report else "site_visit", "report": report} for report in reports]
    }


def obligation(code: str = "resolve", round_: int = 1, **over: Any) -> dict[str, Any]:
    """One clock as an event sets it."""
    return {"code": code, "round": round_, "due_at": MOMENT, "original_due_at": None, "provisional": False} | over


def clocks(**changes: list[dict[str, Any]]) -> dict[str, Any]:
    """What an event does to the clocks of its issue."""
    return {"started": [], "ended": [], "resumed": [], "moved": []} | changes


def events() -> dict[str, dict[str, Any]]:
    """One event of every published type, type → its data as JSON."""
    data = _course_of_an_issue() | _exceptions() | _escalations()
    return {type_: {"clocks": None} | data[type_] for type_ in data}


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
        "issue.assigned.v1": {
            "unit_id": "140105-natural-resources",
            "supervising_region": "140105",
            "supervising_level": "county",
            "rule": "land-county",
            "supporting_unit_ids": ["140105-ecology"],
            **policy,
            "clocks": clocks(started=[obligation(provisional=True)], ended=[_ended("triage")]),
        },
        "issue.triaged.v1": {
            "reason": "no-rule",
            "supervising_region": "140105",
            "supervising_level": "county",
            **policy,
            "clocks": clocks(started=[obligation("triage")]),
        },
        "issue.declined.v1": reason | {"clocks": clocks(started=[obligation("triage", 2)])},
        "issue.accepted.v1": {
            "person_id": "head-140105-natural-resources",
            "person_name": "王某",
            "clocks": clocks(ended=[_ended("deploy")]),
        },
        "plan.filed.v1": {"milestones": [{"name": "组卷报批", "due_on": "2026-03-05"}]},
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
        "recheck.recorded.v1": {"result": "solved", "on_site": True, "note": None, "report_id": None},
        "issue.closed.v1": {"grade": "good", "note": None},
        "closure.returned.v1": {
            "reasons": ["便道仍未贯通"],
            "clocks": clocks(ended=[_ended("verify")], resumed=[{"code": "resolve", "round": 1}]),
        },
        "issue.reopened.v1": reason | {"clocks": clocks(started=[obligation("resolve", 2)])},
        "issue.voided.v1": reason,
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
        "issue.resumed.v1": {"resumed_at": MOMENT, "reason": None},
        "issue.merged.v1": {"into": twin["issue_id"], "into_serial": twin["serial"], **reason},
        "duplicate.absorbed.v1": {**twin, "adopted": [obligation()]},
        "issue.parted.v1": reason,
        "duplicate.released.v1": twin,
        "policy.moved.v1": {
            "policy": "before-due",
            "policy_version": 1,
            **reason,
            "clocks": clocks(moved=[obligation()], ended=[_ended("zero", "cancelled")]),
        },
        "clocks.recomputed.v1": {"calendar": "0f3a91c2d4e5", "clocks": clocks(moved=[obligation()])},
    }


def _escalations() -> dict[str, dict[str, Any]]:
    clock = {"obligation": "resolve", "round": 1}
    step = {**clock, "policy": "13710", "policy_version": 1, "step": "resolve-county", "occurrence": 1}
    alert_id = "0d3f2c1e-58a2-5c39-9f5e-1a7d7f1c1371"
    return {
        "escalation.fired.v1": {
            **step,
            "light": "red",
            "light_zh": "红",
            "light_en": "red",
            "instrument": "supervision_order",
            "due_at": MOMENT,
            "late_ms": 86_400_000,
            "alerts": [
                {
                    "alert_id": alert_id,
                    "recipient_person_id": None,
                    "recipient_post": "supervisor",
                    "recipient_level": "city",
                    "recipient_region": "140100",
                    "text_zh": "逾期",
                    "text_en": "overdue",
                    "vacant_posts": ["supervisor-140105"],
                }
            ],
            "channels": ["app", "wecom"],
            "deferred": "quiet_hours",
        },
        "escalation.deferred.v1": {**step, "due_at": MOMENT, "until": LATER, "reason": "quiet_hours"},
        "escalation.failed.v1": {
            **step,
            "due_at": MOMENT,
            "late_ms": 0,
            "reason": "nobody",
            "vacant_posts": ["supervisor-140105", "supervisor-140100", "supervisor-140000"],
        },
        "alert.acknowledged.v1": {
            "alert_id": alert_id,
            **clock,
            "step": "resolve-county",
            "occurrence": 1,
        },
    }


def _ended(code: str, outcome: str = "satisfied") -> dict[str, Any]:
    return {"code": code, "round": 1, "outcome": outcome}


def envelope(type_: str, data: dict[str, Any], **over: Any) -> dict[str, Any]:
    """An event as `ledger.events.v1` carries it, as JSON."""
    return {
        "issue_id": "8c6f1f0e-3d5b-5a54-9c55-6a0f3f1f7b11",
        "version": 1,
        "type": type_,
        "at": MOMENT,
        "actor": {"person_id": "supervisor-140105", "role": "supervisor", "unit_id": None, "region": "140105"},
        "data": data,
    } | over


def as_bytes(report: Any) -> bytes:
    """The bytes a phone sends."""
    return json.dumps(report, ensure_ascii=False).encode()


def _common() -> dict[str, Any]:
    return {
        "report_id": report_id(),
        "schema_version": "1.0",
        "captured_at": CAPTURED_AT,
        "sent_at": "2026-03-02T09:20:00.123+08:00",
        "device": {"id": "device-7f3a", "app_version": "1.4.2", "os": "Android 14", "clock_error_ms": 120},
        "project_code": PROJECT_CODE,
        "location": fixed_location(),
        "attachments": [],
    }
