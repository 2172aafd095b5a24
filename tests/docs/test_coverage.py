"""The table of the notice leaves no item of it out, and what it leads to is there."""

import re
from pathlib import Path

from tests.checkout import CHECKOUT

PAGE = CHECKOUT / "docs/coverage.md"
STANDINGS = {"有", "部分", "未做", "不做"}


def rows(text: str) -> list[list[str]]:
    """The cells of each line of a table whose first cell is an item of the notice."""
    lines = (line.strip("| ").split(" | ") for line in text.splitlines() if re.match(r"\| (总|[GTW]\d)", line))
    return [[cell.strip() for cell in line] for line in lines]


def test_every_line_says_where_the_item_stands_and_why() -> None:
    told = rows(PAGE.read_text("utf-8"))
    assert told
    assert [line for line in told if len(line) != 4 or line[2] not in STANDINGS or not line[3]] == []


def test_no_item_of_the_notice_is_left_out(shared: Path) -> None:
    asked = {line[0] for line in rows((shared / "notice/coverage.md").read_text("utf-8"))}
    assert asked - {line[0].replace("–", "-") for line in rows(PAGE.read_text("utf-8"))} == set()


def test_every_page_it_leads_to_is_there() -> None:
    for page in re.findall(r"\]\(([a-z-]+\.md)\)", PAGE.read_text("utf-8")):
        assert (PAGE.parent / page).exists(), page
