"""Categories: one row says what each is, and what the notice and this system decided for the first ten holds."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from ledger.registry.files.categories import FILE, parse_categories
from ledger.registry.files.loading import load_catalogue
from ledger.registry.files.reading import RegistryError, text_of
from mobile_schema.vocabulary import Category

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
        (lambda rows: rows.append({**rows[1], "code": "weather"}), r"\(weather\): code: "),
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
