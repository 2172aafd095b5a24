"""Knows an event of every type of the way to a unit and a person."""

from tests.mobile_schema.events.published.parts import REASON, Events, clocks, ended, obligation


def events() -> Events:
    policy = {"policy": "13710", "policy_version": 1}
    return {
        "issue.assigned.v1": {
            "unit_id": "140105-natural-resources",
            "supervising_region": "140105",
            "supervising_level": "county",
            "rule": "land-county",
            "supporting_unit_ids": ["140105-ecology"],
            "vacant_posts": ["unit_head@140105-housing"],
            **policy,
            "clocks": clocks(started=[obligation(provisional=True)], ended=[ended("triage")]),
        },
        "issue.triaged.v1": {
            "reason": "nobody-there",
            "supervising_region": "140105",
            "supervising_level": "county",
            "vacant_posts": ["unit_head@140105-housing"],
            **policy,
            "clocks": clocks(started=[obligation("triage")]),
        },
        "issue.declined.v1": REASON | {"clocks": clocks(started=[obligation("triage", 2)])},
        "issue.accepted.v1": {
            "person_id": "head-140105-natural-resources",
            "person_name": "王某",
            "clocks": clocks(ended=[ended("deploy")]),
        },
        "person.changed.v1": {"person_id": "li", "person_name": "李工", **REASON},
        "support.changed.v1": {"supporting_unit_ids": ["a"], "added": ["a"], "removed": ["b"], **REASON},
        "issue.transferred.v1": {
            "unit_id": "a",
            "from_unit_id": "b",
            "supporting_unit_ids": ["c"],
            "supervising_region": "140105",
            "supervising_level": "county",
            "dropped": ["closure", "extension"],
            "vacant_posts": [],
            **REASON,
            "clocks": clocks(
                started=[obligation("deploy", 2)],
                ended=[ended("verify", "cancelled")],
                resumed=[{"code": "resolve", "round": 1}],
            ),
        },
    }
