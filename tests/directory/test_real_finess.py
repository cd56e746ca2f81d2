"""The true files of FINESS, where the machine has them beside the project; expected counts come from their lines."""

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from directory.models import Establishment, LegalEntity
from tests.directory.finess_sample import bring, make_regions

pytestmark = pytest.mark.django_db
DATA = Path(os.environ.get("FINESS_DATA", settings.BASE_DIR.parent / "shared/data"))
ET, EJ = DATA / "finess_echantillon_cs1100502.csv", DATA / "finess_echantillon_cs1100501.csv"
ET_OF_ALL_REGIONS = DATA / "finess_reel_cs1100502.csv.gz"
STOCK = DATA / "etalab-cs1100502-verbatim-15-lignes.csv"
OUT_OF_FIELD, WITHOUT_ARS = ("3", "6", "0"), {"9E", "9J"}


@pytest.fixture(autouse=True)
def _files():
    if not DATA.is_dir():
        message = f"{DATA} is not there"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    make_regions()


def lines(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    for cells in csv.reader(text.splitlines(), delimiter=";"):
        if cells[0].startswith("structure"):
            yield cells


def wanted(path: Path) -> set[str]:
    """Numbers that the programme's field and the 18 regions retain."""
    return {
        cells[1] for cells in lines(path) if not cells[20].startswith(OUT_OF_FIELD) and cells[13] not in WITHOUT_ARS
    }


def known() -> set[str]:
    return set(Establishment.objects.values_list("finess", flat=True))


@pytest.mark.parametrize("path", [ET, ET_OF_ALL_REGIONS, STOCK], ids=lambda path: path.name)
def test_what_the_lines_imply_is_imported_and_once_only(path):
    run = bring(path, EJ if path == ET else None)
    assert run.refusal == ""
    assert known() == wanted(path)
    assert run.counts["lines"] == sum(1 for _ in lines(path))
    assert run.counts["added"] == len(wanted(path))
    before = list(Establishment.objects.order_by("pk").values())
    again = bring(path, EJ if path == ET else None)
    assert (again.counts["added"], again.counts["changed"], again.counts["closed"]) == (0, 0, 0)
    assert list(Establishment.objects.order_by("pk").values()) == before


def test_entities_carry_their_status():
    bring(ET, EJ)
    said = {cells[1]: cells[16] for cells in lines(EJ)}
    rows = LegalEntity.objects.filter(finess__in=said)
    assert {row.finess: row.status_code for row in rows} == said
    for row in Establishment.objects.filter(legal_entity__in=rows).select_related("legal_entity"):
        assert row.legal_status == row.legal_entity.legal_status or not row.legal_entity.legal_status
        assert not row.status_presumed


def test_all_eighteen_regions_are_there():
    bring(ET_OF_ALL_REGIONS)
    assert Establishment.objects.values("region").distinct().count() == 18


def test_one_sample_then_another_is_taken_for_a_part():
    bring(ET_OF_ALL_REGIONS)
    assert "incomplet" in bring(ET, EJ).refusal
    both = known()
    assert bring(ET, EJ, extract=True).refusal == ""
    assert known() == both | wanted(ET)
    assert Establishment.objects.open().count() == len(known())
