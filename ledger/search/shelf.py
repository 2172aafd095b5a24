"""Knows the index on the disk: its fields, where it lies, and that one process writes it while others read.

It holds its own position: what it covers is committed with that, whole or not at all.
"""

import fcntl
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct
from tantivy import Document, Index, IndexWriter, Query, Schema, SchemaBuilder, Searcher, TextAnalyzerBuilder, Tokenizer

from ledger.search.entries import VERSION, Entry

ID: Final = "id"
TEXT: Final = "text"
KEY: Final = "key"
DIGEST: Final = "digest"
_NUMBERS: Final = ("due", "updated", "reported", "serial", "region", "closed")
_POSITION: Final = "position"
_CUT: Final = "cut"
_HEAP_BYTES: Final = 64_000_000
_NAME: Final = f"index-{VERSION}"
FAULTS: Final = (OSError, ValueError)
"""What it raises when its files are gone, damaged, or the disk is full."""


def _schema() -> Schema:
    made = SchemaBuilder()
    made.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field(TEXT, tokenizer_name=_CUT, index_option="position")
    made.add_text_field(KEY, tokenizer_name="raw", index_option="basic")
    made.add_text_field(_POSITION, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (*_NUMBERS, DIGEST):
        made.add_unsigned_field(name, fast=True)
    return made.build()


SCHEMA: Final = _schema()


class Position(Struct, frozen=True):
    """Up to where it covers what is written: the change stream's token, and of which ledger."""

    ledger: str
    token: dict[str, Any]


@contextmanager
def alone(folder: Path) -> Iterator[str | None]:
    """What the index in this folder is known by, the same for ever; no other process keeps it until the end of the
    block. None where another one does. Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        lock.seek(0)
        name = lock.read()
        if not name:
            name = secrets.token_hex(8)
            lock.write(name)
            lock.flush()
        yield name


def forget(folder: Path) -> None:
    """Take away the index, and those of other versions."""
    for each in folder.glob("index-*"):
        shutil.rmtree(each)


class Written:
    """The index as its one writer has it. What it writes others see once it is committed."""

    def __init__(self, folder: Path) -> None:
        place = folder / _NAME
        place.mkdir(mode=0o700, exist_ok=True)
        index = _with_pieces(Index(SCHEMA, path=str(place), reuse=True))
        self._writer: IndexWriter = index.writer(heap_size=_HEAP_BYTES, num_threads=1)

    def add(self, entries: Iterable[Entry]) -> None:
        """Put in entries of issues that it does not have."""
        for entry in entries:
            self._writer.add_document(_document(entry))

    def put(self, entries: Iterable[Entry]) -> None:
        """Put in entries in the place of those of the same issues."""
        for entry in entries:
            self.drop([entry.id])
            self._writer.add_document(_document(entry))

    def drop(self, ids: Iterable[str]) -> None:
        """Take out these issues."""
        for each in ids:
            self._writer.delete_documents_by_term(ID, each)

    def commit(self, position: Position) -> None:
        """All of this, and up to where it covers what is written."""
        self._writer.delete_documents_by_term(ID, _POSITION)
        said = Document()
        said.add_text(ID, _POSITION)
        said.add_text(_POSITION, msgspec.json.encode(position).decode())
        self._writer.add_document(said)
        self._writer.commit()

    def finish(self, position: Position) -> None:
        """The last commit of this writer; whatever is still to be merged is merged."""
        self.commit(position)
        self._writer.wait_merging_threads()


class NotBuilt(Exception):
    """There is no index that one could ask, or not yet."""


class Shelf:
    """The index as all processes of a machine read it; each question is asked of what was committed last."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / _NAME
        self._index: Index | None = None
        self._seen: tuple[int, int] | None = None

    @property
    def position(self) -> Position:
        """Up to where it covers what is written. Raises NotBuilt."""
        return self.searched()[1]

    def searched(self) -> tuple[Searcher, Position]:
        """What stands in it now, and up to where that covers what is written. Raises NotBuilt."""
        try:
            found = self._fresh().searcher()
            return found, _position_in(found)
        except FAULTS as error:
            raise NotBuilt(f"没有可用的检索索引 / there is no index to search in: {error}") from error

    def _fresh(self) -> Index:
        """Whatever is committed writes this file anew; several threads may come by at once, which does no harm."""
        told = (self._place / "meta.json").stat()
        seen = (told.st_ino, told.st_mtime_ns)
        index = self._index or _with_pieces(Index.open(str(self._place)))
        if seen != self._seen:
            index.reload()
        self._index, self._seen = index, seen
        return index


def _position_in(searcher: Searcher) -> Position:
    for _, place in searcher.search(Query.term_query(SCHEMA, ID, _POSITION, "basic"), 1).hits:
        return msgspec.json.decode(searcher.doc(place)[_POSITION][0], type=Position)
    raise NotBuilt("检索索引尚未建完 / the index was never finished")


def _with_pieces(index: Index) -> Index:
    """Texts come in pieces with blanks between; what is committed is read when it is asked for."""
    index.register_tokenizer(_CUT, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


def _document(entry: Entry) -> Document:
    made = Document()
    made.add_text(ID, entry.id)
    for text in entry.texts:
        made.add_text(TEXT, text)
    for each in entry.keys:
        made.add_text(KEY, each)
    for name in _NUMBERS:
        made.add_unsigned(name, getattr(entry, name))
    made.add_unsigned(DIGEST, entry.digest)
    return made
