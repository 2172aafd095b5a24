"""Knows what an explanation says of notices: of what people were told, and would be told next."""

from dataclasses import dataclass

from oversight.explain.told.happening import Happening
from oversight.explain.told.people import DeliveryTold, RecipientTold


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """One notice (通知) of an event. `line` is what of the policy has it told, as in `notices.accepted`.

    `notice_id` is None where nobody was there to be told. A `post` of `named` is whom the event itself named.
    """

    notice: str
    title_zh: str
    title_en: str
    line: str
    to: RecipientTold
    notice_id: str | None
    deliveries: tuple[DeliveryTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Notified:
    """An event of which people were told, under `policy` (name@version), each of them once."""

    by: Happening
    policy: str
    notices: tuple[NoticeTold, ...]


@dataclass(frozen=True, slots=True)
class NoticeAhead:
    """A kind of notice that what may happen next would be told by: `to` as posts are held now, never who does it.

    `others`: and whom the event will say, by their names or by the unit that it gives the work to or takes it from.
    """

    notice: str
    title_zh: str
    title_en: str
    line: str
    to: tuple[RecipientTold, ...]
    others: bool
