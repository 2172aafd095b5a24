"""Knows how the story is printed: Chinese first, English under it, the ledger's own time in front."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.groundwork.seen_text import one_line
from mobile_schema.labels import label
from mobile_schema.vocabulary import Category, Instrument, Level, Light, ObligationCode, Severity, State

Document = dict[str, Any]
_COLOURS: Mapping[str, str] = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "red"}
_HEADINGS = ("类别\ncategory", "状态\nstate", "责任单位、责任人\nunit, person", "时限\ndue", "灯\nlight")


class Teller:
    """Prints scenes, what the API answered to them, alerts, and the ledger as a table."""

    def __init__(self, console: Console, names: dict[str, str]) -> None:
        self._console = console
        self._names = names
        self._zone = ZoneInfo(DEFAULT_ZONE)

    def scene(self, now: datetime, chinese: str, english: str) -> None:
        """Something is about to happen."""
        self._console.print(
            f"\n[bold cyan]{self.when(now)}[/]  [bold]{_text(chinese)}[/]\n             {_text(english)}"
        )

    def answer(self, chinese: str, english: str = "") -> None:
        """What the API answered."""
        gloss = f"  [dim]{_text(english)}[/]" if english else ""
        self._line(f"      → {_text(chinese)}{gloss}")

    def alert(self, alert: Document) -> None:
        """A message that the ladder raised: which paper, in which light, to whom, and which time limit is over, or soon
        is. Of no clock, it is news: what happened is told in its own words.
        """
        instrument = Instrument(alert["instrument"])
        if alert["round"]:
            obligation = ObligationCode(alert["obligation"])
            is_over = "还有" not in alert["text_zh"].partition("(")[0]
            over, over_en = ("超期", "overdue") if is_over else ("即将到期", "soon over")
            said = f"{alert['serial']} “{label(obligation)}”{over}"
            gloss = f"{label(instrument, 'en')}, {alert['light_en']}: '{label(obligation, 'en')}' is {over_en}"
        else:
            said, gloss = alert["text_zh"], alert["text_en"]
        colour, fired = _COLOURS.get(alert["light"], "white"), datetime.fromisoformat(alert["fired_at"])
        level = Level(alert["recipient_level"]) if alert["recipient_level"] else None
        to = f"{label(level)} " if level else ""
        self._line(
            f"      [{colour}]▲[/] [cyan]{self.when(fired)}[/] {label(instrument)}·{_text(alert['light_zh'])}灯 → "
            f"{_text(to + self.person(alert['recipient_person_id']))}:{_text(said)}  [dim]{_text(gloss)}[/]"
        )

    def table(self, issues: Iterable[Document]) -> None:
        """The ledger (台账), one line an issue."""
        table = Table(title="台账 / the ledger", title_justify="left")
        table.add_column("编号\nserial", no_wrap=True)
        for heading in _HEADINGS:
            table.add_column(heading, overflow="fold")
        for issue in issues:
            table.add_row(*("\n".join(_text(line) for line in lines) for lines in self._cells(issue)))
        self._console.print()
        self._console.print(table)

    def text(self, line: str) -> None:
        """A plain line."""
        self._console.print(_text(line), soft_wrap=True)

    def _line(self, markup: str) -> None:
        self._console.print(markup, soft_wrap=True, highlight=False)

    def person(self, person_id: str | None) -> str:
        """Someone's name with their id."""
        return f"{self._names[person_id]}({person_id})" if person_id in self._names else str(person_id)

    def when(self, moment: datetime) -> str:
        """A moment in the ledger's zone."""
        return f"{moment.astimezone(self._zone):%m-%d %H:%M}"

    def _cells(self, issue: Document) -> list[tuple[str, ...]]:
        category, state, light = Category(issue["category"]), State(issue["state"]), Light(issue["light"])
        major = f" {label(Severity.MAJOR)}" if issue["severity"] == Severity.MAJOR else ""
        over = state in (State.CLOSED, State.VOIDED)
        return [
            (issue["serial"],),
            (f"{label(category)}{major}", label(category, "en")),
            (label(state), label(state, "en")),
            (issue["unit_name"], issue["person_name"] or "—"),
            ("—" if over or issue["due_at"] is None else self.when(datetime.fromisoformat(issue["due_at"])),),
            ("—" if over else f"{label(light)} {label(light, 'en')}",),
        ]


def _text(said: str) -> str:
    """What others wrote, neither markup nor anything else but text."""
    return escape(one_line(said))
