"""A subject is known by its name or its code; what nothing is called is told with what may have been meant."""

import pytest

from ledger.registry.files.loading import load_catalogue
from mobile_schema.vocabulary import Level
from oversight.subjects import UnknownSubject, code_of, regions_named

NAMED = {"全省": "whole", "长治市": "140400", "阳泉市": "140300"}


@pytest.mark.parametrize(
    ("subject", "code"), [("全省", "whole"), ("whole", "whole"), ("长治市", "140400"), ("140300", "140300")]
)
def test_a_name_or_a_code_is_known(subject: str, code: str) -> None:
    assert code_of(subject, NAMED) == code


@pytest.mark.parametrize(
    ("subject", "told"),
    [("阳全市", "是否为 阳泉市? / no such subject: 阳全市; is it 阳泉市?"), ("", "例如 全省、长治市、阳泉市")],
)
def test_another_is_refused_with_what_is_near_or_with_a_few(subject: str, told: str) -> None:
    with pytest.raises(UnknownSubject) as refused:
        code_of(subject, NAMED)
    assert told in str(refused.value)


def test_a_region_is_known_by_both_its_names_and_those_of_the_level_come_first() -> None:
    named = regions_named(load_catalogue(samples=True), Level.CITY)
    assert next(iter(named.values())).endswith("00")
    assert (named["太原市小店区"], named["小店区"], named["太原市"]) == ("140105", "140105", "140100")
