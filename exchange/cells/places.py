"""Knows where a row says that it is: a point in WGS-84, or why there is none."""

import re
import unicodedata
from datetime import datetime
from typing import Any, Final

from exchange.cells.chinese_crs import to_wgs84
from exchange.cells.digits import has_odd_digits
from exchange.tables.mapping import Place
from exchange.tables.row import Row

_DEGREES: Final = re.compile(r"([+-]?\d{1,3})(?:[.,](\d*))?([eE][+-]?\d{1,2})?°?", re.ASCII)


def location_of(row: Row, place: Place | None, captured_at: datetime) -> dict[str, Any]:
    """The point; a row without a readable one keeps the reason instead."""
    if place is None:
        return {"status": "absent", "reason": "not_recorded"}
    cells = row.cells[place.latitude].strip(), row.cells[place.longitude].strip()
    if not all(cells):
        return {"status": "absent", "reason": "not_recorded"}
    latitude, longitude = (_degrees(cell) for cell in cells)
    if latitude is None or longitude is None:
        note = f"不是度数 / not degrees: {cells[0][:40]!r}, {cells[1][:40]!r}"
        return {"status": "absent", "reason": "other", "note": note}
    latitude, longitude = to_wgs84((latitude, longitude), place.source_crs)
    return {
        "status": "fixed",
        "latitude": latitude,
        "longitude": longitude,
        "source_crs": place.source_crs,
        "mock": False,
        "fixed_at": captured_at.isoformat(),
    }


def _degrees(text: str) -> float | None:
    """Degrees with a decimal point or a decimal comma."""
    found = _DEGREES.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None or has_odd_digits(text):
        return None
    value = float(f"{found[1]}.{found[2] or 0}{found[3] or ''}")
    return value if abs(value) <= 180 else None
