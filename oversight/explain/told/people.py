"""Knows what an explanation says of people: who is told, how they are reached, which posts are empty."""

from dataclasses import dataclass
from typing import Literal

from oversight.explain.told.happening import Happening


@dataclass(frozen=True, slots=True)
class VacantPost:
    """An empty post (空缺岗位), named as `GET /v1/vacancies` has it."""

    name: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class EmptyRooms:
    """Units in which nobody was, by the posts of their heads: `given` the issue by a person all the same (交办, 改派),
    or `passed_by` by the routing rules.
    """

    why: Literal["given", "passed_by"]
    by: Happening
    posts: tuple[VacantPost, ...]


@dataclass(frozen=True, slots=True)
class RecipientTold:
    """Who is told, and as what; `person_id` is None when every post up to the province is empty."""

    person_id: str | None
    person_name: str | None
    post: str
    title_zh: str
    title_en: str
    vacant_posts: tuple[VacantPost, ...]
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryTold:
    """One try to reach a recipient outside the app: by which channel, and how that stands."""

    channel: str
    state: str
    reason: str | None = None
