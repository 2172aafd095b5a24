"""Knows a line of the ledger: names beside ids, the state of each clock, and what fires next, to whom."""

from datetime import datetime
from typing import Any

from api.reads.reads import Reads
from api.shown.ahead import who_is_told
from ledger.issue.lights import light_of
from ledger.mongo.pages import Document
from ledger.policy.rules import Rules
from ledger.registry.catalogue import Catalogue
from ledger.store.records import issue_from_document, void_cause
from ledger.store.wanted import SUMMARY
from mobile_schema.labels import label
from mobile_schema.vocabulary import Category, State
from oversight.explain.clocks import policy_version, title_of
from oversight.explain.coming import next_step
from oversight.explain.told.steps import Coming


def line_of(document: Document, archived: bool, now: datetime, reads: Reads) -> dict[str, Any]:
    """An issue as lists show it, from its whole document."""
    rules = reads.rules
    line = {name: document.get(name) for name in SUMMARY}
    state = State(document["state"])
    line["works_stopped"] = document.get("works_stopped", False)  # a document omits it where it is not so
    coming = None if archived else next_step(issue_from_document(document), rules, now)
    return {
        "id": document["_id"],
        "light": light_of(state, document["due_at"], now),
        **line,
        "archived": archived,
        "void_cause": void_cause(document),
        "names": _names(document, rules.catalogue),
        "clocks": _clocks(document, state, now, rules),
        "next_step": None if coming is None else _step(coming, reads),
    }


def _names(document: Document, catalogue: Catalogue) -> dict[str, Any]:
    region, category = catalogue.regions.get(document["region"]), Category(document["category"])
    unit, project = (
        catalogue.units.get(document.get("unit_id") or ""),
        catalogue.projects.get(document["project_code"] or ""),
    )
    stands = void_cause(document) or State(document["state"])
    return {
        "state": _pair(label(stands), label(stands, "en")),
        "category": _pair(catalogue.category_name(category), catalogue.category_name(category, "en")),
        "region": region and _pair(region.full_name_zh or region.name_zh, region.name_en),
        "unit": unit and _pair(unit.name_zh, unit.name_en),
        "project": project and _pair(project.name_zh, project.name_en),
    }


def _pair(zh: str, en: str | None) -> dict[str, str | None]:
    return {"name_zh": zh, "name_en": en}


def _clocks(document: Document, state: State, now: datetime, rules: Rules) -> list[dict[str, Any]]:
    policy = policy_version(rules, document.get("policy"), document.get("policy_version"))
    return [
        {
            "code": clock["code"],
            "round": clock["round"],
            "title_zh": title_of(policy, clock["code"]).zh,
            "title_en": title_of(policy, clock["code"]).en,
            "due_at": clock["due_at"],
            "condition": _condition(clock, state, now),
        }
        for clock in document.get("obligations", ())
    ]


def _condition(clock: Document, state: State, now: datetime) -> str:
    """As `explain` says it."""
    if clock.get("outcome") is not None:
        return str(clock["outcome"])
    if state is State.MERGED:
        return "merged"
    if clock.get("paused_at") is not None:
        return "resting"
    return "overdue" if clock["due_at"] < now else "running"


def _step(coming: Coming, reads: Reads) -> dict[str, Any]:
    step = coming.step
    return {
        "obligation": step.obligation,
        "step": step.step,
        "at": coming.until or coming.at,
        "title_zh": step.title_zh,
        "title_en": step.title_en,
        "light": step.light,
        "light_zh": step.light_zh,
        "light_en": step.light_en,
        "to": [who_is_told(one, reads) for one in coming.to],
    }
