"""Knows how long somebody waits for a paper of an issue, over HTTP, beside typst laying out one and no more."""

import time
from datetime import UTC, datetime
from typing import Final

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.ledgered import put_on_ledger
from bench.rig.parts import api, parts
from exchange.papers.as_pdf import pdf
from exchange.papers.paper import Heading, Paper, Table, Text

ASKS: Final = 100
PROJECT: Final = "2020-140105-30-03-990001"
READER: Final = "supervisor-140105"
LIMITS_MS: Final = {"supervision.pdf": 500.0, "file.pdf": 500.0, "supervision.docx": 1000.0}
"""Half a second was promised of a PDF."""


def run() -> list[Figure]:
    """p95 of each paper, warm: of issues of which none was asked for before."""
    with parts() as running, api(running) as url:
        token = token_of(running.credentials, READER)
        figures = []
        for way, limit in LIMITS_MS.items():
            issues = put_on_ledger(running.store(), PROJECT, ASKS + 1, "obstruction")
            asked = [Request("GET", f"/v1/issues/{issue}/papers/{way}") for issue in issues]
            flood(url, token, asked[:1], connections=1)  # the process apart begins, and reads the fonts
            served = percentile(flood(url, token, asked[1:], connections=1).seconds, 0.95)
            alone = _alone() * 1000 if way.endswith(".pdf") else None
            figures.append(Figure.below(f"a paper: {way}", "p95 ms", served * 1000, limit, alone))
    return figures


def _alone() -> float:
    """p95 seconds of the layout alone, of letters of which no two say the same."""
    pdf(_letter(-1), None)
    took = []
    for number in range(ASKS):
        began = time.perf_counter()
        pdf(_letter(number), None)
        took.append(time.perf_counter() - began)
    return percentile(took, 0.95)


def _letter(number: int) -> Paper:
    rows = tuple((f"节点{row}", "2026年3月2日18时", "未办结") for row in range(4))
    said = f"台账编号140105-2026-{number:05d}的问题由你单位牵头办理，请抓紧办理，按时办结并书面报告办理情况。"
    blocks = (Text(said), Heading("一、督办事项"), Text(said * 4), Heading("二、时限"), Table((3, 4, 2), rows))
    return Paper(
        title="关于督办解决样例项目阻工扰工问题的通知",
        blocks=blocks,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        colophon=("依据：台账",),
        head="太原市小店区督办单",
        number="　　〔　　　〕　　号",
        to="太原市小店区公安局",
        office="（发文机关印章）",
        dated="　　　年　　月　　日",
    )
