"""What makes no sense in a policy is told with its place in the file."""

import pytest

from tests.ledger.policies import Document, step
from tests.ledger.policy.files.unsound import clock, faults

BROKEN: dict[str, tuple[list[Document], Document, str, str]] = {
    "two steps of one name": (
        [step("late"), step("late", after={"days": 1})],
        {},
        "ladder.0.step",
        "步骤重名 / two steps are called late",
    ),
    "a step on no clock": (
        [step("late", "lunch")],
        {},
        "ladder.0.obligation",
        "没有这个时限节点 / no obligation lunch",
    ),
    "a light nobody defined": (
        [step("late", light="purple")],
        {},
        "ladder.0.light",
        "没有定义这个灯 / no light purple; define it under lights",
    ),
    "before and after": (
        [step("late", before={"days": 1}, after={"days": 1})],
        {},
        "ladder.0.before",
        "before 与 after 只能写一个 / a step falls due before or after, not both",
    ),
    "a lapse of nothing": (
        [step("late", lapse={"days": 1})],
        {},
        "ladder.0.needs",
        "needs 与 lapse 须同时写 / needs and lapse belong together",
    ),
    "a need without a lapse": (
        [step("blue"), step("late", after={"days": 1}, needs="blue")],
        {},
        "ladder.1.needs",
        "needs 与 lapse 须同时写 / needs and lapse belong together",
    ),
    "a lapse and a time of its own": (
        [step("blue"), step("late", after={"days": 1}, needs="blue", lapse={"days": 1})],
        {},
        "ladder.1.needs",
        "needs 的步骤不再写 before、after / a step that needs another has no time of its own",
    ),
    "a need of no step": (
        [step("late", needs="blue", lapse={"days": 1})],
        {},
        "ladder.0.needs",
        "没有这个步骤 / no step blue",
    ),
    "a need of another clock's step": (
        [step("blue", "zero"), step("late", needs="blue", lapse={"days": 1})],
        {},
        "ladder.1.needs",
        "须属同一时限节点 / blue belongs to another obligation",
    ),
    "a need of a step of a clock before its own": (
        [step("blue"), step("late", "zero", needs="blue", lapse={"days": 1})],
        {},
        "ladder.1.needs",
        "须属同一时限节点 / blue belongs to another obligation",
    ),
    "a clock that ends as it starts": (
        [step("late")],
        {"obligations": clock(starts=["assigned"], satisfied_by=["assigned", "closed"])},
        "obligations.lunch.satisfied_by",
        "开始与办结不能是同一事件 / what starts it satisfies it at once: assigned",
    ),
    "a clock that starts when all is over": (
        [step("late")],
        {"obligations": clock(starts=["closed"], satisfied_by=["reopened"])},
        "obligations.lunch.starts",
        "问题已了结,永远不会触发 / the issue has ended, nothing can fire: closed",
    ),
    "no limit for major issues": (
        [step("late")],
        {"obligations": clock(due={"ordinary": {"days": 1}})},
        "obligations.lunch.due",
        "缺少时限 / no time limit for major",
    ),
    "an extension of no clock": (
        [step("late")],
        {"approvals": {"extension": {"obligations": ["lunch"]}}},
        "approvals.extension.obligations",
        "没有这个时限节点 / no obligation lunch",
    ),
    "no clock that goes along": (
        [step("late")],
        {"approvals": {"extension": {"along": ["lunch"]}}},
        "approvals.extension.along",
        "没有这个时限节点 / no obligation lunch",
    ),
    "quiet for a light nobody defined": (
        [step("late")],
        {"quiet_hours": {"from": "22:00", "to": "07:00", "lights": ["purple"]}},
        "quiet_hours.lights",
        "没有定义这个灯 / no light purple; define it under lights",
    ),
    "quiet from eight to eight": (
        [step("late")],
        {"quiet_hours": {"from": "08:00", "to": "08:00", "lights": ["red"]}},
        "quiet_hours.to",
        "起止时刻相同 / they end when they begin",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_makes_no_sense_is_told_with_its_place(case: str) -> None:
    steps, said, place, message = BROKEN[case]
    assert (place, message) in faults(*steps, **said)
