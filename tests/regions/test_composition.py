"""The mix of structures (R34–R36)."""

import pytest

from directory.enums import LegalStatus, Sector
from directory.models import Establishment
from regions.composition import mix


def structures(*pairs):
    return [Establishment(legal_status=status, sector=sector) for status, sector in pairs]


@pytest.mark.parametrize(
    ("pairs", "mixed"),
    [
        ([], False),
        ([(LegalStatus.PUBLIC, Sector.HEALTH), (LegalStatus.PUBLIC, Sector.HEALTH)], False),
        ([(LegalStatus.NON_PROFIT, Sector.HEALTH), (LegalStatus.FOR_PROFIT, Sector.HEALTH)], False),
        ([(LegalStatus.PUBLIC, Sector.HEALTH), (LegalStatus.FOR_PROFIT, Sector.HEALTH)], True),
        ([(LegalStatus.PUBLIC, Sector.HEALTH), (LegalStatus.PUBLIC, Sector.SOCIAL)], True),
    ],
)
def test_a_mix_is_public_with_private_or_several_sectors(pairs, mixed):
    assert mix(structures(*pairs)).is_mixed is mixed


def test_the_mix_in_words():
    figures = mix(
        structures(
            (LegalStatus.PUBLIC, Sector.HEALTH),
            (LegalStatus.PUBLIC, Sector.MEDICO_SOCIAL),
            (LegalStatus.NON_PROFIT, Sector.MEDICO_SOCIAL),
        )
    )
    assert figures.sentence.replace("\xa0", " ") == (
        "2 publiques et 1 privée (dont 1 sans but lucratif) ; 1 dans le sanitaire et 2 dans le médico-social"
    )
    assert (figures.total, figures.public, figures.private) == (3, 2, 1)
    assert mix([]).sentence == ""
