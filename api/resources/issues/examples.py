"""Knows one good body of each command, as OpenAPI shows it."""

from typing import Any, Final

_SHA256: Final = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9"

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "assign": {"unit_id": "140105-natural-resources", "supporting_unit_ids": ["140105-ecology"]},
    "accept": {"person_id": "staff-140105-natural-resources"},
    "decline": {"reason": "该地块属市级权限,不属本单位职责。"},
    "file-plan": {"milestones": [{"name": "组卷报批", "due_on": "2026-03-05"}]},
    "report-progress": {"note": "已组卷上报。", "measures": "专班推进", "percent": 40, "works_resumed": False},
    "request-closure": {
        "statement": "临时用地手续已批复。",
        "evidence": [
            {"kind": "land_certificate", "text": "小自然资临〔2026〕8号"},
            {"kind": "photo", "sha256": _SHA256},
        ],
    },
    "record-recheck": {
        "result": "solved",
        "on_site": True,
        "report_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
        "note": "便道已全线贯通。",
    },
    "approve-closure": {"grade": "good"},
    "return-closure": {"reasons": ["便道仅一端贯通,请补现场照片。"]},
    "reopen": {"reason": "便道又被阻断。"},
    "void": {"reason": "非本项目问题,误报。"},
    "unvoid": {"reason": "经复核问题属实。"},
    "log-referral": {
        "body": "police_110",
        "referred_at": "2026-03-04T08:40:00+08:00",
        "case_number": "晋A110-0304-017",
    },
    "request-extension": {"obligation": "resolve", "due_on": "2026-03-20", "reason": "待省厅批复用地预审。"},
    "approve-extension": {"note": "同意,仅此一次。"},
    "refuse-extension": {"reason": "理由不充分。"},
    "request-suspension": {"resume_on": "2026-04-01", "reason": "冬季停工。"},
    "suspend": {"resume_on": "2026-04-01", "reason": "冬季停工。"},
    "refuse-suspension": {"reason": "不影响办理手续。"},
    "resume": {"reason": "提前复工。"},
    "merge": {"into": "0195551a-9b20-8b0b-b1d3-683276d4deb1", "reason": "与 140105-2026-00001 为同一地块。"},
    "part": {"reason": "并非同一地块。"},
    "change-person": {"person_id": "staff-140105-natural-resources", "reason": "原责任人调离。"},
    "change-support": {"add": ["140105-housing"], "reason": "需住建部门配合。"},
    "transfer": {"unit_id": "140105-housing", "reason": "经核,属住建部门职责。"},
    "judge-correction": {"report_id": "01957e4b-2c10-7d02-9a3b-5f1e7c8d9b60", "accepted": True, "reason": "经核属实。"},
    "answer-referral": {
        "place": 0,
        "state": "taken",
        "answered_at": "2026-03-04T10:10:00+08:00",
        "case_number": "晋A110-0304-017",
        "note": "已出警,双方带离调解。",
    },
    "move-policy": {"policy": "before-due", "version": 1, "reason": "增加到期前预警。"},
    "withdraw-closure": {"reason": "材料须重新准备。"},
    "withdraw-extension": {"reason": "可按期办结。"},
    "withdraw-suspension": {"reason": "提前复工。"},
    "correct": {
        "severity": "major",
        "location": {"latitude": 37.8706, "longitude": 112.5489},
        "reason": "已致全线停工,位置以现场复核为准。",
    },
    "comment": {"note": "请核实桩号。", "mentions": ["staff-140105-natural-resources"], "attachments": [_SHA256]},
    "instruct": {"note": "三日内书面回复。", "due_on": "2026-03-05"},
    "remind": {"note": "请于明日反馈。"},
    "reply": {"note": "本单位已完成管线迁改。", "instruction": 1},
    "tick-milestone": {"number": 1, "reached_on": "2026-03-04", "note": "已报市局。"},
}
