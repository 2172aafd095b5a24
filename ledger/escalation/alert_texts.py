"""Knows the words of an alert (督办提醒): Chinese first, English second, one sentence each."""

from ledger.escalation.due import DueStep
from ledger.issue.issue import Issue
from ledger.policy.policy import Policy
from mobile_schema.labels import label


def alert_texts(issue: Issue, due: DueStep, policy: Policy) -> tuple[str, str]:
    """The alert's text in Chinese and in English."""
    step, light = due.step, policy.light(due.step.light)
    title = policy.obligations[due.clock.code].title
    deadline = f"{due.clock.due_at.astimezone(policy.zone):%Y-%m-%d %H:%M}"
    ahead = step.before is not None
    chinese = (
        f"【{label(step.instrument, 'zh')}·{light.zh}灯】问题 {issue.serial} "
        f"“{_short(issue.description)}”的“{title.zh}”时限为 {deadline},"
        f"{'即将到期' if ahead else '已超期未办'}。"
    )
    english = (
        f"[{label(step.instrument, 'en')}, {light.en}] Issue {issue.serial}: '{title.en}' "
        f"{'is' if ahead else 'was'} due {deadline}{'.' if ahead else ' and is overdue.'}"
    )
    return chinese, english


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
