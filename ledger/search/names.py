"""Knows whom and what a word names: the units, projects and people that are called so now, as keys of the index."""

from collections.abc import Iterator

from ledger.access.scopes import reporter_key, unit_key
from ledger.registry.catalogue import Catalogue
from ledger.search.entries import key
from ledger.search.words import Word, cut, row, stands_in

Names = tuple[tuple[str, tuple[str, ...]], ...]
"""What is called how, cut, with the keys that its issues have."""


def called(word: Word, catalogue: Catalogue) -> list[str]:
    """The keys of what has this word in its name: units that had to do with an issue, its project, who reported it or
    has it."""
    return [each for name, keys in _names(catalogue) if stands_in(word, name) for each in keys]


def _names(catalogue: Catalogue) -> Names:
    """Of one catalogue cut once."""
    found: Names = catalogue.found.of(("called",), lambda: tuple(_cut(catalogue)))
    return found


def _cut(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    for unit in catalogue.units.values():
        yield _both(unit.name_zh, unit.name_en), (unit_key(unit.id),)
    for project in catalogue.projects.values():
        yield _both(project.name_zh, project.name_en), (key("project_code", project.code),)
    for person in catalogue.persons.values():
        yield row(cut(person.name)), (reporter_key(person.id), key("person_id", person.id))


def _both(*names: str) -> str:
    """Between two names no word stands."""
    return " /".join(row(cut(name)) for name in names if name)
