"""Knows how the commands of a persona are held to the table: refused in order, and nothing changed."""

from collections.abc import Callable
from typing import Any, Final

from ledger.issue.commands import COMMANDS
from mobile_schema.vocabulary import State
from tests.access.asking import ABSENT, NO_REPORT, TABLE, asked, stands, told_apart
from tests.access.world import HOME, World


def check_commands(made: World, persona: str, only: str | None = None) -> None:
    """On an issue that is voided no command but a comment, a recheck and the undoing is possible: 404, 403, else 409.

    The undoing is tried on one that is struck off, a recheck on site without a visit, which shows nothing: 422.
    """
    events = made.store["events"].count_documents({})
    with made.client(persona) as client:
        for name in COMMANDS:
            action = f"issue.{name}"
            if only not in (None, action):
                continue
            for county in (HOME, "140106", "140213"):
                case = made.case(county, State.CLOSED if name == "unvoid" else State.VOIDED)
                body = BODIES[name](made, county)
                path = f"/v1/issues/{case.id}/{name}"
                seen = f'"{made.store["issues"].find_one({"_id": case.id})["version"]}"'  # type: ignore[index]
                answer = asked(made, client, persona, "POST", path, json=body, headers={"If-Match": seen})
                readable = stands(persona, case, TABLE["issue.read"][persona])
                allowed = stands(persona, case, TABLE[action][persona])
                # A comment is taken in any state: this one names a file that nobody here sent.
                possible = 422 if name == "comment" else REFUSED.get(name, 409)
                expected = 404 if not readable else possible if allowed else 403
                assert answer.status_code == expected, (name, county, answer.text)
                if not readable:
                    absent = client.post(f"/v1/issues/{ABSENT}/{name}", json=body, headers={"If-Match": seen})
                    assert told_apart(answer, case.id) == told_apart(absent, ABSENT)
                stale = client.post(path, json=body, headers={"If-Match": '"9999"'})
                assert stale.status_code == (412 if readable else 404)
                if county == HOME:
                    assert client.post(path, json={"x": 1}).status_code == 422
    assert made.store["events"].count_documents({}) == events


REFUSED: Final = {"record-recheck": 422, "answer-referral": 422}
"""What may be done in any state is refused for what it says."""
BODIES: Final[dict[str, Callable[[World, str], dict[str, Any]]]] = {
    "assign": lambda _, county: {"unit_id": f"{county}-natural-resources"},
    "accept": lambda _, county: {"person_id": f"worker-{county}"},
    "change-person": lambda _, county: {"person_id": f"worker-{county}", "reason": "调岗"},
    "change-support": lambda _, county: {"add": [f"{county}-transport"], "reason": "配合施工"},
    "transfer": lambda _, county: {"unit_id": f"{county}-transport", "reason": "属其职责"},
    "file-plan": lambda *_: {"milestones": [{"name": "组卷", "due_on": "2026-04-01"}]},
    "report-progress": lambda *_: {"note": "已办"},
    "request-closure": lambda *_: {"statement": "已办", "evidence": [{"kind": "site_photo", "sha256": "0" * 64}]},
    "record-recheck": lambda *_: {"result": "solved", "on_site": True},
    "answer-referral": lambda *_: {"place": 0, "state": "taken", "answered_at": "2026-03-04T10:10:00+08:00"},
    "judge-correction": lambda *_: {"report_id": NO_REPORT, "accepted": True},
    "approve-closure": lambda *_: {"grade": "good"},
    "return-closure": lambda *_: {"reasons": ["未办"]},
    "log-referral": lambda *_: {"body": "police_110", "referred_at": "2026-03-04T08:40:00+08:00"},
    "request-extension": lambda *_: {"due_on": "2026-06-01", "reason": "待批"},
    "approve-extension": lambda *_: {},
    "request-suspension": lambda *_: {"resume_on": "2026-06-01", "reason": "冬季"},
    "suspend": lambda *_: {"resume_on": "2026-06-01", "reason": "冬季"},
    "merge": lambda made, county: {"into": made.case(county, State.IN_PROGRESS).id, "reason": "同一"},
    "move-policy": lambda *_: {"policy": "before-due", "version": 1, "reason": "预警"},
    "comment": lambda *_: {"note": "请核实", "attachments": ["0" * 64]},
    "instruct": lambda *_: {"note": "限期回复"},
    "remind": lambda *_: {},
    "reply": lambda *_: {"note": "已办"},
    "tick-milestone": lambda *_: {"number": 1},
    "correct": lambda *_: {"severity": "major", "reason": "停工"},
    **dict.fromkeys(
        ("withdraw-closure", "withdraw-extension", "withdraw-suspension"),
        lambda *_: {"reason": "理由"},
    ),
    **dict.fromkeys(
        ("decline", "reopen", "void", "unvoid", "refuse-extension", "refuse-suspension", "resume", "part"),
        lambda *_: {"reason": "理由"},
    ),
}
