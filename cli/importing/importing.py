"""Knows `xiaohao import`: a file looked at, its columns named, every row judged, brought in, and taken back."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.organisation.registry import ListKind, import_file
from cli.terminal.asking import As, Data, Token, Url
from cli.terminal.refusing import one_clear_line, refused_whole

if TYPE_CHECKING:
    from cli.terminal.asking import Asking
    from exchange.ledgers.checking import Checked, Known
    from exchange.ledgers.mapping import LedgerMapping
    from exchange.workbooks.cells import Book


_ONLY_NAMES: Final = (
    "您不能在这里导入:只核对了名录里的名称,没有与此前导入的行比较,也没有核对日期是否已到 / you may not import here: "
    "names alone are looked up; rows are not compared with what is on the ledger, nor days with its today"
)


def import_(  # noqa: PLR0917 - the options of a command
    file: Annotated[
        Path | None,
        typer.Argument(help="An .xlsx, .xls, .xlsb, .ods or CSV file, or a ZIP of them.", show_default=False),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(help="issues (a ledger of problems), figures (projects' months), or projects, units, persons."),
    ] = "issues",
    look: Annotated[
        bool, typer.Option("--look", help="Show sheets, the head found, and what each column means.")
    ] = False,
    mapping: Annotated[Path | None, typer.Option(help="A mapping (YAML); without it the dictionary alone.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Only the sheet of this name.")] = None,
    header: Annotated[str | None, typer.Option(metavar="ROWS", help="Where the head stands, such as 4 or 2-5.")] = None,
    period: Annotated[
        str | None, typer.Option(metavar="MONTH", help="With --kind figures: the month that they are of, 2019-08.")
    ] = None,
    money: Annotated[
        str | None, typer.Option(metavar="UNIT", help="With --kind figures: 亿元, 万元 or 元 where the file says none.")
    ] = None,
    write_mapping: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the mapping to correct.")] = None,
    faults: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the rows that stay out (.xlsx).")] = None,
    check_: Annotated[bool, typer.Option("--check", help="Judge every row, write nothing (the default).")] = False,
    commit: Annotated[bool, typer.Option("--commit", help="Put the rows on the ledger that may come in.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --commit: do not ask.")] = False,
    undo: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Take an import back, within 30 days; of figures by the file's SHA-256, which is told."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON a row; the last one counts them.")] = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Check somebody's ledger row by row, and bring it in: what is new, changed, the same, what is wrong in which cell.

    With --data or --url it is compared with the ledger there; without, the file alone is looked at. Exits 0 when
    nothing is wrong, 1 when rows have faults, 2 when the file is refused whole.

    Examples:

    xiaohao import 问题台账.xlsx --look --write-mapping ledger.yaml

    xiaohao import 问题台账.xlsx --mapping ledger.yaml --data ./data --faults 错误.xlsx

    xiaohao import 问题台账.xlsx --mapping ledger.yaml --data ./data --commit

    xiaohao import 省级重点工程.xlsx --kind figures --period 2019-08 --data ./data --commit

    xiaohao import --undo SHA256 --data ./data
    """
    from cli.importing.bringing import Given, brought  # noqa: PLC0415
    from cli.importing.over_api import NotHere  # noqa: PLC0415
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.ledgers.checking import check  # noqa: PLC0415
    from exchange.ledgers.returned import returned  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.workbooks.reading import read_file  # noqa: PLC0415
    from exchange.workbooks.refused import FileRefused  # noqa: PLC0415

    if sum((look, check_, commit, undo is not None)) > 1:
        raise typer.BadParameter("--look、--check、--commit、--undo 只用一个 / one of them at a time")
    kinds = ("issues", "figures", *(each.value for each in ListKind))
    if kind not in kinds:
        raise typer.BadParameter(f"只能是 / one of {', '.join(kinds)}", param_hint="--kind")
    _demand_folders({"--faults": faults, "--write-mapping": write_mapping})
    if undo is not None:
        taking_back = _taking_back(undo, kind)
        with one_clear_line(PlayError):
            taking_back(asking(data, url, token, person), as_json)
        return
    if file is None:
        raise typer.BadParameter("请写明文件 / name a file")
    if kind in {each.value for each in ListKind}:
        if url is not None:
            raise typer.BadParameter("名单只能用 --data 导入 / lists come in with --data alone", param_hint="--kind")
        import_file(file, ListKind(kind), dry_run=not commit, data=data)
        return
    if kind == "figures":
        from cli.importing.figures import Options, figures  # noqa: PLC0415

        rows = None if header is None else _rows(header)
        options = Options(file, mapping, sheet, rows, period, money, faults, as_json)
        has_stack = commit or data is not None or url is not None
        with one_clear_line(PlayError), refused_whole(FileRefused):
            asked = asking(data, url, token, person) if has_stack and not look else None
            figures(options, asked, look=look, commit=commit, yes=yes or as_json)
    with one_clear_line(PlayError), refused_whole(FileRefused):
        book = read_file(file)
        chosen = _mapping(file, mapping, sheet, header)
        if write_mapping is not None:
            _write_mapping(book, chosen, write_mapping)
        if look:
            _look(book, chosen, as_json)
            return
        if commit or data is not None or url is not None:
            given = Given(file, chosen if mapping or sheet or header else None, faults, as_json)
            with suppress(NotHere):
                brought(given, asking(data, url, token, person), commit=commit, yes=yes)
        checked = check(book, chosen, _known(data, url, token, person))
        if faults is not None:
            faults.write_bytes(returned(checked))
    _show(checked, as_json)
    raise typer.Exit(1 if checked.counts["fault"] or checked.counts["conflict"] else 0)


def _taking_back(undo: str, kind: str) -> Callable[["Asking", bool], None]:
    """How it is undone: what is no SHA-256 is the id of an import, which figures have none of."""
    from cli.importing.undoing import figures_taken_back, import_taken_back, is_file  # noqa: PLC0415

    if is_file(undo):
        return partial(figures_taken_back, undo.lower())
    if kind == "figures":
        said = "写文件的 SHA-256(64 位),入账后已显示 / the file's SHA-256, as the commit told it"
        raise typer.BadParameter(said, param_hint="--undo")
    return partial(import_taken_back, undo)


def _mapping(file: Path, mapping: Path | None, sheet: str | None, header: str | None) -> "LedgerMapping":
    """What the options say; without a mapping one of the file's own name, which the dictionary fills."""
    from exchange.ledgers.mapping import LedgerMapping, name_of  # noqa: PLC0415
    from exchange.ledgers.mapping_files import load_ledger_mapping  # noqa: PLC0415

    chosen = load_ledger_mapping(mapping) if mapping else LedgerMapping(name=name_of(file.stem))
    if sheet is not None:
        chosen = chosen.model_copy(update={"sheets": chosen.sheets.model_copy(update={"include": (sheet,)})})
    return chosen if header is None else chosen.model_copy(update={"header": _rows(header)})


def _demand_folders(files: Mapping[str, Path | None]) -> None:
    """Before anything is judged or comes in: what was found could not be written there."""
    for option, file in files.items():
        if file is not None and not file.parent.is_dir():
            raise typer.BadParameter(f"没有这个目录 / no such folder: {file.parent}", param_hint=option)


def _rows(header: str) -> tuple[int, int]:
    first, _, last = header.partition("-")
    if not first.isdigit() or not (last or first).isdigit() or not 1 <= int(first) <= int(last or first):
        raise typer.BadParameter("写行号,如 4 或 2-5 / rows such as 4 or 2-5", param_hint="--header")
    return int(first), int(last or first)


def _known(data: Path | None, url: str | None, token: str | None, person: str | None) -> "Known":
    """The registry of a stack that is named, where it does not judge the file itself; without one the file alone is
    looked at.
    """
    from exchange.ledgers.checking import NothingKnown  # noqa: PLC0415

    if data is None and url is None:
        typer.echo(
            "未指定 --data 或 --url,不核对项目、单位和属地的名称 / "
            "without --data or --url names of projects, units and places are not looked up",
            err=True,
        )
        return NothingKnown()
    from cli.importing.registry import registry_of  # noqa: PLC0415
    from cli.terminal.asking import asking  # noqa: PLC0415

    known = registry_of(asking(data, url, token, person))
    typer.echo(_ONLY_NAMES, err=True)
    return known


def _write_mapping(book: "Book", mapping: "LedgerMapping", to: Path) -> None:
    from exchange.ledgers.mapping import completed  # noqa: PLC0415
    from exchange.ledgers.mapping_files import as_yaml  # noqa: PLC0415
    from exchange.ledgers.reading.table import table_of  # noqa: PLC0415

    tables = [table for sheet in book.sheets if (table := table_of(sheet, mapping)) is not None]
    to.write_text(as_yaml(completed(mapping, tables[0].head) if tables else mapping), encoding="utf-8")
    typer.echo(f"映射已写入 / the mapping was written to {to}", err=True)


def _look(book: "Book", mapping: "LedgerMapping", as_json: bool) -> None:
    from cli.importing.shown import show_book  # noqa: PLC0415
    from exchange.ledgers.looking import look_at  # noqa: PLC0415

    looked = look_at(book, mapping)
    if as_json:
        typer.echo(json.dumps(looked, ensure_ascii=False))
    else:
        show_book(looked)


def _show(checked: "Checked", as_json: bool) -> None:
    from cli.importing.shown import json_lines, show_checked  # noqa: PLC0415

    if as_json:
        for line in json_lines(checked):
            typer.echo(line)
    else:
        show_checked(checked)
