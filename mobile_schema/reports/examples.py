"""Knows one good report of each kind, as shown in the schemas and in OpenAPI. Invented, on Shanxi sites."""

from typing import Any, Final

_PHOTO: Final = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"

SITE_VISIT: Final[dict[str, Any]] = {
    "report_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
    "schema_version": "1.0",
    "captured_at": "2025-03-02T09:15:00+08:00",
    "sent_at": "2025-03-02T09:20:00+08:00",
    "device": {"id": "device-7f3a", "app_version": "1.4.2", "os": "Android 14", "clock_error_ms": 120},
    "project_code": "2019-140100-54-03-012345",
    "location": {
        "status": "fixed",
        "latitude": 37.8706,
        "longitude": 112.5489,
        "accuracy_m": 8.5,
        "source_crs": "GCJ-02",
        "mock": False,
        "fixed_at": "2025-03-02T09:14:50+08:00",
    },
    "attachments": [
        {
            "sha256": _PHOTO,
            "media_type": "image/jpeg",
            "bytes": 234567,
            "taken_at": "2025-03-02T09:14:30+08:00",
        }
    ],
    "kind": "site_visit",
    "progress": {"percent": 35, "stage": "路基施工", "note": "K10 至 K12 路基填筑完成，桥梁桩基待开工。"},
    "findings": [
        {
            "category": "land",
            "severity": "ordinary",
            "description": "K12+300 段临时用地手续未办结，施工便道无法贯通。",
            "measure_proposed": "请县自然资源局现场办公，三日内明确用地手续。",
            "attachments": [_PHOTO],
        }
    ],
    "no_problem_found": False,
    "rechecks": [],
}

RECHECK_VISIT: Final[dict[str, Any]] = {
    **SITE_VISIT,
    "report_id": "01957e4b-2c10-7d02-9a3b-5f1e7c8d9b60",
    "captured_at": "2025-03-10T10:00:00+08:00",
    "sent_at": "2025-03-10T18:42:11+08:00",
    "location": {"status": "absent", "reason": "no_signal", "note": "隧道内无信号"},
    "kind": "recheck",
    "progress": None,
    "findings": [],
    "no_problem_found": True,
    "rechecks": [
        {
            "issue_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57-0",
            "result": "solved",
            "note": "便道已贯通，桩基已开工。",
            "attachments": [_PHOTO],
        }
    ],
}

INCIDENT: Final[dict[str, Any]] = {
    **{name: SITE_VISIT[name] for name in ("schema_version", "device", "project_code", "location")},
    "report_id": "0195551c-10f8-7e55-b1c2-8d4f6a0b3e19",
    "captured_at": "2025-03-02T09:30:00+08:00",
    "sent_at": "2025-03-02T09:31:05+08:00",
    "attachments": [],
    "kind": "blockade",
    "severity": "major",
    "description": "据项目部反映，十余人在东门口停放车辆，混凝土罐车无法进场。",
    "started_at": "2025-03-02T08:00:00+08:00",
    "ongoing": True,
    "people": 12,
    "alleged_parties": "据称为附近村民，身份待核实。",
    "works": {"stopped": True, "minutes": 90},
    "injuries": 0,
    "grievance": {"description": "村民反映土地补偿款未足额到位。", "raised_with": "乡政府"},
    "measure_proposed": "请乡政府到场协调，补偿款事项另行核实。",
    "referrals": [
        {"body": "police_110", "referred_at": "2025-03-02T08:40:00+08:00", "case_number": None, "note": None}
    ],
}

PROJECT_FIGURE: Final[dict[str, Any]] = {
    "report_id": "01955520-77a4-7b0e-9c55-3e1d2f4a6b80",
    "schema_version": "1.0",
    "project": "2019-140100-54-03-012345",
    "month": "2025-02",
    "kind": "carried-over",
    "stage": "building",
    "plan_year": 36_000_000_000,
    "done_year": 4_100_000_000,
    "total": 120_000_000_000,
    "progress": 3_450,
    "due_start": None,
    "started_on": "2024-04-18",
    "resumed": True,
    "regions": ["140100"],
    "unit": "太原市交通运输局",
}

FIGURE_BATCH: Final[dict[str, Any]] = {
    "figures": [
        PROJECT_FIGURE,
        {
            "report_id": "01955520-77a4-7b0e-9c55-3e1d2f4a6b81",
            "schema_version": "1.0",
            "name": "太焦铁路",
            "month": "2025-02",
            "plan_year": 24_000_000_000,
            "done_year": 1_900_000_000,
            "regions": ["140400", "140500"],
        },
    ]
}

SYNC_REQUEST: Final[dict[str, Any]] = {
    "items": [
        {"type": "site_visit", "report": SITE_VISIT},
        {"type": "incident", "report": INCIDENT},
    ]
}
