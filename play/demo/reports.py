"""Knows the reports of the story as their phones write them. Invented, on the sample projects."""

from datetime import datetime
from typing import Any

from exchange.tables.ids import uuid7_at

Document = dict[str, Any]

PARK = "2019-140105-39-03-990009"
DATA_CENTRE = "2019-140105-65-03-990010"
YINGZE = "2020-140106-78-03-990002"


def visit(name: str, project: str, at: datetime, *findings: Document, **over: Any) -> Document:
    """A site visit with these findings; `name` makes its id."""
    return {
        **_common(name, project, at),
        "kind": "site_visit",
        "progress": {"percent": 35, "stage": "主体施工", "note": "进度与计划基本一致。"},
        "findings": list(findings),
        "no_problem_found": not findings,
        **over,
    }


def finding(category: str, description: str, severity: str = "ordinary") -> Document:
    """One problem found."""
    return {"category": category, "severity": severity, "description": description}


def recheck(name: str, project: str, at: datetime, issue_id: str, note: str) -> Document:
    """A visit that looks at an issue again and finds it solved."""
    looked = {"issue_id": issue_id, "result": "solved", "note": note}
    return visit(name, project, at, kind="recheck", progress=None, rechecks=[looked])


def blockade(name: str, project: str, at: datetime, called: datetime, case_number: str) -> Document:
    """An alleged blockade of a gate, with the grievance behind it kept apart, and the call to 110."""
    return {
        **_common(name, project, at),
        "kind": "blockade",
        "severity": "ordinary",
        "description": "据项目部反映,十余人在东门口停放车辆,混凝土罐车无法进场。",
        "started_at": called.isoformat(),
        "ongoing": True,
        "people": 12,
        "works": {"stopped": True, "minutes": 50},
        "injuries": 0,
        "grievance": {"description": "村民反映土地补偿款未足额到位。", "raised_with": "乡政府"},
        "referrals": [{"body": "police_110", "referred_at": called.isoformat(), "case_number": case_number}],
    }


def report_id(name: str, at: datetime) -> str:
    """The id of the report of this name."""
    return uuid7_at(at, f"demo\0{name}")


def _common(name: str, project: str, at: datetime) -> Document:
    return {
        "report_id": report_id(name, at),
        "schema_version": "1.0",
        "captured_at": at.isoformat(),
        "sent_at": at.isoformat(),
        "device": {"id": "demo-phone", "app_version": "1.0", "os": "Android 14"},
        "project_code": project,
        "location": {
            "status": "fixed",
            "latitude": 37.7369,
            "longitude": 112.5658,
            "accuracy_m": 8.0,
            "source_crs": "GCJ-02",
            "mock": False,
            "fixed_at": at.isoformat(),
        },
    }
