"""Knows colours as offices name them, and what a row's colours say where a mapping gives them a meaning."""

from colorsys import rgb_to_hls
from functools import lru_cache
from typing import Final

COLOURS: Final = ("red", "orange", "yellow", "green", "blue", "purple", "grey")
# Up to which degree of the colour wheel; red stands at both ends.
_DEGREES: Final = ((18, "red"), (47, "orange"), (70, "yellow"), (165, "green"), (258, "blue"), (330, "purple"))
_GREY: Final = 0.12
_PALE: Final = 0.75
_PALE_YELLOW: Final = 40
# The colours that a theme names by number, as a workbook has them unless somebody chose others.
_OF_THEME: Final = {"4": "blue", "5": "orange", "6": "grey", "7": "orange", "8": "blue", "9": "green"}


@lru_cache(maxsize=4_096)
def colour_named(fill: str) -> str | None:
    """What people call a fill (RRGGBB, or the number of a theme's); None of white, black and what nobody knows."""
    if fill.startswith("theme"):
        return _OF_THEME.get(fill.removeprefix("theme"))
    try:
        red, green, blue = (int(fill[place : place + 2], 16) / 255 for place in (0, 2, 4))
    except ValueError:
        return None
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    if max(red, green, blue) - min(red, green, blue) < _GREY / 2 or saturation < _GREY:
        return "grey" if 0.1 < lightness < 0.97 else None
    degree = hue * 360
    if lightness > _PALE and _PALE_YELLOW <= degree < 70:
        return "yellow"
    return next((name for until, name in _DEGREES if degree < until), "red")
