"""Knows what is selected for one command on many: issues by id or 编号, each once by whichever name."""

from typing import Annotated, Final

from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from api.http.problems import invalid
from api.reads.reads import Reads
from ledger.issue.words.command import Command
from mobile_schema.faults import Fault

MOST: Final = 500
_Id = Annotated[str, Field(max_length=80, pattern=r"^[0-9A-Za-z._:-]+$")]


class Selected(BaseModel):
    """An issue by id or 编号, and the version at which it was seen, if that matters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issue_id: _Id
    version: int | None = Field(default=None, ge=1, le=999_999_999)


class Selection(BaseModel):
    """Issues, each once, and the command on all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issues: tuple[Selected, ...] = Field(min_length=1, max_length=MOST)
    command: Command


async def each_once(reads: Reads, selection: Selection) -> dict[str, str]:
    """The names of a selection with the ids of their issues. Raises Problem (422) where two are of one issue.

    What the person may not read is no issue: its name is all that is known of it. Raises pymongo.errors.PyMongoError.
    """
    names = [each.issue_id for each in selection.issues]
    ids = await run_in_threadpool(reads.ids, names)
    if len(set(ids.values())) < len(names):
        raise invalid([Fault("$", "同一问题只能选一次 / an issue is selected once", "value_error")])
    return ids
