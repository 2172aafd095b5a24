"""Knows a small file of works: its header, and a mapping that uses every part of one."""

import pytest

from exchange.tables.mapping import Mapping
from exchange.tables.mapping_files import parse_mapping

HEADER = "no,made,lat,lon,kind,weight,site,what,done,signed,begun"
MAPPING = """
name: works
id: "no"
captured: made
dates: {formats: ["%Y-%m-%d %H:%M", iso], time_zone: Asia/Shanghai}
location: {latitude: lat, longitude: lon}
category: {column: kind, values: {pipes: utilities, papers: permits, rubble: other}}
severity: {column: weight, major: [heavy]}
project:
  column: site
  values: {A: 2020-140105-30-03-990001}
  among: [2020-140106-78-03-990002, 2020-140213-39-03-990003]
description: "{what} ({no})"
work: {closed: done, accepted: signed, progressed: begun, voided: {column: weight, values: [withdrawn]}}
"""


@pytest.fixture
def mapping_text() -> str:
    """The mapping as YAML."""
    return MAPPING


@pytest.fixture
def mapping() -> Mapping:
    """The mapping, read."""
    return parse_mapping("works", MAPPING)
