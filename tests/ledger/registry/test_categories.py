"""Categories: one row says what each is, and what the notice and this system decided for the first ten holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from ledger.registry.days import has_ended
from ledger.registry.files.categories import FILE, parse_categories
from ledger.registry.files.loading import load_catalogue
from ledger.registry.files.reading import RegistryError, text_of
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.written import read_csv, read_yaml
from ledger.registry.routing import RoutingFacts, route
from ledger.registry.routing_rules import rules_of
from mobile_schema.vocabulary import Category, Level, Severity
from tests.ledger.registry.exported import csv_of, yaml_of
from tests.ledger.registry.told import told

CATALOGUE = load_catalogue(samples=False)
BUREAUS = {unit.bureau for unit in CATALOGUE.units.values()}
DECIDED = {
    Category.PERMITS: ("approval", {"approval_document"}),
    Category.LAND: ("natural-resources", {"land_certificate"}),
    Category.DEMOLITION: ("government", {"compensation_agreement", "site_photo"}),
    Category.FUNDING: ("local-finance", {"funds_voucher"}),
    Category.ENVIRONMENT: ("ecology", {"environment_approval"}),
    Category.UTILITIES: ("development-reform", {"connection_record", "site_photo"}),
    Category.OBSTRUCTION: ("public-security", {"police_receipt", "site_photo"}),
    Category.INTERMEDIARY: ("housing", {"rectification_report"}),
    Category.ACCEPTANCE: ("housing", {"acceptance_certificate"}),
    Category.OTHER: (None, {"resolution_statement"}),
}


def changed(change: Callable[[list[dict[str, Any]]], Any]) -> str:
    """The file that ships after a change to its rows."""
    content = yaml.safe_load(text_of(FILE))
    change(content["categories"])
    return yaml.safe_dump(content, sort_keys=False)


@pytest.mark.parametrize("category", DECIDED)
def test_what_was_decided_for_a_category_holds(category: Category) -> None:
    entry = CATALOGUE.categories[category]
    assert (entry.bureau, set(entry.evidence)) == DECIDED[category]


@pytest.mark.parametrize("category", Category)
def test_every_category_demands_evidence(category: Category) -> None:
    assert CATALOGUE.evidence_for(category)
    assert all(kind.name_zh and kind.name_en for kind in CATALOGUE.evidence_for(category))


def test_categories_come_in_the_order_of_the_file() -> None:
    _, backwards = parse_categories(changed(lambda rows: rows.reverse()), BUREAUS)
    assert [*backwards] == [*CATALOGUE.categories][::-1]
    assert backwards == CATALOGUE.categories


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda rows: rows.remove(rows[1]), "land: is missing"),
        (lambda rows: rows.append(rows[1]), "land: is there twice"),
        (lambda rows: rows.append({**rows[1], "code": "weather"}), "weather: is no word of the contract"),
        (lambda rows: rows.append({**rows[1], "code": "Weather!"}), r"\(Weather!\): code: "),
        (lambda rows: rows[1].update(evidence=[]), r"\(land\): evidence: "),
        (lambda rows: rows[1].update(evidence=["selfie"]), "land: unknown evidence selfie"),
        (lambda rows: rows[1].update(bureau="astronomy"), "land: unknown bureau astronomy"),
        (
            lambda rows: rows[1].update(evidence=["site_photo", "selfie", "hearsay"]),
            "land: unknown evidence selfie",
        ),
        (lambda rows: rows[1].pop("source"), "land: bureau and source belong together"),
        (lambda rows: rows[1].pop("bureau"), "land: bureau and source belong together"),
        (lambda rows: rows[1].update(colour="red"), r"\(land\): colour: "),
    ],
)
def test_a_category_that_is_not_whole_is_refused_by_its_name(change: Callable[[Any], Any], why: str) -> None:
    with pytest.raises(RegistryError, match=why):
        parse_categories(changed(change), BUREAUS)


OWN = """\
evidence:
  - {code: heating_record, name_zh: 供暖验收单, name_en: Heating record}
categories:
  - {code: heating, name_zh: 供暖, name_en: heating, evidence: [heating_record, site_photo], bureau: housing}
  - {code: land, name_zh: 建设用地, evidence: [land_certificate], bureau: natural-resources, source: T22}
"""


def test_an_office_adds_a_category_and_calls_one_that_ships_something_else() -> None:
    taken = check(read_yaml(OWN), CATALOGUE).over(CATALOGUE)
    heating = Category("heating")
    assert [kind.code for kind in taken.evidence_for(heating)] == ["heating_record", "site_photo"]
    assert (taken.category_name(heating), taken.category_name(heating, "en")) == ("供暖", "heating")
    assert (taken.category_name(Category.LAND), taken.category_name(Category.PERMITS)) == ("建设用地", "手续审批")
    assert taken.category_name(Category("unheard_of")) == "unheard_of"
    facts = RoutingFacts(heating, Severity.ORDINARY, "140107", Level.COUNTY)
    found = route(facts, rules_of(taken))
    assert found is not None
    assert (found.unit_id, found.rule_id) == ("140107-housing", "own-level")


def test_a_category_of_the_offices_own_comes_back_from_either_form() -> None:
    taken = check(read_yaml(OWN), CATALOGUE).over(CATALOGUE)
    for written in (read_csv(csv_of(taken, "categories")), read_yaml(yaml_of(taken, ["categories"]))):
        assert check(written, taken)["categories"] == taken.categories


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("name_zh: 供暖, ", "", "第 4 行 / line 4: heating: 自设的类别须有名称 name_zh"),
        ("[heating_record, site_photo]", "[selfie]", "第 4 行 / line 4: heating: 没有销号材料"),
        ("[heating_record, site_photo]", "[]", "第 4 行 / line 4: categories 1: evidence: "),
        ("bureau: housing", "bureau: astronomy", "第 4 行 / line 4: heating: 没有部门 / unknown bureau astronomy"),
        ("code: heating,", "code: Heating!,", "第 4 行 / line 4: categories 1: code: "),
        (
            "code: land,",
            "code: obstruction, retired_on: 2026-03-01,",
            "第 5 行 / line 5: obstruction: 阻工事件总属此类,不得停用 / incidents are always of it: it is not retired",
        ),
        ("code: land", "code: heating", "第 5 行 / line 5: categories 2: heating 重复出现"),
    ],
)
def test_a_fault_of_an_offices_category_is_said_with_its_line(right: str, wrong: str, said: str) -> None:
    assert right in OWN
    assert [fault for fault in told(OWN.replace(right, wrong)) if fault.startswith(said)]


def test_a_category_that_an_office_retired_keeps_its_name_and_what_closing_demands() -> None:
    taken = check(read_yaml(OWN.replace("bureau: housing}", "bureau: housing, retired_on: 2026-03-01}")), CATALOGUE)
    after, heating = taken.over(CATALOGUE), Category("heating")
    assert has_ended(after.categories[heating], date(2026, 3, 1))
    assert (after.category_name(heating), len(after.evidence_for(heating))) == ("供暖", 2)
    for written in (read_csv(csv_of(after, "categories")), read_yaml(yaml_of(after, ["categories"]))):
        assert check(written, after)["categories"] == after.categories
