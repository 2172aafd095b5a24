"""Knows the chart of a simulation: what fires week by week, the policy beside what it is compared with, as SVG.

Texts stay texts, in whatever font of the list the reader has, so that Chinese never prints as boxes; no scripts.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oversight.simulate.comparing import Comparison

_FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'SimHei', sans-serif"
_COLORS = ("#c0392b", "#2c6fbb")
_SHOWN_LABELS = 26


def draw(comparison: "Comparison", file: Path) -> None:
    """Write the chart. Raises OSError."""
    import pygal  # noqa: PLC0415
    from pygal.style import Style  # noqa: PLC0415

    weeks = comparison.side_by_side("weeks")
    fonts = {f"{part}_font_family": _FONTS for part in ("label", "major_label", "title", "legend", "no_data")}
    chart = pygal.Bar(
        js=(),
        style=Style(font_family=_FONTS, colors=_COLORS, background="white", plot_background="white", **fonts),
        width=1000,
        height=420,
        margin=12,
        title="每周督办升级次数 / steps fired a week",
        legend_at_bottom=True,
        x_label_rotation=60,
        x_labels_major_every=max(1, -(-len(weeks) // _SHOWN_LABELS)),
        show_minor_x_labels=len(weeks) <= _SHOWN_LABELS,
        no_data_text="没有 / none",
    )
    chart.uuid = "simulation"
    chart.x_labels = list(weeks)
    chart.add(comparison.policy, [each["would"] for each in weeks.values()])
    chart.add(comparison.against or "实际发生 / what did", [each["did"] for each in weeks.values()])
    chart.add_xml_filter(_without_scripts)
    file.write_bytes(chart.render())


def _without_scripts(root: Any) -> Any:
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).endswith("script"):
                parent.remove(child)
    return root
