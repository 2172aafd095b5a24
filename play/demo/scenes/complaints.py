"""Knows the part of the story that is of intermediaries: complaints about three, and what their campaign counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from exchange.tables.ids import uuid7_at
from play.demo.company import Company

Document = dict[str, Any]

_COUNTY, _CITY = "supervisor-140105", "supervisor-140100"
_ECOLOGY, _LAND, _APPROVAL = "140105-ecology", "140105-natural-resources", "140105-approval"
_FIRMS: Final = ("某某工程咨询有限公司", "某某环境技术有限公司", "某某测绘有限公司")
_SAID: Final[tuple[tuple[str, str, str, str, Document], ...]] = (
    (_FIRMS[0], "overcharging", "施工图审查", _APPROVAL, {"fee": 2_600_000, "days": 25, "words": "另收加急费"}),
    (_FIRMS[0], "too-slow", "施工图审查", _APPROVAL, {"days": 48}),
    (_FIRMS[1], "monopoly", "环评编制", _ECOLOGY, {"fee": 9_800_000, "words": "只收指定机构的报告"}),
    (_FIRMS[2], "irregular", "勘测定界", _LAND, {}),
)


@dataclass(frozen=True, slots=True)
class Complaints:
    """What is entered in the register of intermediaries, and how it is counted."""

    company: Company

    async def are_entered(self, now: datetime) -> None:
        """Four about three firms; not each says a fee or how long it took."""
        tell = self.company
        tell.scene("县级督办登记四件中介投诉", "Complaints about intermediaries are entered, and counted")
        for firm, kind, service, unit, said in _SAID:
            report_id = str(uuid7_at(now, f"demo complaint {firm} {kind}"))
            told = {"intermediary": firm, "kind": kind, "service": service, "asked_of": unit, **said}
            day = {"region": "140105", "received_on": now.date().isoformat()}
            await tell.tells(_COUNTY, "/v1/complaints", {"report_id": report_id, **told, **day}, key=report_id)
        whole = (await tell.asked(_CITY, "/v1/campaigns/intermediaries"))["items"][0]["values"]
        found = {key: whole[key]["value"] for key in ("complaints", "fees", "days")}
        tell.check(found == {"complaints": 4, "fees": 12.4, "days": 36.5}, f"the campaign counts {found}")
        tell.teller.answer("投诉 4 件,涉及收费 12.40 万元,平均 36.5 天", "four complaints in the campaign")
