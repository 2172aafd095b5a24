"""Knows which modules are mutated, and which tests stand on each: those of its room and of the rooms that use it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
_TESTS: Final = Path("tests/ledger")
_RULES = ("decisions", "access", "escalation", "calendar", "policy")
_COVERED_BY: Final[dict[str, tuple[str, ...]]] = {
    "ledger/calendar/calendars.py": ("calendar",),
    "ledger/calendar/deadlines.py": (
        "calendar",
        "policy/test_regime.py",
        "policy/files/test_reading.py",
        "decisions",
        "escalation",
    ),
    "ledger/calendar/files.py": ("calendar/test_files.py", "calendar/test_calendars.py", "calendar/test_limits.py"),
    "ledger/calendar/rests.py": ("calendar/test_rests.py",),
    "ledger/policy": ("policy", "escalation", "decisions"),
    "ledger/retention": ("retention",),
    "ledger/issue": ("issue", "decisions", "escalation", "intake/planning/test_opening.py"),
    "ledger/access": ("access", "decisions"),
    "ledger/decisions": _RULES,
    "ledger/escalation": ("escalation", "decisions"),
    "ledger/registry": ("registry", "escalation", "intake/planning/test_opening.py"),
    "ledger/evidence": ("evidence",),
    "ledger/reports": ("reports", "intake/planning/test_planned_corrections.py"),
    "ledger/intake/planning/rechecking.py": ("intake/planning/test_planned_rechecks.py",),
    "ledger/intake/planning/correcting.py": ("intake/planning/test_planned_corrections.py",),
    "ledger/intake/planning/plan.py": (
        "intake/planning/test_plan.py",
        "intake/planning/test_planned_rechecks.py",
        "intake/planning/test_planned_corrections.py",
        "intake/planning/test_opening.py",
    ),
    "ledger/intake/planning/planner.py": (
        "intake/planning/test_plan.py",
        "intake/planning/test_planned_rechecks.py",
        "intake/planning/test_planned_corrections.py",
        "intake/planning/test_opening.py",
    ),
    "ledger/intake/planning/understood.py": (
        "intake/planning/test_plan.py",
        "intake/planning/test_planned_rechecks.py",
        "intake/planning/test_planned_corrections.py",
        "intake/planning/test_opening.py",
    ),
    "ledger/intake/planning/opening.py": ("intake/planning/test_opening.py", "intake/planning/test_plan.py"),
    "ledger/intake/incoming.py": ("intake/test_incoming.py", "intake/planning/test_plan.py"),
    "ledger/intake/planning/plausibility.py": (
        "intake/planning/test_plausibility.py",
        "intake/planning/test_capture_boundaries.py",
        "intake/planning/test_ended_in_intake.py",
    ),
}
_NEEDS_A_STORE: Final = re.compile(
    r"^(?:from|import) (?:bson|gridfs|mongoengine|pymongo|ledger\.mongo|ledger\.(?:[a-z_]+\.)*store)\b", re.MULTILINE
)
"""Neither a module that reads or writes the store is mutated, nor do tests of one stand on others."""
_SLOW: Final = ("any_life", "machine")
"""Random lives: they notice much, but take minutes for each mutant."""
_BY_ITSELF: Final = ("ledger/evidence",)
"""Tried only when the room is asked for: its tests decode pictures for half a minute, and its numbers are of formats
and of what decoders fill in, not of rules."""


def modules(wanted: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Every mutated module of a room, with the test files to run for it: the one that mirrors it, its own room's, the
    others'.
    """
    for place, rooms in _COVERED_BY.items():
        if place in _BY_ITSELF and not wanted.is_relative_to(place):
            continue
        tests = tuple(str(file) for room in rooms for file in _pure_files(_TESTS / room, "test_*.py"))
        for module in _pure_files(Path(place), "*.py"):
            if module.is_relative_to(wanted) and module.name != "__init__.py":
                yield module, tuple(sorted(tests, key=lambda test: Path(test).name != f"test_{module.name}"))


def _pure_files(place: Path, pattern: str) -> list[Path]:
    found = [place] if (ROOT / place).is_file() else [file.relative_to(ROOT) for file in (ROOT / place).rglob(pattern)]
    return sorted(file for file in found if not any(word in file.name for word in _SLOW) and _is_pure(file))


def _is_pure(file: Path) -> bool:
    return _NEEDS_A_STORE.search((ROOT / file).read_text(encoding="utf-8")) is None
