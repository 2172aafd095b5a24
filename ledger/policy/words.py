"""Knows how a policy reads to people: its clocks, ladder and notices as tables, in Chinese and English words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ledger.calendar.deadlines import Length, TimeLimit
from ledger.policy.ladder import Recipient, Repeat, Step
from ledger.policy.policy import ObligationRule, Policy, Scope, Trigger
from ledger.registry.catalogue import Catalogue
from mobile_schema.labels import label
from mobile_schema.vocabulary import Level

Row = tuple[str, ...]


class Unit(NamedTuple):
    """A unit of time after a number, in Chinese and English, and what its key says in a policy file."""

    zh: str
    en: str
    key: str = ""

    def counted(self, number: int) -> str:
        """So many of them in English."""
        return f"{number} {self.en}{'s' if number != 1 else ''}"


UNITS: Final[Mapping[str, Unit]] = {
    "months": Unit("个月", "month", "月 / months"),
    "days": Unit("天", "day", "天(自然日)/ natural days"),
    "working_days": Unit("个工作日", "working day", "工作日 / working days"),
    "hours": Unit("小时", "hour", "小时 / hours"),
    "minutes": Unit("分钟", "minute", "分钟 / minutes"),
}
NEXT_WORKING_DAY: Final = (",遇休息日为下一工作日", ", or the next working day")
TRIGGERS: Final[Mapping[Trigger, tuple[str, str]]] = {
    Trigger.TRIAGED: ("待分派", "waits for triage"),
    Trigger.ASSIGNED: ("交办", "assigned"),
    Trigger.ACCEPTED: ("签收", "accepted"),
    Trigger.DECLINED: ("退回", "declined"),
    Trigger.PLAN_FILED: ("倒排工期", "plan filed"),
    Trigger.PROGRESSED: ("反馈进展", "progress reported"),
    Trigger.ANSWERED: ("措施和节点齐备", "measures and milestones there"),
    Trigger.WORKS_RESUMED: ("复工", "works resumed"),
    Trigger.REFERRED: ("移送", "referred"),
    Trigger.REFERRED_TO_POLICE: ("移送公安", "referred to the police"),
    Trigger.CLOSURE_REQUESTED: ("申请销号", "closure requested"),
    Trigger.RECHECKED: ("复核", "rechecked"),
    Trigger.RETURNED: ("不合格退回", "returned"),
    Trigger.CLOSED: ("销号", "struck off"),
    Trigger.REOPENED: ("反弹", "reopened"),
    Trigger.VOIDED: ("误报", "voided"),
}
OBLIGATION_HEADS: Final = ("时限节点 clock", "开始 starts", "办结 satisfied by", "时限 due")
LADDER_HEADS: Final = ("步骤 step", "时限节点 clock", "何时 when", "灯 light", "文书 instrument", "发给 to")
NOTICE_HEADS: Final = ("通知 notice", "告知 told to")

_POSTS: Final = {
    "responsible_person": ("责任人", "person responsible"),
    "unit_head": ("责任单位负责人", "head of the unit"),
    "supervisor": ("督办人员", "supervisor"),
}
_LEVELS: Final = {"supervising": ("本级", "of its level"), "above": ("上一级", "one level above")}


def obligation_rows(policy: Policy) -> Iterator[Row]:
    """A row for each clock, under `OBLIGATION_HEADS`."""
    for code, rule in policy.obligations.items():
        only = f"（{scope_words(rule.only)}）" if rule.only != Scope() else ""
        yield (
            f"{rule.title.zh} {rule.title.en} `{code}`{only}",
            _triggers(rule.starts),
            _triggers(rule.satisfied_by),
            _due(rule),
        )


def ladder_rows(policy: Policy) -> Iterator[Row]:
    """A row for each step, under `LADDER_HEADS`: clock by clock, in the order written."""
    for code, steps in policy.steps_of.items():
        for step in steps:
            light = policy.light(step.light)
            yield (
                step.step,
                policy.obligations[code].title.zh,
                _when(step),
                f"{light.zh} {light.en}",
                _both(label(step.instrument), label(step.instrument, "en")),
                "；".join(_recipient(to) for to in step.to),
            )


def notice_rows(policy: Policy) -> Iterator[Row]:
    """A row for each kind of notice, under `NOTICE_HEADS`; where only those whom it names are told, it says so."""
    for kind, recipients in policy.notices.items():
        told = "；".join(_recipient(to) for to in recipients) or "被指名者 who is named"
        yield f"{_both(label(kind), label(kind, 'en'))} `{kind}`", told


def markdown(heads: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as Markdown has it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |\n" for line in lines)


def span_words(span: Length) -> tuple[str, str]:
    """A length of time in Chinese and English; nothing is the day itself."""
    counted = span.model_dump(exclude_defaults=True, include=set(UNITS))
    if not counted:
        return "当日", "the same day"
    zh = "".join(f"{number} {UNITS[unit].zh}" for unit, number in counted.items())
    return zh, " ".join(UNITS[unit].counted(number) for unit, number in counted.items())


def limit_words(limit: TimeLimit) -> tuple[str, str]:
    """A time limit in Chinese and English."""
    zh, en = span_words(limit)
    put_off = NEXT_WORKING_DAY if limit.or_next_working_day else ("", "")
    return zh + put_off[0], en + put_off[1]


def scope_words(scope: Scope, catalogue: Catalogue | None = None) -> str:
    """For which issues something holds; regions by name where there is a registry."""
    named = label if catalogue is None else catalogue.category_name
    said = ["、".join(named(category) for category in scope.categories)]
    said += ["、".join(label(severity) for severity in scope.severities)]
    said += ["、".join(_region(code, catalogue) for code in scope.regions)]
    said += [{None: "", True: "已停工", False: "未停工"}[scope.works_stopped]]
    return " · ".join(part for part in said if part) or "全部 all"


def _region(code: str, catalogue: Catalogue | None) -> str:
    known = catalogue.regions.get(code) if catalogue is not None else None
    return code if known is None else known.name_zh


def _triggers(triggers: Iterable[Trigger]) -> str:
    return "、".join(_both(*TRIGGERS[trigger]) for trigger in triggers)


def _due(rule: ObligationRule) -> str:
    limits = {severity: _both(*limit_words(rule.due[severity])) for severity in rule.severities()}
    one, *others = set(limits.values())
    if others:
        return "；".join(f"{label(severity)} {words}" for severity, words in limits.items())
    return one


def _when(step: Step) -> str:
    said = _both(*_first_time(step))
    if step.repeat is not None:
        said += f"，{_repeat(step.repeat)}"
    if step.again_if_idle is not None:
        zh, en = span_words(step.again_if_idle)
        said += f"，签阅后 {zh}无进展再提醒 again if idle for {en}"
    return said


def _first_time(step: Step) -> tuple[str, str]:
    if step.before is not None:
        zh, en = span_words(step.before)
        return f"到期前 {zh}", f"{en} before due"
    if step.after is not None:
        zh, en = span_words(step.after)
        return f"超期 {zh}", f"{en} after due"
    if step.lapse is not None:
        zh, en = span_words(step.lapse)
        return f"{step.needs} 发出 {zh}仍未办结", f"{en} after {step.needs}, if still not satisfied"
    return "到期", "when due"


def _repeat(repeat: Repeat) -> str:
    zh, en = span_words(repeat.every)
    said = f"每 {zh}重复 every {en}"
    if repeat.at_most is not None:
        said += f"，至多 {repeat.at_most} 次 at most {repeat.at_most} times"
    if repeat.until is not None:
        zh, en = span_words(repeat.until)
        said += f"，至首次后 {zh} until {en} after the first"
    return said


def _recipient(to: Recipient) -> str:
    zh, en = _POSTS[to.post]
    if to.of == "supporting":
        return "配合单位负责人 head of each supporting unit"
    if to.level is None:
        return _both(zh, en)
    if isinstance(to.level, Level):
        return f"{label(to.level)}{zh} {to.level} {en}"
    return f"{_LEVELS[to.level][0]}{zh} {en} {_LEVELS[to.level][1]}"


def _both(zh: str, en: str) -> str:
    return f"{zh} {en}"
