"""A region is found however people write it."""

import pytest

from ledger.figures.placing.regions import RegionNames
from ledger.registry.files.loading import load_catalogue

REGIONS = RegionNames(load_catalogue(samples=True))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("长治市", "140400"),
        ("长治", "140400"),
        ("山西省长治市", "140400"),
        ("140400", "140400"),
        ("Changzhi", "140400"),
        ("太原市小店区", "140105"),
        ("小店区", "140105"),
        ("小店", "140105"),
        ("太原市小店区平阳路", "140105"),
    ],
)
def test_a_region_is_known_however_it_is_written(said: str, code: str) -> None:
    assert REGIONS.codes(said) == (code,)
