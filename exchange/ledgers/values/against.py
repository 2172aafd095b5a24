"""Knows what the cells of one row say against each other: days in the wrong order, a state that its day denies."""

from collections.abc import Iterator, Mapping
from datetime import date

from exchange.ledgers.values.reading import Fault, Found


def contradictions(fields: Mapping[str, Found], places: Mapping[str, str]) -> Iterator[Fault]:
    """Each at the cell that is likelier to be wrong."""
    found, due, done = _day(fields, "found_on"), _day(fields, "due_on"), _day(fields, "done_on")
    if found and due and due < found:
        zh = f"整改期限 {due} 早于发现日期 {found}"
        yield Fault(places["due_on"], "due-before-found", f"{zh} / the deadline {due} is before it was found, {found}")
    if found and done and done < found:
        zh = f"完成日期 {done} 早于发现日期 {found}"
        yield Fault(places["done_on"], "done-before-found", f"{zh} / done on {done}, before it was found on {found}")
    status = fields["status"].value if "status" in fields else None
    if status in ("done", "closed") and "done_on" in places and _says_nothing(fields.get("done_on")):
        text = fields["status"].text
        yield Fault(places["done_on"], "done-without-day", f"“{text}”但没有完成日期 / “{text}” without the day")
    if status == "open" and done:
        # A state that a row's colour tells has no cell of its own.
        text, at = fields["status"].text, places.get("status", places["done_on"])
        yield Fault(at, "open-with-day", f"“{text}”但有完成日期 {done} / “{text}”, and done on {done}")


def _says_nothing(found: Found | None) -> bool:
    return found is None or (found.value is None and not found.doubts)


def _day(fields: Mapping[str, Found], name: str) -> date | None:
    """A day that is certain."""
    found = fields.get(name)
    return found.value if found and isinstance(found.value, date) and not found.doubts else None
