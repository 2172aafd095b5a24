"""Knows how a paper becomes a Word document, which an office finishes: the official faces by name, everything a style.

A number, a date and a seal are places to be filled in; the mark of a draft is a line to be deleted.
"""

import io
from datetime import UTC
from typing import Final

import docx as word
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from exchange.papers import word_xml as xml
from exchange.papers.paper import IDENTITY, Block, Heading, Keyed, Paper, Photos, Table, Told, text_of

_BIAO, _FANG, _HEI, _SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
_STYLES: Final = (
    ("公文正文", _FANG, 32, xml.PITCH, True, ALIGN.JUSTIFY),
    ("公文顶格", _FANG, 32, xml.PITCH, False, ALIGN.LEFT),
    ("公文一级标题", _HEI, 32, xml.PITCH, True, ALIGN.LEFT),
    ("公文代拟稿", _HEI, 32, xml.PITCH, False, ALIGN.LEFT),
    ("公文红头", _BIAO, 72, 900, False, ALIGN.CENTER),
    ("公文文号", _FANG, 32, xml.PITCH, False, ALIGN.CENTER),
    ("公文标题", _BIAO, 44, 700, False, ALIGN.CENTER),
    ("公文落款", _FANG, 32, xml.PITCH, False, ALIGN.RIGHT),
    ("公文表头", _HEI, 24, 360, False, ALIGN.CENTER),
    ("公文表文", _FANG, 24, 360, False, ALIGN.LEFT),
    ("公文表数", _FANG, 24, 360, False, ALIGN.CENTER),
    ("公文图注", _FANG, 21, 360, False, ALIGN.CENTER),
    ("公文版记", _FANG, 28, 480, False, ALIGN.LEFT),
    ("公文依据", _FANG, 18, 260, False, ALIGN.LEFT),
    ("公文页码", _SONG, 28, 360, False, ALIGN.LEFT),
)
"""Name, face, half points, line in twentieths of a point, two characters in, where its lines stand."""
_WIDTH: Final = Mm(156)
_PICTURE: Final = "公文图片"


def docx(paper: Paper) -> bytes:
    """The paper as a Word document (.docx); the same paper is the same file to the byte."""
    document = word.Document()
    _lay_out(document, paper)
    if paper.head:
        _begin(document, paper)
    elif paper.draft:
        _add(document, "公文代拟稿", paper.draft)
    _add(document, "公文标题", paper.title)
    if paper.to:
        _add(document, "公文顶格", "")
        _add(document, "公文顶格", f"{paper.to}：")
    for block in paper.blocks:
        _write(document, block)
    _end(document, paper)
    return xml.saved(document)


def _lay_out(document: Document, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(21.6)
    xml.set_grid(section)
    xml.drop_styles(document)
    for name, face, size, line, indent, align in _STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        xml.set_face(style, face, size, "D7000F" if name == "公文红头" else None)
        xml.set_lines(style, line, indent=indent)
        style.paragraph_format.alignment = align
        style.paragraph_format.keep_with_next = name in {"公文一级标题", "公文标题", "公文表头"}
    picture = document.styles.add_style(_PICTURE, WD_STYLE_TYPE.PARAGRAPH)
    picture.paragraph_format.alignment = ALIGN.CENTER
    picture.paragraph_format.keep_with_next = True
    xml.odd_and_even(document)
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        foot = footer.paragraphs[0]
        foot.style = document.styles["公文页码"]
        foot.alignment = side
        foot.paragraph_format.left_indent = foot.paragraph_format.right_indent = Pt(14)
        xml.add_page_number(foot)
    about = document.core_properties
    about.title, about.author, about.comments, about.language = xml.plain(paper.title), "", "", "zh-CN"
    about.created = about.modified = paper.at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    about.last_modified_by, about.revision = "", 1


def _begin(document: Document, paper: Paper) -> None:
    """The mark of a draft, the red head 35 mm down, the number two lines below it, the rule 4 mm below that."""
    _add(document, "公文代拟稿", paper.draft)
    head = _add(document, "公文红头", paper.head)
    head.paragraph_format.space_before = Mm(35) - Pt(28.95)
    for run in head.runs:
        run.font.size = Pt(min(36, 440 // max(1, len(paper.head))))
    _add(document, "公文文号", "")
    number = _add(document, "公文文号", "")
    xml.add_control(number, "发文字号", paper.number)
    xml.rule_below(number)
    _add(document, "公文顶格", "")
    _add(document, "公文顶格", "")


def _end(document: Document, paper: Paper) -> None:
    """Who signs and when, four characters in, then to whom copies go, then what it was made of."""
    if paper.office:
        _add(document, "公文顶格", "")
        for tag, said, keep in (("发文机关", paper.office, True), ("成文日期", paper.dated, False)):
            line = _add(document, "公文落款", "")
            line.paragraph_format.right_indent = Pt(64)
            line.paragraph_format.keep_with_next = keep
            xml.add_control(line, tag, said)
    if paper.copies:
        _add(document, "公文版记", "")
        _add(document, "公文版记", f"抄送：{paper.copies}。")
    for said in paper.colophon:
        _add(document, "公文依据", said)
    if paper.identity:
        xml.add_control(_add(document, "公文依据", f"{IDENTITY}："), IDENTITY, paper.identity)


def _write(document: Document, block: Block) -> None:
    if isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Photos):
        for photo in block.items:
            line = document.add_paragraph(style=document.styles[_PICTURE])
            shape = line.add_run().add_picture(io.BytesIO(photo.jpeg), width=Mm(130))
            if shape.height > Mm(92):
                shape.width, shape.height = Emu(int(shape.width * Mm(92) / shape.height)), Mm(92)
            shape._inline.docPr.set("descr", xml.plain(photo.said))
            _add(document, "公文图注", photo.said)
    elif isinstance(block, Told):
        line = _add(document, "公文正文", "")
        for piece in block.pieces:
            if isinstance(piece, Keyed):
                xml.add_control(line, piece.key, piece.said)
            else:
                line.add_run(xml.plain(piece))
    else:
        _add(document, "公文一级标题" if isinstance(block, Heading) else "公文正文", block.said)


def _table(document: Document, block: Table) -> None:
    names, texts, figures = (document.styles[name].style_id for name in ("公文表头", "公文表文", "公文表数"))
    widths = [int(_WIDTH.twips * part / sum(block.widths)) for part in block.widths]
    rows = [xml.Row(block.head, (names,) * len(block.head), is_head=True)] if block.head else []
    below = (texts, *((figures if block.has_figures else texts,) * (len(widths) - 1)))
    styles = below if block.head else tuple((names, texts)[place % 2] for place in range(len(widths)))
    for row in block.rows:
        keys = tuple(cell.key if isinstance(cell, Keyed) else "" for cell in row)
        rows.append(xml.Row(tuple(map(text_of, row)), styles, keys))
    xml.add_table(document, widths, rows)
    _add(document, "公文依据", "")  # two tables with nothing between them would become one


def _add(document: Document, style: str, text: str) -> Paragraph:
    return document.add_paragraph(xml.plain(text), document.styles[style])
