"""Knows that a wheel holds the built pages; hatchling asks this when it makes one."""

from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED: Final = "api/serving/site/files"


class NotBuilt(Exception):
    """A wheel without pages is none."""


class ShipsPages(BuildHookInterface):  # type: ignore[type-arg]
    """Puts web/dist where the API looks for it. An editable install has the checkout's own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add them. Raises NotBuilt where there are none."""
        if version == "editable":
            return
        built = Path(self.root) / "web" / "dist"
        if not (built / "index.html").is_file():
            raise NotBuilt("页面还没有构建,请先运行 make web / The pages are not built: run make web first")
        build_data["force_include"][str(built)] = SHIPPED
