"""Knows the calendar files that were entered: immutable versions, read back as the calendars in force."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from ledger.calendar.calendars import Calendars
from ledger.calendar.files import CalendarFile, parse_calendar
from ledger.mongo.connection import Document, Store
from ledger.mongo.rule_data import Moment, Writing, write_rule_data


class CalendarRefused(Exception):
    """A sound calendar file that does not go with those entered before; nothing was changed."""


def enter_calendar(store: Store, text: str, at: datetime) -> CalendarFile:
    """Keep a calendar file for good; the same text again changes nothing.

    Raises DataFileRefused when the file is not sound; CalendarRefused when its version is there with another text or
    is not the newest, when the name belongs to another region, or when another file publishes one of its years.
    """
    file, digest = parse_calendar(text), hashlib.sha256(text.encode()).hexdigest()
    identity = f"{file.name}@{file.version}"

    def write(writing: Writing) -> None:
        there = writing.stored("calendars", [identity]).get(identity)
        if there is None:
            _demand_fit(file, _calendars_of(writing.stored("calendars").values()))
            writing.put("calendars", [{"_id": identity, "text": text, "sha256": digest, "entered_at": at}])
        elif there["sha256"] != digest:
            raise CalendarRefused(
                f"{identity} 已有,内容不同;请用新版本号 / is there already and differs: take the next version"
            )

    write_rule_data(store, write)
    return file


def read_calendars(store: Store) -> Calendars:
    """The calendars of every file entered; the same object as long as none is added."""
    return _calendars_of(store["calendars"].find())


def calendars_at(moment: Moment) -> Calendars:
    """The calendars of every file entered by a moment; the same object as long as none is added."""
    return _calendars_of(moment.find("calendars"))


def _calendars_of(documents: Iterable[Document]) -> Calendars:
    """In the order of their ids, so that the same ones are known again."""
    texts = {document["_id"]: document["text"] for document in documents}
    return _calendars(tuple(texts[identity] for identity in sorted(texts)))


@lru_cache(maxsize=4)
def _calendars(texts: tuple[str, ...]) -> Calendars:
    return Calendars(tuple(parse_calendar(text) for text in texts))


def _demand_fit(file: CalendarFile, entered: Calendars) -> None:
    for other in entered.in_force:
        doubled = sorted(file.years.keys() & other.years.keys())
        if other.name == file.name:
            _demand_next(file, other)
        elif doubled:
            raise CalendarRefused(
                f"{doubled[0]} 年已由 {other.name} 公布,请出其新版本 / "
                f"{other.name} publishes {doubled[0]} already: enter a new version of it"
            )


def _demand_next(file: CalendarFile, newest: CalendarFile) -> None:
    name, version, region = newest.name, newest.version, _named(newest.region)
    if file.region != newest.region:
        raise CalendarRefused(f"{name} 属于 {region},请另取名称 / belongs to {region}: take another name")
    if file.version < version:
        raise CalendarRefused(
            f"{name} 已有版本 {version},请用更高版本号 / version {version} is there: take a higher one"
        )


def _named(region: str | None) -> str:
    return region or "全国 the whole country"
