"""Knows matters and sets with nothing wrong, and how a test enters them."""

from datetime import date, timedelta
from typing import Any

from ledger.groundwork.clock import HeldClock
from ledger.issue.issue import Issue
from ledger.matters.entering import Entered, enter
from ledger.matters.opening import opened
from ledger.matters.words import NewMatter, NewSet, wanted
from ledger.policy.rules import Rules
from tests import factories as phone
from tests.ledger.factories import COUNTY, LAND_UNIT, RULES, START, local, person
from tests.ledger.parts import Ledger
from tests.ledger.stories import Story

TODAY = date.fromisoformat(local(START)[:10])
CITY_GOVERNMENTS = tuple(f"14{number:02d}00-government" for number in range(1, 12))


def in_days(days: int) -> date:
    """A day so many days after a test's first."""
    return TODAY + timedelta(days=days)


def new_matter(**over: Any) -> NewMatter:
    """A leader's instruction about the county, for its land bureau, within twenty days."""
    said = {
        "id": phone.report_id(),
        "source": "leader",
        "text": "尽快解决汾河东岸便道用地手续。",
        "paper": {"number": "小政督〔2026〕5号", "dated_on": "2026-03-01"},
        "unit_id": LAND_UNIT,
        "due_on": in_days(20),
    }
    return NewMatter.model_validate(said | over)


def new_set(*tasks: dict[str, Any], **over: Any) -> NewSet:
    """A document of the county broken down into tasks; two, unless they are said."""
    said = {
        "id": phone.report_id(),
        "title": "重点项目攻坚方案",
        "paper": {"number": "小政发〔2026〕3号", "dated_on": "2026-03-01"},
        "due_on": in_days(30),
        "tasks": list(tasks)
        or [
            {"number": "1", "text": "完成土地预审。", "unit_ids": [LAND_UNIT]},
            {"number": "2", "text": "完成环评批复。", "unit_ids": ["140105-ecology"], "due_on": in_days(10)},
        ],
    }
    return NewSet.model_validate(said | over)


def issues_of(entered: NewMatter | NewSet, who: str = COUNTY, rules: Rules = RULES) -> list[Issue]:
    """The issues that what is entered opens, without a database. Raises as `opened` does."""
    matters = wanted(entered)
    serials = [f"140105-2026-{number:05d}" for number in range(1, len(matters) + 1)]
    return [change.issue for change in opened(matters, serials, person(who), START, rules)]


def story_of(matter: NewMatter, who: str = COUNTY, rules: Rules = RULES) -> Story:
    """The matter as an issue that a test lets live, without a database."""
    (change,) = opened(wanted(matter), ["140105-2026-00001"], person(who), START, rules)
    return Story(HeldClock(START), change.issue, list(change.envelopes), rules=rules)


def entering(ledger: Ledger, entered: NewMatter | NewSet, who: str = COUNTY) -> Entered:
    """Put it on a ledger."""
    return enter(ledger.store, entered, person(who), clock=ledger.clock, rules=RULES)
