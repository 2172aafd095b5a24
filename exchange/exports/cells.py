"""Knows how each kind of cell is written into a sheet, so that nothing in it runs and nothing in it is changed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from exchange.exports.columns import Kind, Value
from exchange.exports.styles import Styles
from mobile_schema.labels import label
from mobile_schema.vocabulary import Light

MOST_LINKS: Final = 65_530
"""Of a sheet; what had a link more would lose its text (XlsxWriter#933)."""
_LONGEST: Final = 32_767
_CUT: Final = "……(未完,全文见系统 / cut, the whole is in the ledger)"
_FORMULA: Final = frozenset("=+-@＝＋－＠\t\r\n")
_DAY_ONE: Final = datetime(1899, 12, 30)
_DAY_SECONDS: Final = 86_400.0
_WORDS: Final = {light.value: label(light) for light in Light}

Put = Callable[[int, int, Any], object]


def puts_of(sheet: Any, styles: Styles, address: str | None) -> dict[Kind, Put]:
    """What writes a value of each kind at a row and a column of this sheet."""
    text, number = sheet.write_string, sheet.write_number

    def put_text(row: int, column: int, value: Any) -> None:
        if not value:
            sheet.write_blank(row, column, None, styles.text)
        elif value[0] in _FORMULA:
            text(row, column, shortened(value), styles.quoted)
        else:
            text(row, column, value if len(value) <= _LONGEST else shortened(value), styles.text)

    def put_number(row: int, column: int, value: Any) -> None:
        if value is None:
            sheet.write_blank(row, column, None, styles.number)
        else:
            number(row, column, value, styles.number)

    def dated(style: Any) -> Put:
        def put(row: int, column: int, value: Any) -> None:
            if value is None:
                sheet.write_blank(row, column, None, style)
            else:
                number(row, column, as_number(value), style)

        return put

    def put_light(row: int, column: int, value: Any) -> None:
        text(row, column, _WORDS[value], styles.lights[value])

    left = 0 if address is None else MOST_LINKS

    def put_link(row: int, column: int, value: Any) -> None:
        nonlocal left
        if left == 0:
            text(row, column, value, styles.serial)
            return
        left -= 1
        sheet.write_url(row, column, f"{address}{value}", styles.link, value)

    return {
        Kind.TEXT: put_text,
        Kind.WRAPPED: put_text,
        Kind.NUMBER: put_number,
        Kind.DAY: dated(styles.day),
        Kind.MOMENT: dated(styles.moment),
        Kind.LIGHT: put_light,
        Kind.LINK: put_link,
    }


def shortened(text: str) -> str:
    """As much of a text as a cell takes; where that is not all, it says so."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def as_number(at: date) -> float:
    """A day or a local moment as workbooks count them."""
    if isinstance(at, datetime):
        return (at - _DAY_ONE).total_seconds() / _DAY_SECONDS
    return float((at - _DAY_ONE.date()).days)


def as_text(kind: Kind, value: Value) -> str:
    """The same value in a file that has text alone."""
    if value is None:
        return ""
    if kind is Kind.LIGHT:
        return _WORDS[str(value)]
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
