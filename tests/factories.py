"""Knows how to make valid reports as a phone would write them.

A test says only what it is about: `over` replaces fields.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from tests.pictures import picture

PHOTO = picture()
SHA = hashlib.sha256(PHOTO).hexdigest()
PROJECT_CODE = "2019-140100-54-03-012345"
MOMENT = "2026-03-02T01:20:00Z"
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


def figure(**over: Any) -> dict[str, Any]:
    """A figure of January of a project."""
    said = {
        "report_id": report_id(),
        "schema_version": "1.0",
        "project": "2019-140100-54-03-012345",
        "month": "2026-01",
    }
    return {**said, "plan_year": 100, "done_year": 40, **over}


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
