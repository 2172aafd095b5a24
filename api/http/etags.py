"""Knows entity tags (RFC 9110 §8.8.3), that of an issue above all, and what If-Match and If-None-Match ask for.

An issue's is its version in quotes, and the light that it has come to, as that changes with time alone: `"3-red"`. A
green one adds nothing, and neither does a plan of which nothing is late (`"3-red-2late"`: two milestones are); an issue
in the archive is `"3-archived"`. Where it is known who told of it that comes last: `"3-red-told"`.
"""

import re
from typing import Final

from starlette.requests import Request

from api.http.problems import Problem
from mobile_schema.vocabulary import Light

_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_LIST: Final = re.compile(rf"[ \t,]*{_TAG.pattern}([ \t]*,[ \t,]*{_TAG.pattern})*[ \t,]*")
_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,8})(-[a-z]+)?(-[1-9][0-9]?late)?(-told)?")
_ISSUES: Final = '(W/)?"(0|[1-9][0-9]{0,8})(-[a-z]+)?(-[1-9][0-9]?late)?(-told)?"'
TAGS: Final = f"^([*]|{_ISSUES}(, {_ISSUES})*)$"
"""What If-Match is told to be: a list of tags that issues have. One with others' tags among them is taken too."""


def etag(version: int, light: Light = Light.GREEN, *, archived: bool = False, late: int = 0, told: bool = False) -> str:
    """The tag of one version under a light with so many late milestones, or in the archive, where nothing is late."""
    known = "-told" if told else ""
    if archived:
        return f'"{version}-archived{known}"'
    shown = "" if light is Light.GREEN else f"-{light.value}"
    return f'"{version}{shown}-{late}late{known}"' if late else f'"{version}{shown}{known}"'


def expected_tags(request: Request) -> frozenset[str] | None:
    """The tags, without quotes, of which If-Match demands one; None when it is absent or "*".

    None at all stand where all tags are weak, as those never match (RFC 9110 §13.1.1). Raises Problem (400) when it is
    no list of tags.
    """
    wanted = _field(request, "if-match", absent="*")
    if wanted == "*":
        return None
    tags = list(_TAG.finditer(wanted))
    if not tags or not _LIST.fullmatch(wanted):
        raise _bad_if_match()
    return frozenset(tag[2] for tag in tags if not tag[1])


def expected_versions(request: Request) -> frozenset[int] | None:
    """The versions of which If-Match demands one, whatever the light was; None when it is absent or "*".

    Raises Problem (400) as `expected_tags` does, and when none of the strong tags is an issue's.
    """
    tags = expected_tags(request)
    if tags is None:
        return None
    versions = frozenset(int(found[1]) for tag in tags if (found := _VERSION.fullmatch(tag)))
    if tags and not versions:
        raise _bad_if_match()
    return versions


def is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match says that the client has this already; tags are compared weakly (RFC 9110 §13.1.2)."""
    known = _field(request, "if-none-match", absent="")
    return known == "*" or tag in (entry.strip().removeprefix("W/") for entry in known.split(","))


def _bad_if_match() -> Problem:
    return Problem(400, "bad-if-match", 'If-Match 须为标签,如 "3" / If-Match takes tags such as "3"')


def _field(request: Request, name: str, *, absent: str) -> str:
    """A field's value; what stands on several lines is one list (RFC 9110 §5.3)."""
    return ", ".join(request.headers.getlist(name) or [absent]).strip()
