"""Knows how a sheet becomes records by a mapping: each row read once, its fields, what is kept as it is, its faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from exchange.ledgers.mapping import Colours, LedgerMapping
from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.tables.heads import Head, find_head, find_heads, head_of
from exchange.ledgers.tables.rows import LedgerRow, RowKind, rows_below
from exchange.ledgers.values.against import contradictions
from exchange.ledgers.values.colours import colour_named
from exchange.ledgers.values.reading import DAYS, Fault, Found, read_value, unless_bare_yes
from exchange.ledgers.values.telling import unlabelled, valueless, valueless_but_kept
from exchange.ledgers.values.words import DITTO, FIELDS, says_whether
from exchange.workbooks.cells import Places, Sheet, Value, letters_of, reference

_LONGEST_TEXT: Final = 20_000
# Fields that nothing here goes by: a formula without a value keeps no row out.
_UNUSED: Final = frozenset({"seq", "light"})
_REMEMBERED: Final = 20_000


class Record(Struct, frozen=True):
    """One row read: where it stands (as people count), what kind it is, fields as read, other columns by their path,
    every cell as found, and what is wrong or has to be asked, by cell. `skipped` says why a row is no record; `places`
    are the cells of its fields."""

    sheet: str
    row: int
    kind: RowKind
    fields: dict[str, Found]
    kept: dict[str, str]
    cells: dict[str, str]
    faults: tuple[Fault, ...] = ()
    skipped: str | None = None
    section: str = ""
    places: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its head, and each column's field as the mapping or the dictionary has it: the day found first, as
    a day without a year goes by that."""

    sheet: Sheet
    head: Head
    fields: dict[int, str]
    until: int | None = None
    """The first row of the next table on the sheet."""
    labelled: frozenset[int] = frozenset()
    """The columns that have a word over them."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Those over each field."""
    kept: tuple[tuple[int, str], ...] = ()
    """Columns that are no field, with their paths."""
    paths: tuple[tuple[int, str], ...] = ()
    """All columns with a word over them."""
    reads: tuple[tuple[int, str, "_Reads"], ...] = ()
    """Where each field stands, and its cells as they were read before."""
    skip: frozenset[str] = frozenset()
    """Words by which a row is a sum or a note."""

    @property
    def is_sound(self) -> bool:
        """Whether no cell of its sheet is an error, or a formula without a value."""
        return not self.sheet.errors and not self.sheet.unvalued

    def rows(self) -> Iterator[LedgerRow]:
        """Those below its head."""
        return rows_below(self.sheet, self.head, self.until)


def tables_of(sheet: Sheet, mapping: LedgerMapping) -> tuple[Table, ...]:
    """Every table on a sheet that the mapping includes, one below another."""
    first = table_of(sheet, mapping)
    if first is None or mapping.header != "auto":
        return () if first is None else (first,)
    heads = find_heads(sheet)
    ends = (*(head.top for head in heads[1:]), None)
    return tuple(_table(sheet, head, mapping, end) for head, end in zip(heads, ends, strict=True))


def table_of(sheet: Sheet, mapping: LedgerMapping) -> Table | None:
    """The table on a sheet that the mapping includes; None where it includes it not, or no head is found."""
    if not mapping.sheets.has(sheet):
        return None
    if mapping.header == "auto":
        head = find_head(sheet)
    else:
        head = head_of(sheet, mapping.header[0] - 1, mapping.header[1] - 1)
    if head is None:
        return None
    return _table(sheet, head, mapping)


def _table(sheet: Sheet, head: Head, mapping: LedgerMapping, until: int | None = None) -> Table:
    paths, fields = tuple((column.place, column.path) for column in head.columns), dict(_fields(head, mapping))
    letters = {name: letters_of(place) for place, name in fields.items()}
    kept = tuple(each for each in paths if each[0] not in fields)
    reads = tuple(
        (place, name, _Reads(name, mapping, says_whether(dict(paths).get(place, "")))) for place, name in fields.items()
    )
    labelled = frozenset(dict(paths))
    return Table(sheet, head, fields, until, labelled, letters, kept, paths, reads, frozenset(mapping.skip))


def _fields(head: Head, mapping: LedgerMapping) -> list[tuple[int, str]]:
    named = [(column.place, name) for column in head.columns if (name := column.field_by(mapping.columns)) is not None]
    return sorted(named, key=lambda each: each[1] != "found_on")


def records_of(table: Table, mapping: LedgerMapping) -> Iterator[Record]:
    """Every row below the head as a record, in order; what is carried on is put to the record above it."""
    waiting: Record | None = None
    carried: list[Record] = []
    for row in _filled_down(table.rows(), table, mapping):
        read = _read(row, table, mapping)
        if row.kind is RowKind.CARRIED:
            waiting = None if waiting is None else _carried(waiting, read, table)
            carried.append(_skipped(read, RowKind.CARRIED))
            continue
        if waiting is not None:
            yield waiting
        if carried:
            yield from carried
            carried = []
        waiting = read if row.kind is RowKind.RECORD and read.skipped is None else None
        if waiting is None:
            yield read
    if waiting is not None:
        yield waiting
    yield from carried


def _filled_down(rows: Iterator[LedgerRow], table: Table, mapping: LedgerMapping) -> Iterator[LedgerRow]:
    """Rows in which a blank cell of the columns to fill down, or one that says 同上, says what the one above does."""
    places = table.head.places_of(mapping.fill_down)
    last: dict[int, Value] = {}
    above: LedgerRow | None = None
    for row in rows:
        if row.kind is not RowKind.RECORD:
            yield row
            continue
        whole = row
        if above is not None and not DITTO.isdisjoint(row.texts.values()):
            same = [place for place, text in row.texts.items() if text in DITTO and place in above.texts]
            whole = _put(whole, {place: above.values[place] for place in same})
        if places:
            last |= {place: whole.values[place] for place in places if place in whole.texts}
            whole = _put(whole, {place: value for place, value in last.items() if place not in whole.texts})
            whole = replace(whole, texts={place: text_of(value) for place, value in last.items()} | whole.texts)
        above = whole
        yield whole


def _put(row: LedgerRow, said: Mapping[int, Value]) -> LedgerRow:
    """The row with what other cells say in these."""
    values = [said.get(place, value) for place, value in enumerate(row.values)]
    return replace(row, values=values)


def _read(row: LedgerRow, table: Table, mapping: LedgerMapping) -> Record:
    texts = row.texts
    cells = {path: texts[place] for place, path in table.paths if place in texts}
    beside = {} if len(cells) == len(texts) else _unlabelled(texts, table)
    cells |= beside
    if row.kind is not RowKind.RECORD:
        return _unread(row, table, cells, None if row.kind is RowKind.CARRIED else row.kind)
    is_hidden = row.hidden or not table.sheet.visible
    if is_hidden and mapping.hidden_rows == "skip":
        return _unread(row, table, cells, "hidden")
    if not table.skip.isdisjoint(islice(cells.values(), 2)):
        return _unread(row, table, cells, RowKind.SUBTOTAL)
    fields, faults = _values(row, table)
    if mapping.colour is not None:
        faults += _coloured(row, fields, table, mapping.colour)
    if mapping.closed_rows == "skip" and "status" in fields and fields["status"].value == "closed":
        return _unread(row, table, cells, "closed")
    if is_hidden and mapping.hidden_rows == "ask":
        sentence = "该行(或整个工作表)是隐藏的,要导入吗? / this row, or its sheet, is hidden: is it to come in?"
        faults.append(Fault(f"{row.row + 1}", "hidden", sentence))
    places = Places(table.letters, row.row)
    faults += contradictions(fields, places)
    if beside or not table.is_sound:
        faults += _told(row, table)
    kept = {}
    if mapping.unknown != "drop":
        kept = {path: texts[place] for place, path in table.kept if place in texts} | beside
    if mapping.unknown == "refuse" and kept:
        path = next(iter(kept))
        faults.append(
            Fault(f"{row.row + 1}", "unknown-column", f"没有对应字段的列“{path}” / no field for the column {path}")
        )
    return Record(
        sheet=table.sheet.name,
        row=row.row + 1,
        kind=row.kind,
        fields=fields,
        kept=kept,
        cells=cells,
        faults=tuple(faults),
        section=row.section,
        places=places,
    )


def _unread(row: LedgerRow, table: Table, cells: dict[str, str], why: str | None) -> Record:
    skipped = None if why is None else str(why)
    return Record(table.sheet.name, row.row + 1, row.kind, {}, {}, cells, skipped=skipped, section=row.section)


def _told(row: LedgerRow, table: Table) -> Iterator[Fault]:
    """What is told of cells that no field reads."""
    for place, text in row.texts.items():
        if place not in table.labelled and not text.isdecimal():
            yield unlabelled(reference(row.row, place), text)
    sheet = table.sheet
    if sheet.errors or sheet.unvalued:
        for place in table.labelled - table.fields.keys():
            at = (row.row, place)
            if at in sheet.errors or at in sheet.unvalued:
                yield valueless_but_kept(reference(*at), sheet.errors.get(at))


def _coloured(row: LedgerRow, fields: dict[str, Found], table: Table, colour: Colours) -> Iterator[Fault]:
    """The field that the row's colour tells, where no cell does; two colours that tell different things are asked."""
    said = fields.get(colour.column)
    if said is not None and (said.value is not None or said.doubts):
        return
    fills = table.sheet.fills
    named = [colour_named(fill) for place in sorted(table.labelled) if (fill := fills.get((row.row, place)))]
    meant = {colour.meanings[name]: name for name in named if name in colour.meanings}
    if len(meant) > 1:
        zh, en = "、".join(meant), ", ".join(meant)
        yield Fault(f"{row.row + 1}", "several-colours", f"行内颜色可指 {zh} / the row's colours may mean {en}")
    for meaning, name in islice(meant.items(), 1 if len(meant) == 1 else 0):
        fields[colour.column] = Found(name, meaning)


def _unlabelled(texts: dict[int, str], table: Table) -> dict[str, str]:
    """Cells under no word of the head, by the letter of their column."""
    return {f"{letters_of(place)}列": text for place, text in texts.items() if place not in table.labelled}


def _values(row: LedgerRow, table: Table) -> tuple[dict[str, Found], list[Fault]]:
    """Fields of a row. When it was found is read first: a day without a year goes by it."""
    fields: dict[str, Found] = {}
    faults: list[Fault] = []
    sheet, texts, values = table.sheet, row.texts, row.values
    sound = table.is_sound
    since: date | None = None
    for place, name, known in table.reads:
        if not sound and ((row.row, place) in sheet.errors or (row.row, place) in sheet.unvalued):
            told = valueless_but_kept if name in _UNUSED else valueless
            faults.append(told(reference(row.row, place), sheet.errors.get((row.row, place))))
            continue
        if place not in texts:
            continue
        cell = values[place]
        is_text = cell.__class__ is str and not known.is_day
        found = fields[name] = known[cell if is_text else (cell.__class__, cell, since)]
        if name == "found_on" and isinstance(found.value, date):
            since = found.value
        if known.is_doubted and (found.doubts or len(found.text) > _LONGEST_TEXT):
            faults += _doubted(found, reference(row.row, place))
    return fields, faults


def _doubted(found: Found, at: str) -> Iterator[Fault]:
    if len(found.text) > _LONGEST_TEXT:
        yield Fault(at, "too-long", f"超过 {_LONGEST_TEXT} 字 / more than {_LONGEST_TEXT:,} characters")
    yield from (Fault(at, slug, sentence) for slug, sentence in found.doubts)


class _Reads(dict[object, Found]):
    """Cells of one field as they are read, by their text where nothing else matters; `is_doubted` once one was."""

    def __init__(self, name: str, mapping: LedgerMapping, whether: bool) -> None:
        super().__init__()
        self.name, self.mapping, self.whether = name, mapping, whether
        self.is_day, self.is_doubted = name in DAYS, False

    def __missing__(self, key: str | tuple[type, Value, date | None]) -> Found:
        cell, since = (key, None) if isinstance(key, str) else key[1:]
        found = read_value(self.name, cell, self.mapping, since)
        if self.name == "status" and not self.whether:
            found = unless_bare_yes(found, self.mapping)
        self.is_doubted = self.is_doubted or bool(found.doubts) or len(found.text) > _LONGEST_TEXT
        if len(self) > _REMEMBERED:
            self.clear()
        self[key] = found
        return found


def _skipped(record: Record, why: str) -> Record:
    return replace(record, fields={}, kept={}, faults=(), skipped=str(why))


def _carried(above: Record, rest: Record, table: Table) -> Record:
    """The record with what its text goes on with in the row below; what only repeats a merged cell adds nothing."""
    cells = dict(above.cells)
    fields = dict(above.fields)
    for path, text in rest.cells.items():
        if text and text != cells.get(path):
            cells[path] = f"{cells[path]}\n{text}" if cells.get(path) else text
    paths = {column.place: column.path for column in table.head.columns}
    for place, name in table.fields.items():
        path = paths[place]
        if path in rest.cells and name not in DAYS and name not in FIELDS and cells[path] != above.cells.get(path):
            doubts = fields[name].doubts if name in fields else ()
            fields[name] = Found(cells[path], cells[path], doubts)
    kept = {path: cells[path] for path in cells if path in above.kept or path in rest.kept}
    return replace(above, fields=fields, kept=kept, cells=cells)
