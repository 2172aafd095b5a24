"""Knows the words of an alert (督办提醒): Chinese first, English second, one sentence each."""

from xiaohao.ledger.issue import Issue, ObligationState
from xiaohao.ledger.policy import Policy, Step
from xiaohao.mobile_schema.labels import label
from xiaohao.mobile_schema.vocabulary import ObligationCode


def alert_texts(issue: Issue, step: Step, clock: ObligationState, policy: Policy) -> tuple[str, str]:
    """The alert's text in Chinese and in English."""
    obligation = ObligationCode(clock.code)
    due = clock.due_at.astimezone(policy.zone)
    chinese = (
        f"【{label(step.instrument, 'zh')}·{label(step.light, 'zh')}灯】问题 {issue.serial} "
        f"“{_short(issue.description)}”的“{label(obligation, 'zh')}”时限为 {due:%Y-%m-%d %H:%M},已超期未办。"
    )
    english = (
        f"[{label(step.instrument, 'en')}, {label(step.light, 'en')}] Issue {issue.serial}: "
        f"'{label(obligation, 'en')}' was due {due:%Y-%m-%d %H:%M} and is overdue."
    )
    return chinese, english


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
