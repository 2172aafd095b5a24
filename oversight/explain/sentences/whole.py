"""Knows the explanation in words that a clerk understands: one fact a sentence, Chinese first, English second."""

from collections.abc import Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from oversight.explain.sentences.clocks import because, by_whom, clock_sentences
from oversight.explain.sentences.notices import ahead_sentences, notified_sentence
from oversight.explain.sentences.steps import coming_sentence, firing_sentence
from oversight.explain.sentences.words import Said, at_moment, filled
from oversight.explain.told.people import EmptyRooms
from oversight.explain.told.whole import Explanation, PolicyTold, Silence

_SILENT: Final[Mapping[str, Said]] = {
    "closed": Said(
        "问题已于{when}由{who}销号,不再督办。", "Nothing fires any more: {who} struck the issue off on {when}."
    ),
    "closed_on_paper": Said(
        "问题导入时台账已写明办结,未经核查,不督办。",
        "Nothing fires: the ledger that it came from says that it was done; nobody here verified that.",
    ),
    "voided": Said(
        "问题已于{when}由{who}认定误报{why},不再督办。",
        "Nothing fires any more: {who} voided it on {when}{why}.",
    ),
    "import_undone": Said(
        "这个问题来自台账导入,导入已于{when}由{who}撤销,不再督办。",
        "Nothing fires any more: the import that it came from was undone by {who} on {when}.",
    ),
    "merged": Said(
        "问题已于{when}并入{into}{why},督办以该问题为准。",
        "Nothing fires here: the issue was merged into {into} on {when}{why}, and is pursued there.",
    ),
    "suspended": Said(
        "问题于{when}由{who}挂起{why},到{until}自动恢复,其间不督办。",
        "Nothing fires until {until}, when the issue resumes by itself: {who} suspended it on {when}{why}.",
    ),
    "unknown_policy": Said(
        "本系统查不到该问题的规则版本,无法督办,请联系管理员。",
        "Nothing can fire: its policy version is not known here; tell the operator.",
    ),
    "nothing_left": Said(
        "若无新情况,不再有待发的督办步骤。", "Nothing is left to fire unless something happens on the issue."
    ),
}
_EMPTY: Final[Mapping[str, Said]] = {
    "given": Said(
        "{when}由{who}{did},该单位当时无人在岗:{posts}空缺。",
        "{who} gave it on {when} ({did}) to a unit in which nobody was; empty: {posts}.",
    ),
    "passed_by": Said(
        "{when}{did}时,按规则应接收的单位无人在岗,未交:{posts}空缺。",
        "On {when} ({did}) the routing rules passed by units in which nobody was; empty: {posts}.",
    ),
}


def sentences(told: Explanation) -> tuple[Said, ...]:
    """All of it in order: the issue, the empty rooms it came by, its policy, its clocks and so on."""
    return tuple(_all(told))


def _all(told: Explanation) -> Iterator[Said]:
    zone = ZoneInfo(told.time_zone)
    now = at_moment(told.as_of, zone)
    yield Said(
        f"问题{told.serial}现为“{told.state_zh}”,以下为{now.zh}的情况。",
        f"Issue {told.serial} is '{told.state_en}'; this is how things stand on {now.en}.",
    )
    for rooms in told.empty_rooms:
        yield _empty(rooms, zone)
    yield from _policy(told.policy, zone)
    for clock in told.clocks:
        yield from clock_sentences(clock, zone, told.as_of)
    for firing in told.firings:
        yield firing_sentence(firing, zone)
    for event in told.notified:
        yield notified_sentence(event, zone)
    if told.silence is not None:
        yield _silent(told.silence, zone)
    for index, coming in enumerate(told.coming):
        yield coming_sentence(coming, zone, first=not index)
    yield from ahead_sentences(told.notices_ahead)


def _empty(rooms: EmptyRooms, zone: ZoneInfo) -> Said:
    posts = Said("、".join(post.title_zh for post in rooms.posts), ", ".join(post.title_en for post in rooms.posts))
    facts = {
        "when": at_moment(rooms.by.at, zone),
        "who": by_whom(rooms.by),
        "did": Said(rooms.by.title_zh, rooms.by.title_en),
        "posts": posts,
    }
    return filled(_EMPTY[rooms.why], facts)


def _policy(policy: PolicyTold, zone: ZoneInfo) -> Iterator[Said]:
    key, when, who = f"{policy.name}@{policy.version}", at_moment(policy.by.at, zone), by_whom(policy.by)
    zh = f"“{policy.title_zh}”({key})" if policy.title_zh else key
    en = f"'{policy.title_en}' ({key})" if policy.title_en else key
    if policy.why == "moved":
        reason = because(policy.by)
        yield Said(
            f"适用规则{zh}:由{who.zh}于{when.zh}改用{reason.zh}。",
            f"Its policy is {en}: moved to it by {who.en} on {when.en}{reason.en}.",
        )
    else:
        yield Said(
            f"适用规则{zh}:{when.zh}{policy.by.title_zh}时按当时生效的规则确定,此后另有新版也不改变。",
            f"Its policy is {en}: the one that held on {when.en} ({policy.by.title_en}); a later one changes nothing.",
        )
    since = at_moment(policy.holds_from, zone) if policy.holds_from else None
    held = Said(f"自{since.zh}起", f" since {since.en}") if since else Said("", "")
    if policy.scope:
        yield Said(f"该规则{held.zh}用于:{policy.scope_zh}。", f"That policy is{held.en} for: {policy.scope_en}.")
    else:
        yield Said(f"该规则{held.zh}用于全部问题。", f"That policy is{held.en} for all issues.")


def _silent(silence: Silence, zone: ZoneInfo) -> Said:
    facts = {"into": Said(str(silence.into), str(silence.into))}
    if silence.by is not None:
        facts |= {"when": at_moment(silence.by.at, zone), "who": by_whom(silence.by), "why": because(silence.by)}
    if silence.until is not None:
        facts["until"] = at_moment(silence.until, zone)
    return filled(_SILENT[silence.why], facts)
