"""Everything that a column may be has a name, in Chinese and in English, and no name is given twice."""

from exchange.figures.dictionary import FIELDS
from exchange.figures.telling.called import CALLED, fields_told


def test_every_field_has_names_of_its_own() -> None:
    told = fields_told()
    assert [each["name"] for each in told] == list(FIELDS)
    assert set(CALLED) == set(FIELDS)
    for language in ("called", "called_en"):
        assert len({each[language] for each in told}) == len(FIELDS)
