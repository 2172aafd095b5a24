"""Knows how policies are shown on a terminal: the list of versions, and one of them as tables."""

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.terminal.shown import as_line
from cli.terminal.wide import WIDE, console

if TYPE_CHECKING:
    from datetime import datetime

    from rich.table import Table

    from ledger.policy.policy import Policy
    from ledger.policy.versions import Policies
    from ledger.policy.words import Row
    from ledger.registry.catalogue import Catalogue


def tables(policy: "Policy", *, markdown: bool = False) -> str:
    """A policy's clocks, its ladder and its notices, in words."""
    from ledger.policy import words  # noqa: PLC0415

    parts = [
        (words.OBLIGATION_HEADS, list(words.obligation_rows(policy))),
        (words.LADDER_HEADS, list(words.ladder_rows(policy))),
    ]
    if policy.notices:
        parts.append((words.NOTICE_HEADS, list(words.notice_rows(policy))))
    if markdown:
        return "\n".join(words.markdown(heads, [tuple(map(as_line, row)) for row in rows]) for heads, rows in parts)
    return "\n".join(_plain(*part) for part in parts)


def listed(policies: "Policies", under: Mapping[str, int] | None, catalogue: "Catalogue", zone: ZoneInfo) -> None:
    """Print every version on a line; `under` is how many open issues each has, None where there is no ledger."""
    from ledger.policy.words import scope_words  # noqa: PLC0415

    adopted = {adoption.policy.key: adoption.holds_from for adoption in policies.adopted()}
    rows = [
        (
            policy.name,
            str(policy.version),
            _since(adopted.get(policy.key), zone),
            scope_words(policy.applies_to, catalogue),
            "—" if under is None else str(under.get(policy.key, 0)),
            f"{policy.title.zh} {policy.title.en}",
        )
        for policy in policies.versions()
    ]
    heads = ("规则 policy", "版本 version", "生效 from", "适用 for", "未销号 open issues", "标题 title")
    console().print(_table(heads, rows))


def _plain(heads: Sequence[str], rows: "Sequence[Row]") -> str:
    from rich.console import Console  # noqa: PLC0415

    text = StringIO()
    Console(file=text, width=WIDE).print(_table(heads, rows))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def _table(heads: Sequence[str], rows: "Sequence[Row]") -> "Table":
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(escape(as_line(cell)) for cell in row))
    return table


def _since(holds_from: "datetime | None", zone: ZoneInfo) -> str:
    from ledger.policy.versions import ALWAYS  # noqa: PLC0415

    if holds_from is None:
        return "未采用 not adopted"
    return "一直 always" if holds_from == ALWAYS else f"{holds_from.astimezone(zone):%Y-%m-%d %H:%M}"
