"""Appeal routes: author's seat × addressee's kind × where it dwells (case 73)."""

from datetime import date

import pytest

from acts.addressees import Addressee
from acts.appeals import PARIS_COURT, Court, appeal

LYON = Court("tribunal administratif de Lyon", "184 rue Duguesclin, 69433 Lyon Cedex 3")
REUNION = Court("tribunal administratif de La Réunion", "27 rue Félix Guyon, 97404 Saint-Denis Cedex", "04")
IN_LYON = ("84", False)
IN_REUNION = ("04", True)
IN_MAYOTTE = ("06", True)


def against(court: Court, place: tuple[str, bool], *, public: bool, since: date = date(2027, 1, 15)):
    code, overseas = place
    return appeal(court, Addressee("Destinataire", "1 rue de l'Essai", code, overseas, public), since)


@pytest.mark.parametrize("public", [True, False], ids=["public", "private"])
@pytest.mark.parametrize(
    ("court", "place", "months", "until"),
    [
        (PARIS_COURT, IN_LYON, 2, date(2027, 3, 15)),
        (PARIS_COURT, IN_REUNION, 3, date(2027, 4, 15)),
        (PARIS_COURT, IN_MAYOTTE, 3, date(2027, 4, 15)),
        (LYON, IN_LYON, 2, date(2027, 3, 15)),
        (LYON, IN_REUNION, 3, date(2027, 4, 15)),
        (REUNION, IN_REUNION, 2, date(2027, 3, 15)),
        (REUNION, IN_LYON, 3, date(2027, 4, 15)),
        (REUNION, IN_MAYOTTE, 3, date(2027, 4, 15)),
    ],
)
def test_the_table(court, place, months, until, public):
    found = against(court, place, public=public)
    assert (found.court, found.months, found.until, found.public) == (court.name, months, until, public)
    assert found.distance == (months == 3)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2027, 8, 1), date(2027, 10, 1)),
    ],
)
def test_from_day_to_day(since, until):
    """Domain L3: two months later, on the same day or the last one of its month."""
    assert against(LYON, IN_LYON, public=True, since=since).until == until
