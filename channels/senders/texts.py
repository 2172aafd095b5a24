"""Knows the words of a message: templates in Chinese and English, one alert whole or several as a list.

Of many notices only the first are told and all are counted by their kinds: each is in the app, and none asks for
anything.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from string import Template
from typing import Any, Final

from channels.endpoints.message import are_notices
from mobile_schema.labels import Language, label
from mobile_schema.vocabulary import Instrument, NoticeKind, ObligationCode, VisitKind

Document = Mapping[str, Any]
Plain = Callable[[str], str]
"""What others wrote, as a service may be told it."""

_ONE: Final[Mapping[Language, Template]] = {
    "zh": Template("$text\n项目 $place"),
    "en": Template("$text\nProject $place"),
}
_OF_A_REGION: Final[Mapping[Language, Template]] = {
    "zh": Template("$text\n地区 $place"),
    "en": Template("$text\nRegion $place"),
}
_HEADING: Final[Mapping[Language, Template]] = {
    "zh": Template("督办提醒 $count 条,详情见台账:"),
    "en": Template("$count alerts; see the ledger for each:"),
}
_LINE: Final[Mapping[Language, Template]] = {
    "zh": Template("$number. 【$instrument·$light】$serial $obligation"),
    "en": Template("$number. [$instrument, $light] $serial $obligation"),
}
_SUBJECT: Final[Mapping[Language, tuple[Template, Template]]] = {
    "zh": (Template("【$instrument·$light】$serial $obligation"), Template("督办提醒 $count 条")),
    "en": (Template("[$instrument, $light] $serial $obligation"), Template("$count alerts")),
}
_NOTICES: Final[Mapping[Language, Template]] = {
    "zh": Template("通知 $count 条($kinds),详见台账收件箱:"),
    "en": Template("$count notices ($kinds); see your inbox in the ledger:"),
}
_REST: Final[Mapping[Language, Template]] = {
    "zh": Template("另有 $count 条。"),
    "en": Template("and $count more."),
}
_NOTICE_SUBJECT: Final[Mapping[Language, tuple[Template, Template]]] = {
    "zh": (Template("【通知·$kind】$serial"), Template("通知 $count 条")),
    "en": (Template("[notice, $kind] $serial"), Template("$count notices")),
}
NOTICES_TOLD: Final = 10
"""So many notices of a message are told in their own words."""
_TRIAL: Final[Mapping[Language, str]] = {
    "zh": "这是销号系统的测试消息,不是督办提醒。",
    "en": "This is a test message of the Xiaohao ledger, not an alert.",
}


def language_of(name: str) -> Language:
    """The language of an endpoint; Chinese unless it says English."""
    return "en" if name == "en" else "zh"


def body(alerts: Sequence[Document], language: Language, plain: Plain) -> str:
    """One alert in its own words, or several, a line each; without any, what `xiaohao channel test` says.

    Only what the templates say is left as it is: all that comes from reports and policies goes through `plain`.
    """
    if not alerts:
        return _TRIAL[language]
    if len(alerts) == 1:
        (alert,) = alerts
        project = alert["project_code"]
        region = alert["region"] if are_notices(alerts) else alert["ancestors"][-1]
        words, place = (_ONE, project) if project else (_OF_A_REGION, region)
        return words[language].substitute(text=plain(alert[f"text_{language}"]), place=plain(place))
    if are_notices(alerts):
        return _several_notices(alerts, language, plain)
    lines = [
        _LINE[language].substitute(number=number, **_words(alert, language, plain))
        for number, alert in enumerate(alerts, 1)
    ]
    return "\n".join([_HEADING[language].substitute(count=len(alerts)), *lines])


def subject(alerts: Sequence[Document], language: Language, plain: Plain) -> str:
    """The subject of an e-mail."""
    if not alerts:
        return _TRIAL[language]
    notices = are_notices(alerts)
    one, several = (_NOTICE_SUBJECT if notices else _SUBJECT)[language]
    if len(alerts) == 1 and notices:
        kind = _word(NoticeKind, alerts[0]["notice"], language)
        return one.substitute(kind=plain(kind), serial=plain(alerts[0]["serial"]))
    if len(alerts) == 1:
        return one.substitute(_words(alerts[0], language, plain))
    return several.substitute(count=len(alerts))


def counted(notices: Sequence[Document]) -> dict[str, int]:
    """How many there are of each kind: the most first, of as many in the order of their names."""
    kinds = Counter(str(notice["notice"]) for notice in notices)
    return dict(sorted(kinds.items(), key=lambda counted: (-counted[1], counted[0])))


def _several_notices(notices: Sequence[Document], language: Language, plain: Plain) -> str:
    kinds = [f"{_word(NoticeKind, kind, language)} {count}" for kind, count in counted(notices).items()]
    heading = _NOTICES[language].substitute(count=len(notices), kinds=plain(", ".join(kinds)))
    lines = [f"{number}. {plain(each[f'text_{language}'])}" for number, each in enumerate(notices[:NOTICES_TOLD], 1)]
    rest = len(notices) - len(lines)
    return "\n".join([heading, *lines, *([_REST[language].substitute(count=rest)] if rest else [])])


def _words(alert: Document, language: Language, plain: Plain) -> dict[str, str]:
    words = {
        "serial": alert["serial"],
        "instrument": _word(Instrument, alert["instrument"], language),
        "light": alert[f"light_{language}"],
        "obligation": _matter(alert["obligation"], language),
    }
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
