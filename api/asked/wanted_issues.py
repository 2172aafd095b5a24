"""Knows what may be asked of lists of issues, as the query says it: every list of them takes the same filters."""

from collections.abc import Callable
from inspect import signature
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from api.asked.several import (
    Categories,
    Issues,
    LightsShown,
    Persons,
    Projects,
    Regions,
    Severities,
    Sources,
    States,
    Units,
    unit_of,
    values,
)
from api.http.params import POLICY_KEY_PATTERN, Moment, RegionCode, Truth
from ledger.search.words import MOST_LETTERS, MOST_WORDS, words_of
from ledger.store.wanted import IssueFilter, Sort, Source
from mobile_schema.vocabulary import Category, Light, Severity, State

From = Annotated[Moment | None, Query(description="自此时起 / at this moment or later")]
Before = Annotated[Moment | None, Query(description="此时之前 / before this moment")]
Order = Annotated[
    Sort,
    Query(
        description="due 时限 earliest first; updated, reported 最近 latest first; serial 编号; region 属地",
    ),
]


def _typed(value: Any) -> Any:
    """Blanks alone ask for nothing; more words than anybody types are refused."""
    if isinstance(value, str):
        words_of(value)
        return value if value.strip() else None
    return value


ImportOf = Annotated[
    str | None, Query(alias="import", pattern=r"^[0-9a-f-]{36}$", description="导入 the import that an issue came from")
]
Typed = Annotated[
    Annotated[str, Field(max_length=MOST_LETTERS)] | None,
    AfterValidator(_typed),
    Query(
        description=f"全文检索 up to {MOST_WORDS} words, all of them found: in description, 编号, comments, names "
        "of project, units and people; a whole 编号 is that issue",
    ),
]


def _meant(  # noqa: PLR0917 - the query's parameters, named by those who call it
    state: States = None,
    region: Regions = None,
    unit: Units = None,
    project: Projects = None,
    category: Categories = None,
    light: LightsShown = None,
    due_before: Before = None,
    policy: Annotated[
        str | None, Query(pattern=POLICY_KEY_PATTERN, description="督办规则 NAME@VERSION that the issue is under")
    ] = None,
    archived: Annotated[Truth, Query(description="只看已归档的 / only those in the archive")] = False,
    due_from: From = None,
    reported_from: From = None,
    reported_before: Before = None,
    closed_from: From = None,
    closed_before: Before = None,
    updated_from: From = None,
    at: RegionCode = None,
    severity: Severities = None,
    source: Sources = None,
    person: Persons = None,
    issue: Issues = None,
    escalated: Annotated[Truth | None, Query(description="督办已升级 a step has fired on a clock that runs")] = None,
    import_: ImportOf = None,
    q: Typed = None,
) -> IssueFilter:
    return IssueFilter(
        state=values(state, State),
        region=values(region, str),
        unit=values(unit, unit_of),
        project=values(project, str),
        category=values(category, Category),
        light=values(light, Light),
        due_before=due_before,
        policy=_policy(policy),
        archived=archived,
        due_from=due_from,
        reported_from=reported_from,
        reported_before=reported_before,
        closed_from=closed_from,
        closed_before=closed_before,
        updated_from=updated_from,
        at=at,
        severity=values(severity, Severity),
        source=values(source, Source),
        person=values(person, str),
        issue=values(issue, str),
        escalated=escalated,
        imported_in=import_,
        words=q,
    )


async def _wanted(**said: Any) -> IssueFilter:
    """The same where a route asks for it: on the loop, since it waits for nothing."""
    return _meant(**said)


_wanted.__signature__ = signature(_meant, eval_str=True)  # type: ignore[attr-defined] # what the framework reads
WantedIssues = Annotated[IssueFilter, Depends(_wanted)]


def _policy(key: str | None) -> tuple[str, int] | None:
    if key is None:
        return None
    name, _, version = key.partition("@")
    return name, int(version)


class ListQuery(BaseModel):
    """The query of a list as somebody keeps it: parameters and their values, each as an address has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _query_of(asked: Callable[..., object]) -> type[ListQuery]:
    """The same parameters, as a body has them."""
    fields: dict[str, Any] = {
        name: (given.annotation, given.default) for name, given in signature(asked, eval_str=True).parameters.items()
    }
    return create_model("IssueQuery", __base__=ListQuery, sort=(Order, Sort.DUE), **fields)


IssueQuery = _query_of(_meant)
"""What a saved view may say."""


def filter_of(query: ListQuery) -> tuple[IssueFilter, Sort]:
    """The filter and the order that a kept query means."""
    said = dict(query)
    sort = said.pop("sort")
    return _meant(**said), sort
