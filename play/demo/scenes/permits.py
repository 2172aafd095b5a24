"""Knows the part of the story that is of permits: those of two projects, one of them late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from exchange.tables.ids import uuid7_at
from play.demo.company import Company

Document = dict[str, Any]

_COUNTY, _PROVINCE = "supervisor-140105", "supervisor-140000"
_ECOLOGY, _LAND, _APPROVAL = "140105-ecology", "140105-natural-resources", "140105-approval"
_LATE: Final = "2019-140105-39-03-990009"
_SAID: Final = (
    (_LATE, "environment", {"unit": _ECOLOGY, "applied_on": "2026-03-02", "limit_on": "2026-03-25"}),
    (_LATE, "construction", {"unit": _APPROVAL, "applied_on": "2026-03-20", "limit_days": 10, "parallel": "开工前"}),
    (_LATE, "fire", {"unit": _APPROVAL, "applied_on": "2026-03-20", "limit_on": "2026-04-30", "parallel": "开工前"}),
    ("2020-140105-30-03-990001", "land", {"unit": _LAND, "applied_on": "2026-03-09", "limit_on": "2026-04-30"}),
)


@dataclass(frozen=True, slots=True)
class Permits:
    """What is reported of permits, and what the ledger makes of the late one; `issues` are those of the story, by what
    it calls them."""

    company: Company
    issues: dict[str, Document]

    async def are_reported(self, now: datetime) -> None:
        """Four of two projects; one is over its limit."""
        tell = self.company
        tell.scene("县级督办报送项目手续,一项环评超期未办结", "Permits of projects are reported; one is over its limit")
        for project, kind, said in _SAID:
            report_id = str(uuid7_at(now, f"demo permit {project} {kind}"))
            permit = {"report_id": report_id, "kind": kind, "state": "applied", **said}
            await tell.tells(_COUNTY, f"/v1/projects/{project}/permits", permit, key=report_id)
        late = (await tell.asked(_PROVINCE, "/v1/permits", light="red"))["items"]
        tell.check([(each["project"], each["kind"]) for each in late] == [(_LATE, "environment")], f"late: {late}")
        tell.teller.answer(f"超期:{late[0]['project_name_zh']} 环评,限期 {late[0]['due_on']}", "a permit that is late")

    async def late_one_has_its_matter(self) -> None:
        """The next morning the ledger itself has given the late one to its unit."""
        tell = self.company
        tell.scene("超期的环评已自动立项,交生态环境局", "The late permit has a matter, given to its unit")
        (matter,) = await tell.matters_of(_LATE)
        tell.check(matter["unit_id"] == _ECOLOGY, f"the matter is with {matter['unit_id']}")
        tell.teller.answer(f"{matter['serial']} {matter['description']}", "a matter of the late permit")
        self.issues["late permit"] = matter
