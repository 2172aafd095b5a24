"""Whatever people wrote, a page has the tags that we wrote and no other, and shows their words as they are."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from api.printing import as_html
from api.printing.sheet import sheet
from tests.api.printing.test_cells import LOOK

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["</td><script>", "<!--", "]]>", "&lt;", '" onload="x', "</style><style>*{}", "javascript:x"]
)
SHEET = sheet("甲", "serial description light")
TAG = re.compile(r"<[^>]*>")


@given(TEXTS, TEXTS, TEXTS)
def test_rows_have_our_tags_alone_and_their_words(one: str, two: str, light: str) -> None:
    written = as_html.lines(SHEET, [{"serial": one, "description": two, "light": light}], LOOK)
    plain = as_html.lines(SHEET, [{"serial": "a", "description": "b", "light": "c"}], LOOK)
    inside = [unescape(text) for text in TAG.split(written)]
    assert len(TAG.findall(written)) == len(TAG.findall(plain)) == 10
    assert inside[2] == SHEET.columns[0].text({"serial": one}, LOOK)
    assert inside[4] == SHEET.columns[1].text({"description": two}, LOOK)


@given(TEXTS, TEXTS)
def test_what_was_asked_for_is_text_of_the_page_too(name: str, said: str) -> None:
    written = as_html.head(SHEET, {name: said}).partition("</style>")[2]
    plain = as_html.head(SHEET, {"a": "b"}).partition("</style>")[2]
    assert len(TAG.findall(written)) == len(TAG.findall(plain))


def test_the_style_is_what_the_policy_allows_and_names_nothing_from_elsewhere() -> None:
    style = as_html.begin("甲", "list").partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "A4" in style
    assert as_html.POLICY.startswith("default-src 'none'; style-src 'sha256-")


def test_every_light_has_a_shape_of_its_own() -> None:
    assert [TAG.sub("", as_html.light(code, code)) for code in ("red", "yellow", "green", "blue")] == [
        "▲ red",
        "◆ yellow",
        "● green",
        "■ blue",
    ]


def test_an_empty_list_and_one_that_goes_on_say_so() -> None:
    assert "共 0 行" in as_html.foot(0, None)
    assert 'href="/v1/issues?a=%22&amp;form=html"' in as_html.foot(2, "/v1/issues?a=%22&form=html")
