"""Knows what cannot be undone: it is asked again who is there, unless that was proven within ten minutes."""

from datetime import datetime, timedelta
from typing import Final

from api.http.problems import Problem
from people.credentials import Credential, Kind

WITHIN: Final = timedelta(minutes=10)


def demand_proven(credential: Credential, at: datetime) -> None:
    """Raises Problem (403). A program's token passes: nobody sits behind it, and its actions were given it one by
    one."""
    if credential.kind is Kind.TOKEN:
        return
    if credential.proven_at is None or credential.proven_at <= at - WITHIN:
        raise Problem(
            403,
            "step-up-needed",
            "此操作不能撤回,请再次输入密码或动态口令 / "
            "this cannot be undone: give your password or the six digits again (POST /v1/step-up) or sign in anew",
            methods=["password", "totp"],
            within_seconds=int(WITHIN.total_seconds()),
        )
