"""Knows how a command asks the API: which one, and as whom: a sample person of the stack here, or by a token."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cli.terminal.addresses import addresses, deployment_zone
from cli.terminal.folders import FOLDER
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from play.client.http import Answer, Api

Data = Annotated[Path | None, typer.Option(**FOLDER, help="Data folder of the running stack (default: that of `up`).")]
Url = Annotated[str | None, typer.Option(help="Address of the API, with --token instead of --data.")]
Token = Annotated[str | None, typer.Option(help="With --url: anybody's, of `xiaohao token issue`.")]
As = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="PERSON", help="With --data: a sample person (default: who reads the whole province)."
    ),
]
_PATIENCE_SECONDS = 10.0
REACH_SECONDS = 5.0
"""So long nobody may take the connection, however long an answer may take."""
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """An API, the token that is sent, and the time zone in which moments are shown."""

    url: str
    token: str
    zone: ZoneInfo

    def ask(self, path: str, **params: str | int) -> Any:
        """The body of the answer to one GET. Raises StackError where it is a refusal, PlayError where there is none."""
        return self.all((path, params))[0]

    def items(self, path: str, **params: str | int) -> list[dict[str, Any]]:
        """Every item of a list, page after page. Raises as `ask`."""
        found: list[dict[str, Any]] = []
        cursor: dict[str, str | int] = {}
        while True:
            page = self.ask(path, limit=_PAGE, **params, **cursor)
            found += page["items"]
            if page.get("next_cursor") is None:
                return found
            cursor = {"cursor": page["next_cursor"]}

    def tell(self, path: str, body: dict[str, Any], patience: float = _PATIENCE_SECONDS) -> Any:
        """The body of the answer to one POST. Raises as `ask`."""
        import asyncio  # noqa: PLC0415

        async def answer() -> "Answer":
            from play.client.http import Api  # noqa: PLC0415

            async with Api(self.url, patience=patience, reach=REACH_SECONDS) as api:
                return await api.command(path, self.token, body)

        told = asyncio.run(answer())
        if not told.ok:
            raise StackError(told.problem)
        return told.body

    def file(self, path: str) -> bytes:
        """The bytes of a file. Raises as `ask`."""
        return self._answers((path, {}))[0].content

    def all(self, *asked: tuple[str, dict[str, str | int]]) -> list[Any]:
        """The bodies of several, in their order; raises as `ask`."""
        return [answer.body for answer in self._answers(*asked)]

    def _answers(self, *asked: tuple[str, dict[str, str | int]]) -> list["Answer"]:
        import asyncio  # noqa: PLC0415

        async def answers() -> list["Answer"]:
            from play.client.http import Api  # noqa: PLC0415

            async with Api(self.url, patience=_PATIENCE_SECONDS, reach=REACH_SECONDS) as api:
                return [await self._answer(api, path, params) for path, params in asked]

        return asyncio.run(answers())

    async def _answer(self, api: "Api", path: str, params: dict[str, str | int]) -> "Answer":
        answer = await api.get(path, self.token, **params)
        if not answer.ok:
            raise StackError(answer.problem)
        return answer


def asking(data: Path | None, url: str | None, token: str | None, person: str | None) -> Asking:
    """What the options of a command say. Raises StackError and PlayError."""
    from play.client.credentials import chosen_target  # noqa: PLC0415

    if url is not None and person is not None:
        raise StackError(
            "--as 只用于样例人员,--url 的人员由 --token 决定 / with --url it is --token that says who asks"
        )
    target = chosen_target(data, url, token)
    if target.token is not None:
        return Asking(target.url, target.token, ZoneInfo(deployment_zone()))
    if person is not None and person not in target.people:
        raise StackError(f"凭据中没有此人 / nobody of this id among the credentials: {person}")
    said = target.province() if person is None else target.people[person].token
    return Asking(target.url, said, ZoneInfo(addresses(data).time_zone))
