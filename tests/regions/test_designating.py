"""Functions, never names nor unions (C7)."""

import pytest

from core.verdicts import Refused
from regions.designating import ensure_designates, union_named


@pytest.mark.parametrize(
    ("text", "union"),
    [
        ("Élue CGT", "CGT"),
        ("secrétaire cgt du CSE", "cgt"),
        ("déléguée C.F.D.T.", "C.F.D.T"),
        ("élu FO", "FO"),
        ("Force ouvrière", "Force ouvrière"),
        ("CFTC", "CFTC"),
        ("représentant CFE-CGC", "CFE-CGC"),
        ("CFE CGC", "CFE CGC"),
        ("élue UNSA", "UNSA"),
        ("déléguée SUD", "SUD"),
        ("sud santé", "sud santé"),
        ("élu Solidaires", "élu Solidaires"),
        ("Solidaires", "Solidaires"),
    ],
)
def test_a_union_is_recognised(text, union):
    assert union_named(text) == union
    with pytest.raises(Refused, match="donnée sensible"):
        ensure_designates(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Représentante du personnel au CSE",
        "Élu à la F3SCT",
        "Hôpital Sud",
        "Infirmière, foyer occupationnel",
        "Habitats solidaires",
        "Responsable informatique",
        "Confort de vie",
        "Directeur des systèmes d'information",
        "Mmes et MM. du CSE".replace("MM. du", "messieurs du"),
    ],
)
def test_other_words_pass(text):
    ensure_designates(text)


@pytest.mark.parametrize("text", ["Mme Martin", "M. Durand, directeur", "Monsieur Petit", "Directrice, Madame Blanc"])
def test_a_civility_betrays_a_name(text):
    with pytest.raises(Refused, match="sans civilité ni nom"):
        ensure_designates(text)
