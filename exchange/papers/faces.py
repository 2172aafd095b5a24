"""Knows the faces that GB/T 9704 asks for, which font at hand is each, and what stands in for one that is missing.

An office's own fonts lie in a folder; without them stand free ones (OFL) of a package: `xiaohao[fonts]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

_SERIF: Final = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC")
_SANS: Final = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC")
_FACES: Final[Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "biao": (
        "小标宋",
        ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
        _SERIF,
    ),
    "fang": ("仿宋", ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S"), _SERIF),
    "kai": ("楷体", ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "LXGW WenKai"), _SERIF),
    "hei": ("黑体", ("SimHei", "黑体", "STHeiti", "FZHei-B01S"), _SANS),
    "song": ("宋体", ("SimSun", "宋体", "NSimSun", "STSong"), _SERIF),
}
_PACKAGE: Final = "pylopdf_fonts_zh_cn"
_MISSING: Final = (
    "没有可用的中文字体：安装 xiaohao[fonts]，或将 XIAOHAO_FONTS 设为存放字体的文件夹 / "
    "no Chinese font is at hand: install xiaohao[fonts], or name a folder of fonts in XIAOHAO_FONTS"
)


class FontsMissing(Exception):
    """There is no font to write Chinese with; it says so, and what to do."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The family that each face is set in, and the families that stand in, by the face's Chinese name."""

    families: Mapping[str, str]
    stand_ins: Mapping[str, str]
    files: tuple[Path, ...]
    loaded: typst.Fonts

    @property
    def said(self) -> str:
        """Which stands in for which, in one sentence."""
        if not self.stand_ins:
            return "字体：均为公文用字。"
        by: dict[str, list[str]] = {}
        for face, family in self.stand_ins.items():
            by.setdefault(family, []).append(face)
        told = [f"{'、'.join(faces)}以 {family} 代" for family, faces in by.items()]
        return f"字体：{'；'.join(told)}。"


@cache
def faces_in(folder: Path | None) -> Faces:
    """The faces of this folder, if one is named, and of the package, if it is installed. Raises FontsMissing.

    Read once: who puts other fonts there starts the process anew.
    """
    folders = [str(each) for each in (folder, _packaged()) if each is not None and each.is_dir()]
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    there = {font.family for font in loaded.fonts()}
    families, stand_ins = {}, {}
    for name, (face, own, others) in _FACES.items():
        found = next((each for each in (*own, *others) if each in there), None)
        if found is None:
            raise FontsMissing(_MISSING)
        families[name] = found
        if found not in own:
            stand_ins[face] = found
    files = sorted({Path(font.path) for font in loaded.fonts() if font.path is not None})
    return Faces(families, stand_ins, tuple(files), loaded)


def _packaged() -> Path | None:
    """Where the package's fonts lie; None where it is not installed."""
    spec = find_spec(_PACKAGE)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent
