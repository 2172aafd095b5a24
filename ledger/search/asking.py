"""Knows how a list that words are looked for in is asked of the index: a scope, the filters, the words, as terms.

The filters are read from the very queries that MongoDB is asked (`store.lists.finding`), so that both mean the same. No
text of a person is read as a language of queries: words are pieces that have to stand in a row, and nothing else.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from tantivy import FieldType, Occur, Query

from ledger.access.scopes import Scope
from ledger.mongo.connection import Document
from ledger.search.entries import ARCHIVE, ESCALATED, key
from ledger.search.orders import begins
from ledger.search.shelf import ID, KEY, SCHEMA, TEXT
from ledger.search.words import Word
from ledger.store.lists.by_light import runs
from ledger.store.lists.finding import equalities
from ledger.store.wanted import IssueFilter, several
from mobile_schema.vocabulary import State

_TIMES: Final = {"due_at": "due", "updated_at": "updated", "reported_at": "reported", "closed_at": "closed"}
_STATES: Final = frozenset(state.value for state in State)
_FEW: Final = 32
_ANY_TIME: Final = 1 << 21
"""The least number of a moment: what has none is below it."""
Asked = tuple[Occur, Query]


def question(scope: Scope, wanted: IssueFilter, now: datetime, words: Mapping[Word, Collection[str]]) -> Query:
    """What finds the issues of a scope that are wanted and have each of these words, or one of its keys."""
    asked = list(runs(wanted, now))
    if not scope.keys or not asked or not words:
        return Query.empty_query()
    parts: list[Asked] = [
        (Occur.Must, _any_key(scope.keys)),
        (Occur.Must if wanted.archived else Occur.MustNot, _any_key([ARCHIVE])),
        *_filters(wanted),
        *((Occur.Must, _word(word, keys)) for word, keys in words.items()),
    ]
    if len(asked) == 1:
        return Query.boolean_query([*parts, *_met(asked[0])])
    either = [(Occur.Should, Query.boolean_query(list(_met(run)))) for run in asked]
    return Query.boolean_query([*parts, (Occur.Must, Query.boolean_query(either))])


def beyond(field: str, number: int, *, rising: bool) -> Query:
    """What comes at a number of an order, or after it."""
    first, last = (number, None) if rising else (None, number)
    return Query.range_query(SCHEMA, field, FieldType.Unsigned, first, last)


def both(one: Query, other: Query) -> Query:
    """What meets both."""
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _filters(wanted: IssueFilter) -> Iterator[Asked]:
    yield from _met(equalities(wanted))
    regions = several(wanted.region)
    if regions is not None:
        yield Occur.Must, _any_key(key("ancestors", region) for region in regions)
    issues = several(wanted.issue)
    if issues is not None:
        yield Occur.Must, Query.term_set_query(SCHEMA, ID, list(issues))
    if wanted.escalated is not None:
        yield Occur.Must if wanted.escalated else Occur.MustNot, _any_key([ESCALATED])


def _met(query: Document) -> Iterator[Asked]:
    """A query of MongoDB with these fields and no others: one value or several, a span of time. Of all states none need
    be asked for.
    """
    for field, value in query.items():
        if field in _TIMES:
            yield from _within(_TIMES[field], value)
        elif field != "state" or set(_values(value)) < _STATES:
            yield Occur.Must, _any_key(key(field, each) for each in _values(value))


def _values(value: Any) -> Collection[Any]:
    return value["$in"] if isinstance(value, dict) else (value,)


def _within(field: str, bounds: Document) -> Iterator[Asked]:
    """As MongoDB compares: what has no time is within no bound, and is not below one."""
    below = bounds.get("$not", {}).get("$lt")
    if below is not None:
        yield Occur.MustNot, _span(field, _ANY_TIME, begins(below))
    if "$gte" in bounds or "$lt" in bounds:
        first = begins(bounds["$gte"]) if "$gte" in bounds else _ANY_TIME
        yield Occur.Must, _span(field, first, begins(bounds["$lt"]) if "$lt" in bounds else None)


def _span(field: str, first: int, end: int | None) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Unsigned, first, end, include_upper=end is None)


def _any_key(keys: Iterable[str]) -> Query:
    """All that has one of very many keys is put together first, of fewer it is looked for on the way."""
    several_keys = sorted(set(keys))
    if len(several_keys) > _FEW:
        return Query.term_set_query(SCHEMA, KEY, several_keys)
    each = [Query.term_query(SCHEMA, KEY, one, "basic") for one in several_keys]
    return each[0] if len(each) == 1 else Query.boolean_query([(Occur.Should, one) for one in each])


def _word(word: Word, keys: Collection[str]) -> Query:
    parts = list(_parts(word))
    found = parts[0] if len(parts) == 1 else both(*parts)
    return Query.boolean_query([(Occur.Should, found), (Occur.Should, _any_key(keys))]) if keys else found


def _parts(word: Word) -> Iterator[Query]:
    if len(word.pieces) == 1:
        yield Query.term_query(SCHEMA, TEXT, word.pieces[0], "basic")
    elif word.pieces:
        yield Query.phrase_query(SCHEMA, TEXT, list(word.pieces))
    if word.start:
        yield Query.fuzzy_term_query(SCHEMA, TEXT, word.start, distance=0, prefix=True)
