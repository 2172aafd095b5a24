"""Knows an event of every type of what was reported or entered, put right, taken back and referred."""

from tests.factories import MOMENT, PROJECT_CODE, SHA
from tests.mobile_schema.events.published.parts import Events, alert


def events() -> Events:
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
        "report.corrected.v1": {
            "alerts": [alert()],
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
        "report.withdrawn.v1": {
            "alerts": [],
            "vacant_posts": ["supervisor@140105"],
            "report_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
            "reason": "项目选错",
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
        "referral.logged.v1": {"body": "police_110", "referred_at": MOMENT, "case_number": None},
        "referral.answered.v1": {
            "place": 0,
            "state": "taken",
            "answered_at": MOMENT,
            "case_number": "晋A110-0304-017",
            "note": "已出警",
        },
    }
