"""Knows how what an office's own file says becomes registry entries: all of it sound, or every fault named."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.registry.catalogue import Catalogue
from ledger.registry.own_files.kinds import KINDS
from ledger.registry.own_files.references import loose_ends
from ledger.registry.own_files.refusals import ImportForbidden, ImportRefused
from ledger.registry.own_files.shapes import shape
from ledger.registry.own_files.written import Written
from mobile_schema.vocabulary import Role

Fault = tuple[tuple[int, ...], str]
"""The line that a fault is about, alone or not known, and the fault: those of no line come first."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What a file holds, by kind and then by id or code."""

    of: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, kind: str) -> Mapping[str, Any]:
        return self.of.get(kind, {})

    def over(self, known: Catalogue) -> Catalogue:
        """The registry with these entries in it."""
        return known.with_entries(self.of)


Forbids = Callable[[Entries, Catalogue], Iterator[tuple[str, str, str]]]
"""What somebody may not change of these entries in a registry: the kind, the key, and why."""


def check(
    written: Written, known: Catalogue, today: date = date.min, forbids: Forbids = lambda *_: iter(())
) -> Entries:
    """The entries, each of the right shape and every reference leading somewhere. Raises ImportRefused with all faults,
    or ImportForbidden.

    `known` is the registry as it stands; an entry with an id that it has takes that one's place. Posts that are not in
    the file are checked too where the file changes someone who holds them. A holding that ended before `today` is
    history: whoever left has a unit of their own by now. Of references in what somebody may not change they learn
    nothing.
    """
    shapes: list[Fault] = []
    places: dict[tuple[str, str], int] = {}
    found = Entries({kind: _shaped(kind, written, shapes, places) for kind in KINDS if kind in written.entries})

    def told(faults: Iterable[tuple[str, str, str]]) -> list[Fault]:
        return [_placed(written, places, *fault) for fault in faults]

    forbidden = told(forbids(found, known))
    if forbidden and not shapes:
        raise ImportForbidden(_in_order(forbidden))
    faults = shapes if forbidden else shapes + told(loose_ends(found.of, found.over(known), known, today))
    if faults:
        raise ImportRefused(_in_order(faults))
    return found


def without_post(found: Entries, known: Catalogue) -> tuple[str, ...]:
    """The supervisors of a file who hold no post, in it or in the registry as it stands: no alert reaches them."""
    posts = {**known.posts, **found["posts"]}.values()
    holders = {holding.person_id for post in posts for holding in post.holders}
    return tuple(
        person.id
        for person in found["persons"].values()
        if person.has(Role.SUPERVISOR) and person.left_on is None and person.id not in holders
    )


def _placed(written: Written, places: Mapping[tuple[str, str], int], kind: str, key: str, fault: str) -> Fault:
    place = places.get((kind, key))
    return ((), fault) if place is None else (written.line(kind, place), f"{written.at(kind, place)}{fault}")


def _in_order(faults: Iterable[Fault]) -> list[str]:
    return [fault for _, fault in sorted(faults, key=lambda each: each[0])]


def _shaped(kind: str, written: Written, faults: list[Fault], places: dict[tuple[str, str], int]) -> dict[str, Any]:
    """The entries of a kind that are of its shape; what is wrong with the others goes to `faults`."""
    found: dict[str, Any] = {}
    most = KINDS[kind].most
    if most is not None and len(written.entries[kind]) > most:
        line, named = _named(written, kind, most)
        faults.append((line, f"{named}最多 {most} 条 / more than {most} of them in a file"))
    for place, item in enumerate(written.entries[kind][:most]):
        unshaped, entry = shape(kind, item)
        if unshaped:
            line, named = _named(written, kind, place)
            faults.extend((line, named + fault) for fault in unshaped)
        if entry is None:
            continue
        key = KINDS[kind].key_of(entry)
        if key in found:
            line, named = _named(written, kind, place)
            first = written.at(kind, places[kind, key])
            faults.append((line, f"{named}{key} 重复出现 / {key} is there twice{f' ({first[:-2]})' if first else ''}"))
        found[key], places[kind, key] = entry, place
    return found


def _named(written: Written, kind: str, place: int) -> tuple[tuple[int, ...], str]:
    """The line of an entry, and how a fault of its shape begins."""
    return written.line(kind, place), f"{written.at(kind, place)}{kind} {place + 1}: "
