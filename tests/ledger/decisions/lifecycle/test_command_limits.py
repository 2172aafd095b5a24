"""What a command holds at most, and at least: the last that is taken, and the first that is not."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.issue.commands import COMMANDS

SHA = "0" * 64
MILESTONE = {"name": "围挡", "due_on": date(2026, 3, 5)}
ITEM = {"kind": "site_photo", "text": "已拆"}


def text(length: int) -> str:
    return "字" * length


def units(count: int) -> list[str]:
    return [f"unit-{number}" for number in range(count)]


LIMITS: list[tuple[str, str, dict[str, Any], list[Any], list[Any]]] = [
    ("assign", "unit_id", {}, [text(1), text(120)], ["", text(121)]),
    ("assign", "supporting_unit_ids", {"unit_id": "one"}, [units(10)], [units(11)]),
    ("change-support", "add", {"reason": "增派"}, [units(10)], [units(11)]),
    ("change-support", "remove", {"reason": "撤回"}, [units(10)], [units(11)]),
    ("file-plan", "milestones", {}, [[MILESTONE], [MILESTONE] * 50], [[], [MILESTONE] * 51]),
    ("report-progress", "note", {}, [text(1), text(2000)], ["", text(2001)]),
    ("report-progress", "percent", {"note": "拆"}, [0, 100], [-1, 101]),
    ("report-progress", "attachments", {"note": "拆"}, [[SHA] * 20], [[SHA] * 21]),
    ("request-closure", "evidence", {"statement": "拆完"}, [[], [ITEM] * 50], [[ITEM] * 51]),
    ("record-recheck", "report_id", {"result": "solved", "on_site": True}, [text(36)], [text(37)]),
    ("record-recheck", "attachments", {"result": "solved", "on_site": True}, [[SHA] * 20], [[SHA] * 21]),
    ("return-closure", "reasons", {}, [["不齐"], ["不齐"] * 20], [[], ["不齐"] * 21]),
    ("move-policy", "version", {"policy": "ours", "reason": "改"}, [1], [0]),
    ("comment", "note", {}, [text(1), text(2000)], ["", text(2001)]),
    ("comment", "mentions", {"note": "看"}, [["li"] * 50], [["li"] * 51, ["li"] * 10_000]),
    ("instruct", "alert_id", {"note": "办"}, [text(120)], ["", text(121)]),
    ("reply", "instruction", {"note": "已办"}, [1, 1_000_000], [0, 1_000_001]),
    ("tick-milestone", "number", {}, [1, 50], [0, 51]),
    ("correct", "description", {"reason": "改"}, [text(1), text(2000)], ["", "。", text(2001)]),
    *(
        (name, "note", said, [text(1), text(2000)], ["", "…", text(2001)])
        for name, said in (("accept", {"person_id": "li"}), ("void", {"reason": "误报"}), ("remind", {}))
    ),
    ("transfer", "attachments", {"unit_id": "one", "reason": "改"}, [[SHA] * 20], [[SHA] * 21]),
]


@pytest.mark.parametrize(("command", "field", "rest", "taken", "refused"), LIMITS, ids=lambda each: str(each)[:30])
def test_the_last_that_is_taken_and_the_first_that_is_not(
    command: str, field: str, rest: dict[str, Any], taken: list[Any], refused: list[Any]
) -> None:
    for value in taken:
        COMMANDS[command].model_validate({**rest, field: value})
    for value in refused:
        with pytest.raises(ValidationError) as caught:
            COMMANDS[command].model_validate({**rest, field: value})
        assert {fault["loc"][0] for fault in caught.value.errors()} == {field}


def test_whether_work_goes_on_is_never_taken_for_granted() -> None:
    progress = COMMANDS["report-progress"].model_validate({"note": "拆"})
    assert progress.model_dump()["works_resumed"] is False


def test_what_is_said_is_kept_without_the_blanks_around() -> None:
    said = COMMANDS["decline"].model_validate({"reason": " 非本单位 \n", "note": " 附函 "}).model_dump()
    assert said == {"reason": "非本单位", "note": "附函", "attachments": ()}


def test_readers_of_the_schema_are_told_that_something_must_be_said() -> None:
    reason = COMMANDS["decline"].model_json_schema()["properties"]["reason"]
    assert (reason["minLength"], reason["maxLength"]) == (1, 2000)
