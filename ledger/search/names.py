"""Knows whom and what a word names: the units, projects and people that are called so now, as keys of the index."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ledger.access.scopes import reporter_key, unit_key
from ledger.registry.catalogue import Catalogue
from ledger.search.entries import key
from ledger.search.words import Word, cut, row, stands_in


class Names(NamedTuple):
    """What everything is called, cut, a line each in one text: to look through that takes no longer than to copy it.

    `begins` are the places of the lines and the end, `keys` those that the issues of each have.
    """

    text: str
    begins: list[int]
    keys: list[tuple[str, ...]]


def called(word: Word, catalogue: Catalogue) -> list[str]:
    """The keys of what has this word in its name: units that had to do with an issue, its project, who reported it or
    has it."""
    text, begins, keys = _names(catalogue)
    sought = " ".join(word.pieces) or word.start
    found: list[str] = []
    at = text.find(sought)
    while at >= 0:
        line = bisect_right(begins, at)
        if stands_in(word, text[begins[line - 1] : begins[line]]):
            found += keys[line - 1]
        at = text.find(sought, begins[line])
    return found


def _names(catalogue: Catalogue) -> Names:
    """Of one catalogue cut once."""
    found: Names = catalogue.found.of(("called",), lambda: _lines(list(_called(catalogue))))
    return found


def _lines(called: list[tuple[str, tuple[str, ...]]]) -> Names:
    begins = [0]
    for name, _ in called:
        begins.append(begins[-1] + len(name))
    return Names("".join(name for name, _ in called), begins, [keys for _, keys in called])


def _called(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    for unit in catalogue.units.values():
        yield _line(unit.name_zh, unit.name_en), (unit_key(unit.id),)
    for project in catalogue.projects.values():
        yield _line(project.name_zh, project.name_en), (key("project_code", project.code),)
    for person in catalogue.persons.values():
        yield _line(person.name), (reporter_key(person.id), key("person_id", person.id))


def _line(*names: str) -> str:
    """Between two names no word stands."""
    return "".join(f"{row(cut(name))}\n" for name in names)
