"""How people are designated: by function, never by name, and never by a union (C7)."""

import re

from core.verdicts import Refused

# Acronyms that mean nothing else, with or without dots, in any case.
ALWAYS = re.compile(
    r"\b(?:c\.?g\.?t|c\.?f\.?d\.?t|c\.?f\.?t\.?c|c\.?f\.?e[\s./–-]*c\.?g\.?c|u\.?n\.?s\.?a)\b"
    r"|\bforce\s+ouvrière\b|\bsud[\s–-]+(?:santé|solidaires)\b",
    re.IGNORECASE,
)
# «FO» is also a «foyer occupationnel» and «Sud» a direction: only the capitals betray the union.
IN_CAPITALS = re.compile(r"\b(?:F\.?O|SUD)\b")
SOLIDAIRES = re.compile(
    r"^\W*solidaires\b|\b(?:union|syndicat|syndicale?|élue?s?|déléguée?s?|représentante?s?|personnel)\s+solidaires\b",
    re.IGNORECASE,
)
CIVILITY = re.compile(r"(?:^|\s)(?:MM?\.|Mr\.?|Mme|Mlle|Monsieur|Madame)\s+\w", re.IGNORECASE)


def union_named(text: str) -> str:
    """The union that a text seems to name, or nothing."""
    for pattern in (ALWAYS, IN_CAPITALS, SOLIDAIRES):
        found = pattern.search(text)
        if found:
            return found.group().strip()
    return ""


def ensure_designates(text: str) -> None:
    """Refuse a function or an organisation that names a union or a person."""
    union = union_named(text)
    if union:
        raise Refused(
            f"« {union} » évoque une organisation syndicale. L'appartenance syndicale est une donnée sensible : "
            "n'indiquez que la qualité, par exemple « représentante du personnel au comité social et économique ». "
            "S'il s'agit d'autre chose, écrivez-le en toutes lettres."
        )
    if CIVILITY.search(text):
        raise Refused(
            "Désignez les personnes par leur fonction, sans civilité ni nom, par exemple « directrice des soins »."
        )
