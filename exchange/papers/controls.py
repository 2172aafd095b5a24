"""Knows how the places of a Word file that programs find by a tag are read again, whoever has worked on it since."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from docx.oxml import parse_xml
from docx.oxml.ns import qn

MOST_BYTES: Final = 50 * 1024 * 1024
"""Of a file, and of its text unpacked."""
_TEXT: Final = "word/document.xml"


class NotWord(ValueError):
    """It is no Word document, or one that is not read; it says why (zh / en)."""


@dataclass(frozen=True, slots=True)
class Control:
    """A tagged place and what stands there now; what is only struck out by tracked changes is not."""

    tag: str
    said: str


def controls_in(content: bytes) -> list[Control]:
    """Every tagged place, in the order of the text. Raises NotWord."""
    try:
        body = parse_xml(_text_of(content))
    except SyntaxError:  # lxml's own is one
        raise NotWord("Word 文件已损坏 / the Word document is damaged") from None
    found = []
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None:
            said = "".join(text.text or "" for text in control.iter(qn("w:t")))
            found.append(Control(tag.get(qn("w:val")) or "", said))
    return found


def _text_of(content: bytes) -> bytes:
    """The XML of the text. Raises NotWord."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if parts.getinfo(_TEXT).file_size > MOST_BYTES:
                raise NotWord("文件过大 / the file is too large")
            text = parts.read(_TEXT)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        raise NotWord("不是 Word 文件(.docx) / no Word document (.docx)") from None
    if b"<!DOCTYPE" in text:
        raise NotWord("文件含有不读取的声明(DOCTYPE) / it has a DOCTYPE, which is not read")
    return text
