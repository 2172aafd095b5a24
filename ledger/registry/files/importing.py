"""Knows how an operator's own file becomes registry entries: all of it sound, or every fault named and none of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from itertools import combinations
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from ledger.groundwork.seen_text import hides, one_line
from ledger.groundwork.yaml_lines import DataFileRefused, YamlFile
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import overlap
from ledger.registry.entries import Absence, Duty, Holding, Person, Post, PostCode, Project
from ledger.registry.files.cells import read_cell
from ledger.registry.files.table import by_column, header_and_entries
from ledger.registry.regions import level_of
from mobile_schema.faults import message_of
from mobile_schema.vocabulary import Role

# A province's people and projects in one file.
MAX_CHARACTERS: Final = 64 * 1024 * 1024
_KINDS: Mapping[str, type[Any]] = {"persons": Person, "projects": Project, "posts": Post}
_KEYS: Mapping[str, Callable[[Any], str]] = {
    "persons": lambda person: str(person.id),
    "projects": lambda project: str(project.code),
    "posts": lambda post: str(post.id),
}
# What tells a CSV file of one kind from the others: columns that only it has.
_TELLING: Mapping[str, frozenset[str]] = {
    "persons": frozenset({"id", "role"}),
    "projects": frozenset({"code", "name_zh"}),
    "posts": frozenset({"code", "place"}),
}
# Fields in which a person writes what they like; nobody is told by them.
_FREE_TEXT: Final = frozenset({"absences"})
_HIDDEN = "含控制字符或不可见字符 / has control or invisible characters"
# Cells and fields that may be left out although the entry has no default for them.
_ABSENT: Mapping[str, Mapping[str, Any]] = {"persons": {"unit_id": None}}


class ImportRefused(Exception):
    """The file is not taken, none of it; `faults` are one line each, with the entry they are about."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(one_line(fault) for fault in faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True, slots=True)
class Entries:
    """What a file holds, by id or code."""

    persons: Mapping[str, Person]
    projects: Mapping[str, Project]
    posts: Mapping[str, Post]


def read_yaml(text: str) -> dict[str, list[Any]]:
    """The raw entries of a YAML file: a mapping of `persons`, `projects`, `posts` to lists. Raises ImportRefused."""
    try:
        content = YamlFile(text, MAX_CHARACTERS).content()
    except DataFileRefused as refused:
        raise ImportRefused([str(fault) for fault in refused.faults]) from None
    if not isinstance(content, dict) or not content or not content.keys() <= _KINDS.keys():
        raise ImportRefused([f"the file must hold {', '.join(_KINDS)}, each a list, and nothing else"])
    faults = [f"{kind}: not a list" for kind, raw in content.items() if not isinstance(raw, list)]
    if faults:
        raise ImportRefused(faults)
    return content


def read_csv(text: str) -> dict[str, list[Any]]:
    """The raw entries of a CSV file, all of the one kind that its columns tell; see `cells`. Raises ImportRefused.

    An empty cell is as if it were not there.
    """
    try:
        header, entries = header_and_entries(text)
    except ValueError as error:
        raise ImportRefused([str(error)]) from None
    kind = next((kind for kind, telling in _TELLING.items() if telling <= set(header)), None)
    if kind is None:
        wanted = "; ".join(f"{kind}: {', '.join(sorted(telling))}" for kind, telling in _TELLING.items())
        raise ImportRefused([f"its columns tell no kind of entry ({wanted})"])
    raw, faults = [], []
    for place, entry in enumerate(entries, 1):
        try:
            raw.append({name: read_cell(name, cell) for name, cell in by_column(header, entry).items()})
        except ValueError as error:
            faults.append(f"{kind} {place}: {error}")
    if faults:
        raise ImportRefused(faults)
    return {kind: raw}


def check(raw: Mapping[str, list[Any]], known: Catalogue, today: date = date.min) -> Entries:
    """The entries, each of the right shape and every reference leading somewhere. Raises ImportRefused with all faults.

    `known` is the registry as it stands; an entry with an id that it has takes that one's place. Posts that are not in
    the file are checked too where the file changes someone who holds them. A holding that ended before `today` is
    history: whoever left has a unit of their own by now.
    """
    faults: list[str] = []
    shaped = {kind: dict(_shaped(kind, raw.get(kind, []), faults)) for kind in _KINDS}
    found = Entries(**shaped)
    faults.extend(_loose_ends(found, known, today))
    if faults:
        raise ImportRefused(faults)
    return found


def _shaped(kind: str, raw: list[Any], faults: list[str]) -> Iterator[tuple[str, Any]]:
    adapter: TypeAdapter[Any] = TypeAdapter(_KINDS[kind])
    names = {field.name for field in fields(_KINDS[kind])}
    seen: set[str] = set()
    for place, item in enumerate(raw, 1):
        unknown = sorted(str(name) for name in item.keys() - names) if isinstance(item, dict) else []
        if unknown:
            faults.append(f"{kind} {place}: unknown field(s) {', '.join(unknown)}")
            continue
        try:
            entry = adapter.validate_python({**_ABSENT.get(kind, {}), **item} if isinstance(item, dict) else item)
        except ValidationError as error:
            faults.extend(
                f"{kind} {place}: {'.'.join(str(part) for part in fault['loc'])}: {message_of(dict(fault))}"
                for fault in error.errors()
            )
            continue
        faults.extend(f"{kind} {place}: {name}: {_HIDDEN}" for name in _hidden_in(entry))
        key = _KEYS[kind](entry)
        if key in seen:
            faults.append(f"{kind} {place}: {key} is there twice")
        seen.add(key)
        yield key, entry


def without_post(found: Entries, known: Catalogue) -> tuple[str, ...]:
    """The supervisors of a file who hold no post, in it or in the registry as it stands: no alert reaches them."""
    posts = {**known.posts, **found.posts}.values()
    holders = {holding.person_id for post in posts for holding in post.holders}
    return tuple(
        person.id for person in found.persons.values() if person.has(Role.SUPERVISOR) and person.id not in holders
    )


def _hidden_in(entry: Any) -> Iterator[str]:
    """The fields whose text has characters that cannot be seen: an id or a name that is not what it looks like."""
    for field in fields(entry):
        if field.name not in _FREE_TEXT and any(hides(text) for text in _texts(getattr(entry, field.name))):
            yield field.name


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(astuple(part) if isinstance(part, Holding | Absence | Duty) else part)


def _held_elsewhere(found: Entries, known: Catalogue) -> Iterator[tuple[Post, Holding]]:
    """What people of the file hold in posts that are not in it."""
    for post in known.posts.values():
        if post.id not in found.posts:
            yield from ((post, holding) for holding in post.holders if holding.person_id in found.persons)


def _loose_ends(found: Entries, known: Catalogue, today: date) -> Iterator[str]:
    after = replace(known, persons={**known.persons, **found.persons}, projects={**known.projects, **found.projects})
    for person in found.persons.values():
        yield from _person_faults(person, after)
    for project in found.projects.values():
        yield from (f"{project.code}: no region {code}" for code in project.regions if code not in after.regions)
        if project.lead_unit is not None and project.lead_unit not in after.units:
            yield f"{project.code}: no unit {project.lead_unit}"
        if project.zone is not None and project.zone not in after.zones:
            yield f"{project.code}: no development zone {project.zone}"
    for post in found.posts.values():
        yield from _post_faults(post, after, today)
    for post, holding in _held_elsewhere(found, known):
        yield from _holder_faults(post, holding, after, today)


def _person_faults(person: Person, after: Catalogue) -> Iterator[str]:
    for duty in person.duties:
        yield from (f"{person.id}: {fault}" for fault in _duty_faults(duty, after))
    for absence in person.absences:
        if absence.since > absence.until:
            yield f"{person.id}: absent since {absence.since}, which is after until {absence.until}"


def _duty_faults(duty: Duty, after: Catalogue) -> Iterator[str]:
    if duty.region not in after.regions:
        yield f"no region {duty.region}"
    elif duty.role is Role.SUPERVISOR and duty.level != level_of(duty.region):
        yield f"a supervisor of {duty.region} has level {level_of(duty.region)}"
    if duty.role is not Role.SUPERVISOR and duty.level is not None:
        yield "only a supervisor has a level"
    if duty.unit_id is not None and duty.unit_id not in after.units:
        yield f"no unit {duty.unit_id}"
    if duty.role is Role.UNIT_STAFF and duty.unit_id is None:
        yield "staff of a responsible unit need a unit_id"


def _post_faults(post: Post, after: Catalogue, today: date) -> Iterator[str]:
    places: Mapping[str, Any] = after.units if post.code is PostCode.UNIT_HEAD else after.regions
    if post.place not in places:
        yield f"{post.id}: no such place {post.place}"
    for holding in post.holders:
        yield from _holder_faults(post, holding, after, today)
        if holding.since is not None and holding.until is not None and holding.since > holding.until:
            yield f"{post.id}: {holding.person_id} since {holding.since}, which is after until {holding.until}"
    for one, other in combinations((holding for holding in post.holders if not holding.deputy), 2):
        if overlap((one.since, one.until), (other.since, other.until)):
            yield f"{post.id}: {one.person_id} and {other.person_id} hold it at the same time, and neither is a deputy"


def _holder_faults(post: Post, holding: Holding, after: Catalogue, today: date) -> Iterator[str]:
    person = after.persons.get(holding.person_id)
    if person is None:
        yield f"{post.id}: no person {holding.person_id}"
    elif holding.until is not None and holding.until < today:
        return
    elif post.code is PostCode.UNIT_HEAD and not person.is_of(post.place):
        yield f"{post.id}: {person.id} is not of that unit"
    elif post.code is PostCode.SUPERVISOR and not any(
        (duty.role, duty.region) == (Role.SUPERVISOR, post.place) for duty in person.duties
    ):
        yield f"{post.id}: {person.id} is no supervisor of {post.place}"
