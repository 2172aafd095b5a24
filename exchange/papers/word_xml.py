"""Knows the parts of a Word document that python-docx has no words for, as XML: East Asian fonts, the grid of lines,
fields, content controls, and that the same document is the same file.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

PITCH: Final = 579
"""28.95 pt, in twentieths of a point: 22 lines in 225 mm."""
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


def plain(text: str) -> str:
    """The text with what XML cannot hold written out."""
    return _NOT_XML.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def drop_styles(document: Document) -> None:
    """Leave of the styles that every new document brings only what Word needs: each look-up reads them all."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if not style.default:
            styles.remove(style)


def set_face(style: ParagraphStyle, face: str, half_points: int, colour: str | None = None) -> None:
    """A style's font for all scripts, its size, and its colour."""
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:sz", "w:szCs", "w:color", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    colour_xml = f'<w:color w:val="{colour}"/>' if colour else ""
    tight = '<w:spacing w:val="-4"/>' if half_points == 32 else ""
    made = parse_xml(
        f"<w:rPr {nsdecls('w')}>"
        f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'
        f'{colour_xml}{tight}<w:kern w:val="0"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )
    for child in list(made):
        properties.append(child)


def set_lines(style: ParagraphStyle, twentieths: int, *, indent: bool) -> None:
    """A style's exact line height, and whether its first line stands two characters in.

    Nothing is put between Chinese and Latin, and no line is moved to keep another company: that would leave the grid.
    """
    properties = style.element.get_or_add_pPr()
    for tag in ("w:spacing", "w:ind", "w:snapToGrid"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    if indent:
        properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:firstLine="632" w:firstLineChars="200"/>'))
    for place, xml in enumerate(
        (
            '<w:widowControl w:val="0"/>',
            '<w:autoSpaceDE w:val="0"/>',
            '<w:autoSpaceDN w:val="0"/>',
            f'<w:spacing w:before="0" w:after="0" w:line="{twentieths}" w:lineRule="exact"/>',
        )
    ):
        properties.insert(place, _word(xml))


def set_grid(section: Section) -> None:
    """The grid of lines; that of characters is spread badly by LibreOffice, so that their spacing does it."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{PITCH}"/>'))


def rule_below(paragraph: Paragraph) -> None:
    """The red rule."""
    borders = f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="11" w:color="D7000F"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(borders), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_page_number(paragraph: Paragraph) -> None:
    """— 1 —, counted by the reader's office."""
    paragraph.add_run("— ")
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph.add_run()._r.append(_word(xml))
    paragraph.add_run(" —")


def add_control(paragraph: Paragraph, tag: str, text: str) -> None:
    """A place to be filled in, which programs find by its tag."""
    paragraph._p.append(_word(_control(tag, f'<w:r><w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r>')))


def _control(tag: str, run: str) -> str:
    name = escape(plain(tag), {'"': "&quot;"})
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="{name}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{run}</w:sdtContent></w:sdt>"
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what its cells say, the ids of their styles, the keys of those that are figures. A head stands
    on every page again.
    """

    said: Sequence[str]
    styles: Sequence[str]
    keys: Sequence[str] = ()
    is_head: bool = False


def add_table(document: Document, widths: Sequence[int], rows: Iterable[Row]) -> None:
    """A table with borders at the end; widths in twentieths of a point. No row is broken by the end of a page.

    Written as XML at once: python-docx takes a hundred times as long for a long one.
    """
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = _word(
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(_row(row, widths) for row in rows)}</w:tbl>"
    )
    document.element.body.insert_element_before(made, "w:sectPr")


def _row(row: Row, widths: Sequence[int]) -> str:
    keys = row.keys or ("",) * len(row.said)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(said, key)}</w:p></w:tc>'
        for width, style, said, key in zip(widths, row.styles, row.said, keys, strict=True)
    )
    head = "<w:tblHeader/>" if row.is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"


def _run(said: str, key: str) -> str:
    run = f"<w:r>{_text(said)}</w:r>"
    return _control(key, run) if key else run


def _text(said: str) -> str:
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in plain(said).splitlines())
    return "<w:br/>".join(lines)


def odd_and_even(document: Document) -> None:
    """Odd and even pages have feet of their own."""
    document.settings.odd_and_even_pages_header_footer = True


def saved(document: Document) -> bytes:
    """The document as a file that knows no time but what it says itself."""
    first, last = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as read, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            about = zipfile.ZipInfo(name, _LONG_AGO)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            written.writestr(about, read.read(name))
    return last.getvalue()


def _word(xml: str) -> BaseOxmlElement:
    head, rest = re.match(r"<([\w:]+)", xml), xml
    if head is None:
        raise ValueError(xml)
    element: BaseOxmlElement = parse_xml(f"<{head[1]} {nsdecls('w')}{rest[head.end() :]}")
    return element
