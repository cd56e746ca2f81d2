"""How the regions and organisations of reference are said in a sentence."""

import pytest

from accounts.models import Region
from accounts.reference.loading import HERE
from core import wording
from records.reference_files import csv_rows

SAID = {
    "Guadeloupe": ("de Guadeloupe", "en Guadeloupe"),
    "Martinique": ("de Martinique", "en Martinique"),
    "Guyane": ("de Guyane", "en Guyane"),
    "La Réunion": ("de La Réunion", "à La Réunion"),
    "Mayotte": ("de Mayotte", "à Mayotte"),
    "Île-de-France": ("d'Île-de-France", "en Île-de-France"),
    "Centre-Val de Loire": ("du Centre-Val de Loire", "en Centre-Val de Loire"),
    "Bourgogne-Franche-Comté": ("de Bourgogne-Franche-Comté", "en Bourgogne-Franche-Comté"),
    "Normandie": ("de Normandie", "en Normandie"),
    "Hauts-de-France": ("des Hauts-de-France", "dans les Hauts-de-France"),
    "Grand Est": ("du Grand Est", "dans le Grand Est"),
    "Pays de la Loire": ("des Pays de la Loire", "dans les Pays de la Loire"),
    "Bretagne": ("de Bretagne", "en Bretagne"),
    "Nouvelle-Aquitaine": ("de Nouvelle-Aquitaine", "en Nouvelle-Aquitaine"),
    "Occitanie": ("d'Occitanie", "en Occitanie"),
    "Auvergne-Rhône-Alpes": ("d'Auvergne-Rhône-Alpes", "en Auvergne-Rhône-Alpes"),
    "Provence-Alpes-Côte d'Azur": ("de Provence-Alpes-Côte d'Azur", "en Provence-Alpes-Côte d'Azur"),
    "Corse": ("de Corse", "en Corse"),
}
REGIONS = {
    row["name"]: Region(**{name: row[name] for name in ("name", "of_it", "located")})
    for row in csv_rows(HERE / "regions.csv")
}


def test_the_eighteen_regions_are_there():
    assert REGIONS.keys() == SAID.keys()


@pytest.mark.parametrize("name", SAID)
def test_a_region_is_said_as_french_says_it(name):
    assert (wording.of(REGIONS[name]), wording.at(REGIONS[name])) == SAID[name]


@pytest.mark.parametrize("row", csv_rows(HERE / "organisations.csv"), ids=lambda row: row["short_name"])
def test_every_organisation_of_reference_has_its_article(row):
    for name in (row["name"], row["short_name"]):
        article = "la " if row["kind"] == "dgos" else "l'"
        assert wording.the(name) == f"{article}{name}"
        assert wording.of_the(name) == f"de {article}{name}"
        assert wording.to_the(name) == f"à {article}{name}"
