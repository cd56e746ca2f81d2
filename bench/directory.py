"""A fictional national directory of any size, in the format of the historic stock."""

import random
from collections.abc import Iterator

WORDS = {
    "first": "CENTRE CLINIQUE RESIDENCE INSTITUT FOYER MAISON SERVICE EHPAD HOPITAL POLE ANTENNE UNITE",
    "link": "DES DU DE LA LES D'ACCUEIL DE SOINS",
    "last": (
        "AMANDIERS BELVEDERE CHARMILLE DAUPHINE ERABLES FOUGERES GLYCINES HORTENSIAS IFS JONQUILLES LAVANDES "
        "MAGNOLIAS NOISETIERS OLIVIERS PEUPLIERS ROSIERS SOURCES TILLEULS VALLONS VOLTAIRE"
    ),
    "begins": "AUBRE BEL CHATEAU DOR ÉPI FERRE GRAND HAUTE ISLE JON LA MONT NEUF ORME PLAN QUINT ROCHE SAUVE TOUR VAL",
    "ends": "BOURG CHAMP COURT FONTAINE FORT GNY JARD LIEU MARE NAY NEUF PIERRE PONT RIVE SELVE TILLY VIGNE VILLE",
}
FIRST, LINK, LAST, BEGINS, ENDS = (words.split() for words in WORDS.values())
CITIES = [begins + ends for begins in BEGINS for ends in ENDS]
DEPARTMENTS = ["01", "13", "22", "29", "2A", "31", "33", "35", "44", "59", "67", "69", "75", "76", "87", "9D"]
NATURES = [
    ("355", "Centre Hospitalier (C.H.)", "1102", "1"),
    ("365", "Etablissement de soins pluridisciplinaire", "1110", "0"),
    ("500", "Etablissement d'hébergement pour personnes âgées dépendantes", "4401", ""),
    ("183", "Institut Médico-Educatif (I.M.E.)", "4101", ""),
    ("177", "Maison d'Enfants à Caractère Social", "4501", ""),
]
STATUSES = [("13", "Etb public"), ("60", "Association"), ("73", "Société Anonyme (S.A.)"), ("95", "SAS")]
FROM_ONE_ENTITY = 4


def structures(size: int, seed: int) -> Iterator[str]:
    """The lines of `cs1100502`."""
    draw = random.Random(seed)  # noqa: S311 - the same data at each run
    yield "finess;etalab;0;2026-05-12"
    for rank in range(size):
        department = DEPARTMENTS[rank % len(DEPARTMENTS)]
        name = f"{draw.choice(FIRST)} {draw.choice(LINK)} {draw.choice(LAST)} {draw.choice(CITIES)}"
        code, label, aggregate, public = draw.choice(NATURES)
        city = draw.choice(CITIES)
        prefix = "97" if department == "9D" else department
        posted = {"9D": "974", "2A": "20"}.get(department, department)
        postcode = f"{posted}{draw.randrange(1000):03d}"[:5]
        siret = f"{draw.randrange(10**14):014d}"
        yield (
            f"structureet;{prefix}{rank:07d};{prefix}{9_000_000 + rank // FROM_ONE_ENTITY:07d};{name[:38]};{name};;;"
            f"{draw.randrange(1, 300)};R;{draw.choice(LAST)};;;{draw.randrange(1000):03d};{department};DEPARTEMENT;"
            f"{postcode} {city};0100000000;;{code};{label};{aggregate};Agrégat;{siret};8610Z;03;Tarif;{public};;"
            "1990-01-01;1990-01-01;2020-02-04;"
        )


def entities(size: int, seed: int) -> Iterator[str]:
    """The lines of `cs1100501` that those of `structures` name."""
    draw = random.Random(seed + 1)  # noqa: S311
    yield "finess;etalab;0;2026-05-12"
    seen = set()
    for rank in range(size):
        department = DEPARTMENTS[rank % len(DEPARTMENTS)]
        number = f"{'97' if department == '9D' else department}{9_000_000 + rank // FROM_ONE_ENTITY:07d}"
        if number in seen:
            continue
        seen.add(number)
        code, label = draw.choice(STATUSES)
        yield (
            f"structureej;{number};ENTITE {rank};ENTITE JURIDIQUE {rank};;1;R;DES SOURCES;;;;001;01000 BELMONT;"
            f"{department};DEPARTEMENT;0100000000;{code};{label};;;{draw.randrange(10**9):09d};8610Z;1990-01-01"
        )
