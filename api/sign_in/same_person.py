"""Knows a page that was opened for one person, in a browser where another has signed in since."""

from typing import Final

from starlette.requests import Request

from api.sign_in.auth import unauthorized
from people.credentials import Credential, Kind

NAME: Final = "xiaohao-person"


def demand_same_person(request: Request, credential: Credential) -> None:
    """Raises Problem (401) where a session's cookie speaks for somebody else than the page that asks is open for."""
    meant = request.headers.get(NAME)
    if meant is None or credential.kind is not Kind.SESSION or meant == credential.person_id:
        return
    raise unauthorized("another-person", "本浏览器已换人登录 / somebody else has signed in in this browser since")
