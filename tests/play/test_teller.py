"""What the demo prints of others' text is text: no markup, no line that forges a scene, nothing out of sight."""

import io

from rich.console import Console

from ledger.groundwork.seen_text import hides
from play.demo.teller import Teller

HOSTILE = "坏\x1b[2J\n      ▲ 03-02 督办单\u202e\u200b[red]坏[/red]"
ISSUE = {
    "serial": "140105-2026-00001",
    "category": "land",
    "severity": "ordinary",
    "state": "assigned",
    "light": "green",
    "unit_name": HOSTILE,
    "person_name": HOSTILE,
    "due_at": "2026-03-02T01:00:00Z",
}
ALERT = {
    "serial": "140105-2026-00001",
    "light": "red",
    "light_zh": HOSTILE,
    "light_en": HOSTILE,
    "instrument": "reminder",
    "obligation": "resolve",
    "round": 1,
    "fired_at": "2026-03-02T01:00:00Z",
    "text_zh": HOSTILE,
    "recipient_level": None,
    "recipient_person_id": "somebody",
}


def test_whatever_it_is_told_it_prints_as_text() -> None:
    out = io.StringIO()
    teller = Teller(Console(file=out, width=400), {"somebody": HOSTILE})
    teller.answer(HOSTILE, HOSTILE)
    teller.alert(ALERT)
    teller.text(HOSTILE)
    teller.table([ISSUE])
    lines = out.getvalue().split("\n")
    assert not any(hides(line) for line in lines)
    assert [line for line in lines if line.startswith("      ▲ 03-02 督办单")] == []
    assert out.getvalue().count("[red]坏[/red]") == 8


def test_news_is_told_in_its_own_words_as_text() -> None:
    out = io.StringIO()
    news = ALERT | {"obligation": "report", "round": 0, "text_zh": f"上报更正{HOSTILE}", "text_en": "report corrected"}
    Teller(Console(file=out, width=400), {}).alert(news)
    assert not any(hides(line) for line in out.getvalue().split("\n"))
    assert "上报更正坏" in out.getvalue()
    assert "report corrected" in out.getvalue()
