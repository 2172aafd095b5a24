"""Knows a small file of visits with the dates of their work, and its mapping."""

MAPPING = """\
name: visits
id: id
captured: seen
dates: {formats: [iso], time_zone: Asia/Shanghai}
category: {column: kind, values: {land: land, signs: other}, default: other}
severity: {column: grave, major: ["yes"]}
project: {column: site, values: {a: 2020-140105-30-03-990001, gone: 2020-140105-30-03-999999}}
description: "{kind}"
work: {closed: done, accepted: taken, progressed: told}
"""
HEADER = "id,seen,kind,grave,site,taken,told,done\n"
DAYS = "2026-03-02T09:00,{},{},a,2026-03-03T09:00,2026-03-04T09:00,{}"
