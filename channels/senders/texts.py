"""Knows the words of a message: templates in Chinese and English, one alert whole or several as a list.

Of many notices only the first are told and all are counted by their kinds: each is in the app, and none asks for
anything.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import Template
from typing import Any, Final

from channels.endpoints.message import are_notices
from mobile_schema.labels import Language, label
from mobile_schema.vocabulary import Instrument, NoticeKind, ObligationCode, VisitKind

Document = Mapping[str, Any]
Plain = Callable[[str], str]
"""What others wrote, as a service may be told it."""

NOTICES_TOLD: Final = 10
"""So many notices of a message are told in their own words."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """The templates of a message of several alerts, or of several notices; `most` of them are told, and a subject."""

    heading: Template
    line: Template
    subject: Template
    subject_of_several: Template
    most: int | None = None


@dataclass(frozen=True, slots=True)
class _Templates:
    """What a language says: of one message where its project or region is, of several what they are."""

    of_a_project: Template
    of_a_region: Template
    alerts: _Kind
    notices: _Kind
    rest: Template
    trial: str


_SAYS: Final[Mapping[Language, _Templates]] = {
    "zh": _Templates(
        Template("$text\n项目 $place"),
        Template("$text\n地区 $place"),
        _Kind(
            Template("督办提醒 $count 条,详情见台账:"),
            Template("$number. 【$instrument·$light】$serial $obligation"),
            Template("【$instrument·$light】$serial $obligation"),
            Template("督办提醒 $count 条"),
        ),
        _Kind(
            Template("通知 $count 条($kinds),详见台账收件箱:"),
            Template("$number. $text"),
            Template("【通知·$kind】$serial"),
            Template("通知 $count 条"),
            NOTICES_TOLD,
        ),
        Template("另有 $count 条。"),
        "这是销号系统的测试消息,不是督办提醒。",
    ),
    "en": _Templates(
        Template("$text\nProject $place"),
        Template("$text\nRegion $place"),
        _Kind(
            Template("$count alerts; see the ledger for each:"),
            Template("$number. [$instrument, $light] $serial $obligation"),
            Template("[$instrument, $light] $serial $obligation"),
            Template("$count alerts"),
        ),
        _Kind(
            Template("$count notices ($kinds); see your inbox in the ledger:"),
            Template("$number. $text"),
            Template("[notice, $kind] $serial"),
            Template("$count notices"),
            NOTICES_TOLD,
        ),
        Template("and $count more."),
        "This is a test message of the Xiaohao ledger, not an alert.",
    ),
}


def language_of(name: str) -> Language:
    """The language of an endpoint; Chinese unless it says English."""
    return "en" if name == "en" else "zh"


def body(alerts: Sequence[Document], language: Language, plain: Plain) -> str:
    """One alert in its own words, or several, a line each; without any, what `xiaohao channel test` says.

    Only what the templates say is left as it is: all that comes from reports and policies goes through `plain`.
    """
    says = _SAYS[language]
    if not alerts:
        return says.trial
    if len(alerts) == 1:
        (alert,) = alerts
        project = alert["project_code"]
        region = alert["region"] if are_notices(alerts) else alert["ancestors"][-1]
        words, place = (says.of_a_project, project) if project else (says.of_a_region, region)
        return words.substitute(text=plain(alert[f"text_{language}"]), place=plain(place))
    kind = _kind(alerts, says)
    told = alerts[: kind.most]
    lines = [
        kind.line.substitute(number=number, **_words(alert, language, plain)) for number, alert in enumerate(told, 1)
    ]
    heading = kind.heading.substitute(count=len(alerts), kinds=plain(_kinds(alerts, language)))
    rest = len(alerts) - len(told)
    return "\n".join([heading, *lines, *([says.rest.substitute(count=rest)] if rest else [])])


def subject(alerts: Sequence[Document], language: Language, plain: Plain) -> str:
    """The subject of an e-mail."""
    says = _SAYS[language]
    if not alerts:
        return says.trial
    kind = _kind(alerts, says)
    if len(alerts) == 1:
        return kind.subject.substitute(_words(alerts[0], language, plain))
    return kind.subject_of_several.substitute(count=len(alerts))


def counted(notices: Sequence[Document]) -> dict[str, int]:
    """How many there are of each kind: the most first, of as many in the order of their names."""
    kinds = Counter(str(notice["notice"]) for notice in notices)
    return dict(sorted(kinds.items(), key=lambda counted: (-counted[1], counted[0])))


def _kind(alerts: Sequence[Document], says: _Templates) -> _Kind:
    return says.notices if are_notices(alerts) else says.alerts


def _kinds(alerts: Sequence[Document], language: Language) -> str:
    """The kinds of notices, each with their number; nothing of alerts."""
    kinds = counted(alerts) if are_notices(alerts) else {}
    return ", ".join(f"{_word(NoticeKind, kind, language)} {count}" for kind, count in kinds.items())


def _words(alert: Document, language: Language, plain: Plain) -> dict[str, str]:
    words = {"serial": alert["serial"], "text": alert[f"text_{language}"]}
    if are_notices([alert]):
        words["kind"] = _word(NoticeKind, alert["notice"], language)
    else:
        words["instrument"] = _word(Instrument, alert["instrument"], language)
        words["light"] = alert[f"light_{language}"]
        words["obligation"] = _matter(alert["obligation"], language)
    return {name: plain(word) for name, word in words.items()}


def _matter(code: str, language: Language) -> str:
    """A clock, or the recheck that found a problem not solved."""
    return _word(VisitKind if code == VisitKind.RECHECK else ObligationCode, code, language)


def _word(kind: type[StrEnum], code: str, language: Language) -> str:
    """A policy may name obligations of its own: they are their own word."""
    try:
        return label(kind(code), language)
    except ValueError:
        return code
