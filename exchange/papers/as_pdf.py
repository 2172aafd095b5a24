"""Knows how a paper becomes PDF: typst lays it out, by the layout that lies beside this, for paper and for the archive.

PDF/A-2a and PDF/UA-1 in one; the same paper with the same fonts is the same file to the byte.
"""

import json
import re
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, Final

import typst

from exchange.papers.faces import Faces, faces_in
from exchange.papers.glyphs import writer
from exchange.papers.paper import IDENTITY, Block, Paper, Photos, Table, text_of

_LAYOUT: Final = (resources.files("exchange.papers") / "layout" / "paper.typ").read_bytes()
_STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]
_LONG: Final = re.compile(r"[!-~]{27,}")
"""Longer than a project's code: what would run out of its cell unless it may be broken anywhere."""
_PIECE: Final = re.compile(r"(.{10})(?=.)")
_BREAK: Final = "\u200b"


def pdf(paper: Paper, fonts: Path | None) -> bytes:
    """The paper as a PDF file. `fonts` is an office's own folder of them. Raises FontsMissing."""
    faces = faces_in(fonts)
    with tempfile.TemporaryDirectory(prefix="xiaohao-paper-") as folder:
        told = _told(paper, faces, Path(folder))
        compiler = typst.Compiler(_LAYOUT, root=folder, font_paths=faces.loaded)
        try:
            made = compiler.compile(
                sys_inputs={"paper": json.dumps(told, ensure_ascii=False)},
                format="pdf",
                pdf_standards=_STANDARDS,
                timestamp=int(paper.at.timestamp()),
            )
        except typst.TypstError as error:  # it cannot be handed from one process to another
            raise RuntimeError(f"typst: {error}") from None
    if not isinstance(made, bytes):
        raise TypeError("typst answered with no file")
    return made


def _told(paper: Paper, faces: Faces, folder: Path) -> dict[str, Any]:
    """What the layout reads."""
    fitting = writer(faces.files)

    def said(text: str) -> str:
        return _LONG.sub(lambda found: _PIECE.sub(rf"\1{_BREAK}", found[0]), fitting(text))

    return {
        "faces": dict(faces.families),
        "title": said(paper.title),
        "head": said(paper.head),
        "number": said(paper.number),
        "to": said(paper.to),
        "office": said(paper.office),
        "dated": said(paper.dated),
        "copies": said(paper.copies),
        "draft": said(paper.draft),
        "colophon": [fitting(line) for line in (*paper.colophon, *_identity(paper), faces.said)],
        "blocks": [_block(block, said, folder, place) for place, block in enumerate(paper.blocks)],
    }


def _identity(paper: Paper) -> list[str]:
    return [f"{IDENTITY}：{paper.identity}。"] if paper.identity else []


def _block(block: Block, said: Callable[[str], str], folder: Path, place: int) -> dict[str, Any]:
    if isinstance(block, Table):
        rows = [[said(text_of(cell)) for cell in row] for row in block.rows]
        head = [said(each) for each in block.head]
        about = {"kind": block.kind, "widths": block.widths, "figures": block.has_figures}
        return about | {"head": head, "rows": rows}
    if isinstance(block, Photos):
        items = []
        for number, photo in enumerate(block.items):
            name = f"{place}-{number}.jpg"
            (folder / name).write_bytes(photo.jpeg)
            items.append({"file": name, "said": said(photo.said)})
        return {"kind": block.kind, "items": items}
    return {"kind": block.kind, "said": said(block.said)}
