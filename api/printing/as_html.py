"""Knows a sheet as a page to print: one file, no script, nothing from elsewhere; what people wrote is text."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from importlib import resources
from typing import Final

from api.printing.cells import Look, found
from api.printing.sheet import Column, Row, Sheet
from ledger.groundwork.seen_text import marked
from mobile_schema.labels import shape

_STYLE: Final = (resources.files("api.printing") / "page.css").read_text(encoding="utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The content security policy: this style, and nothing else."""


def begin(title: str, kind: str) -> str:
    """A page up to what it shows; `kind` is the class of its body: a wide `list`, or an upright `slip`."""
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{text(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>{_STYLE}</style>\n</head>\n'
        f'<body class="{kind}">\n'
    )


END: Final = "</body>\n</html>\n"


def text(said: str) -> str:
    """What somebody wrote, as text of a page."""
    return escape(marked(said))


def light(code: str, word: str) -> str:
    """A light as shape and word; its colour is only a third sign."""
    return f'<span class="light {text(code)}">{shape(code)} {text(word)}</span>'


def head(sheet: Sheet, facts: Mapping[str, str]) -> str:
    """A list's page up to its first row; `facts` stand below the title."""
    told = "".join(f"<span>{text(name)}:{text(said)}</span> " for name, said in facts.items())
    headings = "".join(f"<th>{text(column.heading)}</th>" for column in sheet.printed)
    return (
        f"{begin(sheet.title, 'list')}<h1>{text(sheet.title)}</h1>\n<p>{told}</p>\n"
        f"<table>\n<thead><tr>{headings}</tr></thead>\n<tbody>\n"
    )


def lines(sheet: Sheet, rows: Iterable[Row], look: Look) -> str:
    """Some rows."""
    return "".join(f"<tr>{''.join(_cell(column, row, look) for column in sheet.printed)}</tr>\n" for row in rows)


def foot(many: int, goes_on: str | None) -> str:
    """The end of a list: how many rows there are, and where it goes on."""
    counted = f"</tbody>\n</table>\n<p>共 {many} 行 / {many} rows</p>\n"
    if goes_on is None:
        return counted + END
    return f'{counted}<p>未完 / it goes on: <a href="{escape(goes_on)}">下一部分 / the next part</a></p>\n{END}'


def _cell(column: Column, row: Row, look: Look) -> str:
    said = column.text(row, look)
    code = found(row, column.path)
    if column.name == "light" and isinstance(code, str):
        return f"<td>{light(code, said)}</td>"
    return f"<td>{escape(said)}</td>"
