"""Knows the registry that ships, and how a matter is routed in it."""

from hypothesis import strategies as st

from ledger.registry.files.loading import load_catalogue
from ledger.registry.routing import Route, RoutingFacts, route
from ledger.registry.routing_rules import load_rules
from mobile_schema.vocabulary import Category, Level, Severity

CATALOGUE = load_catalogue(samples=True)
ROUTED = [entry.code for entry in CATALOGUE.categories.values() if entry.bureau is not None]
any_facts = st.builds(
    RoutingFacts,
    category=st.sampled_from(Category),
    severity=st.sampled_from(Severity),
    region=st.sampled_from(sorted(CATALOGUE.regions)),
    project_level=st.sampled_from(Level),
)


def routed(
    category: Category = Category.LAND,
    severity: Severity = Severity.ORDINARY,
    region: str = "140105",
    project_level: Level = Level.COUNTY,
) -> Route | None:
    return route(RoutingFacts(category, severity, region, project_level), load_rules())


def rules_text(*rules: str) -> str:
    listed = "".join(f"  - {rule}\n" for rule in rules)
    return f"version: 1\nrules:\n{listed}"


def rule(name: str = "own-level", **conditions: str) -> str:
    fields = {"id": name, "lead": "own", "supervise": "own", "source": "T14"} | conditions
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"
