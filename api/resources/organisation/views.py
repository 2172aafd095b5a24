"""Knows what the answers about the registry look like, for OpenAPI, and how they are built."""

import hashlib
from typing import Any, Final

import msgspec
from pydantic import create_model

from api.http.views import View
from ledger.registry.own_files.exporting import plain
from ledger.registry.own_files.kinds import KINDS

_TAG_DIGITS: Final = 16


def _views(kind: str) -> tuple[type[View], type[View]]:
    shape = KINDS[kind].shape
    one: Any = create_model(f"{shape.__name__}Entry", __base__=View, id=(str, ...), tag=(str, ...), entry=(shape, ...))
    page = create_model(
        f"{shape.__name__}EntryPage", __base__=View, items=(list[one], ...), next_cursor=(str | None, ...)
    )
    return one, page


ENTRY, PAGE = ({kind: _views(kind)[place] for kind in KINDS} for place in (0, 1))


class Imported(View):
    """What came of a file, or would (`dry_run`), by kind; `without_post` are supervisors whom no alert will reach."""

    dry_run: bool
    version: int
    created: dict[str, int]
    changed: dict[str, int]
    same: dict[str, int]
    without_post: list[str]


def tag_of(entry: Any) -> str:
    """What an entry is recognised by as it stands: the beginning of its SHA-256."""
    return hashlib.sha256(msgspec.json.encode(entry)).hexdigest()[:_TAG_DIGITS]


def entry_view(key: str, entry: Any) -> dict[str, Any]:
    """An entry, whole."""
    return {"id": key, "tag": tag_of(entry), "entry": plain(entry)}
