"""Knows how a bulletin is made of its basis: a paper whose figures have keys, the figures, and the lists behind them.

Pure: the same basis is the same bulletin, and by its files the same bytes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exchange.papers.paper import DATE, NUMBER, Block, Heading, Paper, Piece, Table, Text, Told, text_of
from oversight.bulletins.basis import Basis
from oversight.bulletins.figures import NOTHING, BulletinFigure, Figures
from oversight.bulletins.lists import ListSheet
from oversight.bulletins.saying import Saying
from oversight.bulletins.wording.shape import PLACE, Paragraph, Wording
from oversight.bulletins.words import formula_in_words
from oversight.ranking.computing import SUBJECT, WHOLE, Ranked

_IDENTITY_CHARACTERS: Final = 32
_DIGITS: Final = "一二三四五六七八九"


class NoBulletin(ValueError):
    """There is none of this rule or period; it says why (zh / en)."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What three files are made of, and what is kept of them."""

    id: str
    basis: Basis
    paper: Paper
    figures: tuple[BulletinFigure, ...]
    sheets: tuple[ListSheet, ...]
    shown: tuple[tuple[str, int], ...]
    """How often each key stands in the paper."""


def bulletin_of(basis: Basis) -> Bulletin:
    """The bulletin. Raises NoBulletin where the rule has no text, or nothing was reported."""
    wording = basis.rule.bulletin
    if wording is None:
        raise NoBulletin(f"规则 {basis.rule.name} 没有 bulletin 部分 / the rule has no text for a bulletin")
    if not basis.items:
        raise NoBulletin(f"{basis.period.name} 没有数据,无从通报 / nothing was reported of {basis.period.name}")
    figures = Figures(basis)
    saying = Saying(basis, figures)
    title = "".join(map(text_of, saying.pieces(wording.title)))
    blocks = tuple(_blocks(basis, wording, saying, figures))
    identity = _identity(basis, title, blocks)
    paper = Paper(
        title=title,
        blocks=blocks,
        at=basis.at,
        colophon=(_colophon(basis),),
        head=wording.head,
        number=NUMBER,
        to=wording.to,
        office=wording.office,
        dated=DATE,
        copies=wording.copies,
        identity=identity,
    )
    return Bulletin(identity, basis, paper, tuple(figures.all()), tuple(figures.lists.sheets()), _shown(blocks))


def _blocks(basis: Basis, wording: Wording, saying: Saying, figures: Figures) -> Iterator[Block]:
    number = 0
    for each in wording.paragraphs:
        if not saying.holds(each.when, each.of):
            continue
        if each.heading is not None:
            number += 1
            yield Heading(f"{in_chinese(number)}、{''.join(map(text_of, saying.pieces(each.heading)))}")
        elif each.text is not None:
            yield Told(saying.pieces(each.text))
        else:
            yield from _table(basis, each, figures)


def in_chinese(number: int) -> str:
    """A number from 1 to 99 as headings have it: 九, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    ten = f"{_DIGITS[tens - 1] if tens > 1 else ''}十" if tens else ""
    return f"{ten}{_DIGITS[ones - 1] if ones else ''}"


def _table(basis: Basis, paragraph: Paragraph, figures: Figures) -> Iterator[Block]:
    """Every row with the figures asked for; below it how those are worked out that are no plain sum or count."""
    columns = paragraph.table or ()
    own = {each.key: each for each in basis.rule.indicators}
    heads = [
        "名次" if name == PLACE else f"{own[name].name}{f'（{own[name].unit}）' if own[name].unit else ''}"
        for name in columns
    ]
    told_of = [row for row in basis.rows if row.items or row.kind in {WHOLE, SUBJECT}]
    rows = tuple((row.subject.name, *(_cell(name, row, figures) for name in columns)) for row in told_of)
    widths = (3, *(1 if name == PLACE else 2 for name in columns))
    yield Table(widths, rows, ("地区" if basis.rule.subjects.by == "region" else "单位", *heads))
    asked = [own[name] for name in columns if name in own]
    worked = [each for each in asked if each.over or each.median or each.formula]
    if worked:
        told = "；".join(f"{each.name}＝{formula_in_words(basis.rule, each)}" for each in worked)
        yield Text(f"注：{told}。")


def _cell(name: str, row: Ranked, figures: Figures) -> Piece:
    if name != PLACE:
        return figures.keyed(name, row)
    return figures.place(row) if row.kind == SUBJECT else NOTHING


def _colophon(basis: Basis) -> str:
    rule, at = basis.rule, basis.at.astimezone(basis.zone)
    return (
        f"依据：排名规则 {rule.name} 第{rule.version}版；时期 {basis.period.name}；"
        f"数据截至 {at:%Y-%m-%d %H:%M:%S}（账面位置 {basis.position}）；每个数字的算法和清单见数据底表。"
    )


def _identity(basis: Basis, title: str, blocks: tuple[Block, ...]) -> str:
    """The same for the same rule, period, position and words."""
    facts = (
        basis.rule.model_dump_json(exclude_defaults=True),
        basis.period.name,
        basis.at.isoformat(),
        basis.position,
        title,
        repr(blocks),
    )
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()[:_IDENTITY_CHARACTERS]


def _shown(blocks: tuple[Block, ...]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for piece in _pieces(blocks):
        if not isinstance(piece, str):
            counts[piece.key] = counts.get(piece.key, 0) + 1
    return tuple(counts.items())


def _pieces(blocks: tuple[Block, ...]) -> Iterator[Piece]:
    for block in blocks:
        if isinstance(block, Told):
            yield from block.pieces
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
