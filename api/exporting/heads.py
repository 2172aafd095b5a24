"""Knows which columns the file of an import had: those of its mapping, in which blank ones stand too."""

from collections.abc import Sequence

from exchange.tables.faults import PlayError
from exchange.texts.yaml_once import load_once
from ledger.imports.records import load
from ledger.issue.refusals import CommandRefused
from ledger.mongo.connection import Store


def heads_of(store: Store, import_id: str) -> Sequence[str]:
    """The paths of its heads in their order; none where nothing is known of it any more.

    Raises pymongo.errors.PyMongoError.
    """
    try:
        mapping = load_once(load(store, import_id).mapping)
    except (CommandRefused, PlayError):
        return ()
    columns = mapping.get("columns") if isinstance(mapping, dict) else None
    return tuple(columns) if isinstance(columns, dict) else ()
