"""Knows how cells of an exported ledger look: borders, fonts, fills of the lights."""

from dataclasses import dataclass
from typing import Any, Final

from mobile_schema.vocabulary import Light

_CELL: Final[dict[str, Any]] = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 10}
_WRAPPED: Final = {**_CELL, "text_wrap": True}
_MIDDLE: Final = {**_CELL, "align": "center"}
_FILLS: Final = {
    Light.RED: {"bg_color": "#F8CBC6", "font_color": "#8C1D18"},
    Light.YELLOW: {"bg_color": "#FFEB9C", "font_color": "#6B5200"},
    Light.GREEN: {"bg_color": "#D5EBD8", "font_color": "#1E5B2B"},
}
DAY: Final = "yyyy-mm-dd"
MOMENT: Final = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a workbook, each made once."""

    title: Any
    said: Any
    head: Any
    text: Any
    quoted: Any
    number: Any
    day: Any
    moment: Any
    link: Any
    serial: Any
    lights: dict[str, Any]


def styles_of(book: Any) -> Styles:
    """The formats in this workbook. `quoted` is of text that a program could take for a formula: it stays text, also
    where somebody edits it, and nothing is added to it.
    """
    made = book.add_format
    return Styles(
        title=made({"font_name": "黑体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}),
        said=made({"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}),
        head=made({**_WRAPPED, "font_name": "黑体", "bold": True, "align": "center", "bg_color": "#ECEFF2"}),
        text=made(_WRAPPED),
        quoted=made({**_WRAPPED, "quote_prefix": True}),
        number=made(_MIDDLE),
        day=made({**_MIDDLE, "num_format": DAY}),
        moment=made({**_MIDDLE, "num_format": MOMENT}),
        link=made({**_MIDDLE, "font_color": "#0B57A4", "underline": 1}),
        serial=made(_MIDDLE),
        lights={light.value: made({**_MIDDLE, "bold": True, **fill}) for light, fill in _FILLS.items()},
    )
