"""Knows a sound policy file to spoil, and how it is checked against the sample registry."""

from datetime import UTC, datetime

from ledger.groundwork.yaml_lines import FileFault
from ledger.policy.reading import Checked, check_policy
from tests.ledger.factories import RULES

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
POLICY = """\
name: sample
version: 1
title: {zh: 样例, en: Sample}
obligations:
  resolve:
    title: {zh: 解决, en: Resolve}
    starts: [assigned]
    satisfied_by: [closure_requested]
    due: {days: 7}
ladder:
  - step: ahead
    obligation: resolve
    before: {days: 1}
    light: green
    instrument: reminder
    to: {post: responsible_person}
  - step: county
    obligation: resolve
    light: yellow
    instrument: reminder
    to: {post: supervisor, level: county}
    repeat: {every: {days: 1}, at_most: 3}
  - step: city
    obligation: resolve
    needs: county
    lapse: {days: 3}
    light: red
    instrument: supervision_order
    to: {post: supervisor, level: city}
  - step: province
    obligation: resolve
    needs: city
    lapse: {days: 3}
    light: red
    instrument: interview
    to: {post: supervisor, level: province}
"""
QUIET = 'quiet_hours: {from: "22:00", to: "07:30", lights: [green]}\n'


def with_registry(text: str) -> Checked:
    """The check as the sample registry stands."""
    return check_policy(text, catalogue=RULES.catalogue, at=AT)


def told(faults: tuple[FileFault, ...]) -> list[tuple[int, str]]:
    return [(fault.line, fault.path) for fault in faults]
