"""Knows `xiaohao paper`: a paper of an issue as a file, as the one may have it whose token is sent."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.terminal.asking import As, Data, Token, Url, asking
from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError

Kind = Literal["supervision", "assignment", "reminder", "file"]
Form = Literal["pdf", "docx"]


def paper(
    number: Annotated[str, typer.Argument(metavar="编号", help="The issue's 编号, or its id.", show_default=False)],
    kind: Annotated[
        Kind, typer.Argument(help="督办单 supervision, 交办函 assignment, 提醒函 reminder, 问题档案 file.")
    ] = "supervision",
    *,
    form: Annotated[Form, typer.Option(help="PDF to print and keep, or Word to finish.")] = "pdf",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where it goes (default: KIND-编号.pdf here)."),
    ] = None,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Write a paper of an issue (公文): a draft laid out by GB/T 9704; docs/papers.md.

    Examples:

    xiaohao paper 140105-2026-00002

    xiaohao paper 140105-2026-00002 file --form docx --out dossier.docx
    """
    from urllib.parse import quote  # noqa: PLC0415

    from exchange.tables.faults import PlayError  # noqa: PLC0415

    to = out or Path(f"{kind}-{Path(number).name}.{form}")
    with one_clear_line(PlayError):
        made = asking(data, url, token, person).file(f"/v1/issues/{quote(number, safe='')}/papers/{kind}.{form}")
        try:
            with to.open("xb") as file:
                file.write(made)
        except FileExistsError:
            raise StackError(f"{to} 已存在，未覆盖 / exists, and is left as it is") from None
        except OSError as error:
            raise StackError(f"{to} 无法写入 / cannot be written: {error}") from None
    typer.echo(f"{to} ({len(made):,} B)")
