"""Knows the sentences about notices: who was told of what happened, by which line of the policy, and who would be."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from oversight.explain.sentences.clocks import by_whom
from oversight.explain.sentences.steps import recipient_words, sent_words
from oversight.explain.sentences.words import Said, at_moment
from oversight.explain.told.notices import NoticeAhead, NoticeTold, Notified

_OTHERS: Final = Said("其所指明的人", "whom it names or concerns itself")


def notified_sentence(event: Notified, zone: ZoneInfo) -> Said:
    """One event of which people were told."""
    when, who, to = at_moment(event.by.at, zone), by_whom(event.by), [_told(each) for each in event.notices]
    lines = ", ".join(dict.fromkeys(each.line for each in event.notices))
    return Said(
        f"{when.zh}{who.zh}“{event.by.title_zh}”,按{event.policy}的{lines}告知:{';'.join(each.zh for each in to)}。",
        f"{who.en} on {when.en} ({event.by.title_en}); told by {lines} of {event.policy}: "
        f"{'; '.join(each.en for each in to)}.",
    )


def ahead_sentences(ahead: Iterable[NoticeAhead]) -> Iterator[Said]:
    """Who would be told next, one sentence for all that goes to the same people."""
    in_order = sorted(ahead, key=_to)
    for _, kinds in groupby(in_order, key=_to):
        several = tuple(kinds)
        to = [recipient_words(each) for each in several[0].to] + ([_OTHERS] if several[0].others else [])
        titles = Said("、".join(each.title_zh for each in several), ", ".join(each.title_en for each in several))
        if to:
            yield Said(
                f"此后如有{titles.zh},按目前任职告知{'、'.join(each.zh for each in to)}。",
                f"If this comes next ({titles.en}), those told are, as of now: {'; '.join(each.en for each in to)}.",
            )


def _to(ahead: NoticeAhead) -> tuple[tuple[str, ...], bool]:
    return tuple(f"{each.post} {each.person_id}" for each in ahead.to), ahead.others


def _told(notice: NoticeTold) -> Said:
    to, sent = recipient_words(notice.to), sent_words(notice.deliveries)
    return Said(f"{to.zh}({notice.title_zh}){sent.zh}", f"{to.en} ({notice.title_en}){sent.en}")
