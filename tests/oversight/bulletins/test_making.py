"""A bulletin is told by the rule's own sentences; each number in it has its key, formula and list."""

import re
from dataclasses import replace
from typing import Any

import pytest

from exchange.papers.paper import Heading, Keyed, Table, Told
from oversight.bulletins.making import Bulletin, NoBulletin, bulletin_of
from oversight.bulletins.wording.shape import Paragraph
from oversight.ranking.computing import Item
from oversight.ranking.issue_measures import OF_ISSUES
from oversight.ranking.shipped import shipped_rules
from tests.oversight.bulletins.parts import basis, published
from tests.oversight.ranking.parts import AUGUST, RULE, item
from tests.published_figures import PLACES, RATES

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def text(bulletin: Bulletin) -> str:
    return "\n".join(block.said for block in bulletin.paper.blocks if isinstance(block, Told))


def keyed(bulletin: Bulletin) -> list[Keyed]:
    told = [piece for block in bulletin.paper.blocks if isinstance(block, Told) for piece in block.pieces]
    cells = [cell for block in bulletin.paper.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    return [piece for piece in (*told, *cells) if isinstance(piece, Keyed)]


def with_text(*paragraphs: dict[str, Any], **more: Any) -> Any:
    """The rule with other sentences."""
    said = RULE.model_dump() | {"bulletin": {"title": "通报", "paragraphs": list(paragraphs)}} | more
    return type(RULE).model_validate(said)


def test_the_published_period_is_told_as_it_was_published() -> None:
    said = text(published())
    assert "项目249个" in said
    assert "年度计划投资906.5亿元" in said
    assert "累计完成投资624.7亿元，投资完成率68.9%" in said
    assert "由高到低依次为：" + "、".join(f"{name}{RATES[name]}%" for name in PLACES) + "。" in said
    assert "跨市项目24个" in said
    assert "应开工新建项目74个，已开工72个，其中提前开工3个，未按期开工5个" in said
    assert "已复工148个，未复工4个" in said
    assert f"列入红榜：{'、'.join(PLACES[:3])}。" in said
    assert f"列入黑榜：{'、'.join(PLACES[-3:])}。" in said
    assert "未按期开工的项目：太原市重点工程第11号、" in said
    order = [said.index(word) for word in ("根据", "全省", "由高到低", "跨市项目", "应开工", "红榜：", "红榜各市")]
    assert order == sorted(order)


def test_every_number_in_it_has_a_key_and_every_key_a_figure() -> None:
    bulletin = published()
    for block in bulletin.paper.blocks:
        if isinstance(block, Told):
            rest = "".join(piece for piece in block.pieces if isinstance(piece, str))
            rest = re.sub(r"2019年1—8月|重点工程第[0-9]+号", "", rest)
            assert not NUMBER.search(rest), rest
    figures = {figure.key: figure.said for figure in bulletin.figures}
    assert {piece.key: piece.said for piece in keyed(bulletin)} == figures
    assert dict(bulletin.shown).keys() == figures.keys()


def test_every_figure_is_what_its_list_adds_up_to() -> None:
    bulletin = published()
    sheets = {sheet.name: sheet for sheet in bulletin.sheets}
    checked = 0
    for figure in bulletin.figures:
        sheet = sheets[figure.sheet]
        assert figure.formula
        if not figure.key.startswith(("place@", "count@")):
            lines = [sheet.lines[number - 2] for number in figure.lines]
            for name, wanted in figure.sums:
                column = sheet.head.index(name)
                assert sum(float(str(line[column])) for line in lines) == pytest.approx(float(wanted))
            first = float(figure.sums[0][1])
            if figure.unit == "%":
                assert figure.said == f"{100 * first / float(figure.sums[1][1]):.1f}"
            else:
                assert float(figure.said) == pytest.approx(first / (1e8 if figure.unit == "亿元" else 1), abs=0.05)
            checked += 1
    assert checked > 100


def test_who_is_equal_is_named_together_as_tied() -> None:
    of = [item("a", "140100", 100, 50), item("b", "140200", 200, 100), item("c", "140300", 100, 90)]
    rule = with_text({"text": "{list:rate}。{list:late}。"})
    assert text(bulletin_of(basis(rule, of))) == "阳泉市90.0%、太原市50.0%、大同市50.0%（并列）。无。"


def test_a_paragraph_stands_where_its_condition_holds_of_its_row() -> None:
    of = [item("a", "140100", 100, 50)]
    rule = with_text(
        {"text": "甲", "when": "projects > 0"},
        {"text": "乙", "when": "projects > 0", "of": "跨市"},
        {"text": "丙{rate@跨市}", "when": "black > 0"},
        {"text": "{unranked}", "when": "unranked > 9"},
    )
    assert text(bulletin_of(basis(rule, of))).startswith("甲\n丙—\n大同市（没有项目,不参与排名）、阳泉市")


def test_the_same_is_the_same_and_another_position_is_another() -> None:
    assert bulletin_of(basis()).id == published().id
    assert bulletin_of(replace(basis(), position="2019-08:250")).id != published().id


def test_without_text_or_without_data_there_is_none() -> None:
    with pytest.raises(NoBulletin, match="bulletin"):
        bulletin_of(basis(RULE.model_copy(update={"bulletin": None})))
    with pytest.raises(NoBulletin, match=AUGUST.name):
        bulletin_of(basis(RULE, []))


def test_the_closure_of_issues_is_told_too() -> None:
    measures = dict.fromkeys(OF_ISSUES, 0) | {"issues": 1, "closed": 1, "on_time": 1}
    late = measures | {"on_time": 0, "closed_late": 1}
    of = [
        Item(f"{code}-{number}", f"{number}", code, None, False, late if number < 3 else measures, {"days": number})
        for code in ("140100", "140200")
        for number in range(12)
    ]
    bulletin = bulletin_of(basis(shipped_rules()["closure-by-city"], of))
    assert "按期销号率由高到低依次为：太原市75.0%、大同市75.0%（并列）。" in text(bulletin)
    days = next(figure for figure in bulletin.figures if figure.key == "days@140100")
    assert (days.said, days.formula, len(days.lines)) == ("5.5", "办结天数的中位数", 12)


def test_every_rule_that_ships_has_sentences() -> None:
    assert [name for name, rule in shipped_rules().items() if rule.bulletin is None] == []


def test_headings_are_numbered_on_after_the_tenth() -> None:
    rule = RULE
    assert rule.bulletin is not None
    heads = tuple(Paragraph(heading="情况") for _ in range(21))
    many = rule.model_copy(update={"bulletin": rule.bulletin.model_copy(update={"paragraphs": heads})})
    told = [block.said for block in bulletin_of(basis(many)).paper.blocks if isinstance(block, Heading)]
    assert [told[place] for place in (0, 8, 9, 10, 18, 19, 20)] == [
        f"{number}、情况" for number in ("一", "九", "十", "十一", "十九", "二十", "二十一")
    ]
