"""Knows how the rows of a table become records: fields, what is kept as it is, what is wrong or has to be asked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, islice

from msgspec import Struct
from msgspec.structs import replace

from exchange.ledgers.mapping import Colours, LedgerMapping
from exchange.ledgers.reading.table import Table
from exchange.ledgers.reading.unnamed import Unnamed
from exchange.ledgers.reading.whole import WholeRow, whole_rows
from exchange.ledgers.tables.rows import LedgerRow, RowKind
from exchange.ledgers.values.against import contradictions
from exchange.ledgers.values.colours import colour_named
from exchange.ledgers.values.reading import DAYS, Fault, Found
from exchange.ledgers.values.telling import unlabelled, valueless_but_kept
from exchange.ledgers.values.words import FIELDS
from exchange.workbooks.cells import Places, reference


class Record(Struct, frozen=True):
    """One row read: where it stands (as people count), what kind it is, fields as read, other columns by their path,
    the paths of all columns with what stands there ("" where nothing does), and what is wrong or has to be asked, by
    cell. `skipped` says why a row is no record; `places` are the cells of its fields."""

    sheet: str
    row: int
    kind: RowKind
    fields: dict[str, Found]
    kept: dict[str, str]
    paths: Sequence[str]
    texts: Sequence[str]
    faults: tuple[Fault, ...] = ()
    skipped: str | None = None
    section: str = ""
    places: Mapping[str, str] = {}

    @property
    def cells(self) -> dict[str, str]:
        """Every cell as found, by its path: made when it is asked for, as of most rows it is not."""
        return dict(compress(zip(self.paths, self.texts, strict=True), self.texts))

    @property
    def is_told(self) -> bool:
        """Whether it is said what the problem is."""
        described, titled = self.fields.get("description"), self.fields.get("title")
        return bool((described and described.value) or (titled and titled.value))

    @property
    def number(self) -> str:
        """The number that it bears; empty where it has none."""
        serial = self.fields.get("serial")
        return serial.text if serial and serial.value else ""


def records_of(table: Table, mapping: LedgerMapping) -> Iterator[Record]:
    """Every row below the head as a record, in order; what is carried on is put to the record above it."""
    waiting: Record | None = None
    carried: list[Record] = []
    unnamed = Unnamed(table)
    for row in whole_rows(table, mapping):
        read = _read(row, table, mapping)
        if read.kind is RowKind.RECORD and read.skipped is None and (told := unnamed.told(row)) is not None:
            read = replace(read, faults=(*read.faults, told))
        if read.kind is RowKind.CARRIED:
            waiting = None if waiting is None else _carried(waiting, read, table)
            carried.append(_skipped(read, RowKind.CARRIED))
            continue
        if waiting is not None:
            yield waiting
        if carried:
            yield from carried
            carried = []
        waiting = read if read.kind is RowKind.RECORD and read.skipped is None else None
        if waiting is None:
            yield read
    if waiting is not None:
        yield waiting
    yield from carried


def _read(whole: WholeRow, table: Table, mapping: LedgerMapping) -> Record:
    row, fields, faults = whole.row, whole.fields, whole.faults
    if row.kind is not RowKind.RECORD:
        return _unread(whole, table, None if row.kind is RowKind.CARRIED else row.kind)
    is_hidden = row.hidden or not table.sheet.visible
    if is_hidden and mapping.hidden_rows == "skip":
        return _unread(whole, table, "hidden")
    if not table.skip.isdisjoint(islice(filter(None, whole.texts), 2)):
        return _unread(whole, table, RowKind.SUBTOTAL)
    if mapping.colour is not None:
        faults += _coloured(row, fields, table, mapping.colour)
    if mapping.closed_rows == "skip" and "status" in fields and fields["status"].value == "closed":
        return _unread(whole, table, "closed")
    if is_hidden and mapping.hidden_rows == "ask":
        sentence = "该行(或整个工作表)是隐藏的,要导入吗? / this row, or its sheet, is hidden: is it to come in?"
        faults.append(Fault(f"{row.row + 1}", "hidden", sentence))
    places = Places(table.letters, row.row)
    faults += contradictions(fields, places)
    if table.beside or not table.is_sound:
        faults += _told(row, table)
    kept = {}
    if mapping.unknown != "drop":
        kept = {path: text for place, path in table.kept if (text := row.texts[place])}
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
        paths=table.paths,
        texts=whole.texts,
        faults=tuple(faults),
        section=row.section,
        places=places,
    )


def _unread(whole: WholeRow, table: Table, why: str | None) -> Record:
    row, skipped = whole.row, None if why is None else str(why)
    return Record(
        table.sheet.name,
        row.row + 1,
        row.kind,
        {},
        {},
        table.paths,
        whole.texts,
        skipped=skipped,
        section=row.section,
    )


def _told(row: LedgerRow, table: Table) -> Iterator[Fault]:
    """What is told of cells that no field reads."""
    for place in table.beside:
        text = row.texts[place]
        if text and not text.isdecimal():
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


def _skipped(record: Record, why: str) -> Record:
    return replace(record, fields={}, kept={}, faults=(), skipped=str(why))


def _carried(above: Record, rest: Record, table: Table) -> Record:
    """The record with what its text goes on with in the row below; what only repeats a merged cell adds nothing."""
    before, added = above.cells, rest.cells
    cells = dict(before)
    fields = dict(above.fields)
    for path, text in added.items():
        if text != cells.get(path):
            cells[path] = f"{cells[path]}\n{text}" if cells.get(path) else text
    paths = {column.place: column.path for column in table.head.columns}
    for place, name in table.fields.items():
        path = paths[place]
        if path in added and name not in DAYS and name not in FIELDS and cells[path] != before.get(path):
            doubts = fields[name].doubts if name in fields else ()
            fields[name] = Found(cells[path], cells[path], doubts)
    kept = {path: cells[path] for path in cells if path in above.kept or path in rest.kept}
    return replace(above, fields=fields, kept=kept, paths=tuple(cells), texts=tuple(cells.values()))
