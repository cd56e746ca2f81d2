"""What an import of FINESS says of itself, for the page and for the shell alike."""

from dataclasses import dataclass

from directory.finess_files.report import ERROR, WARNING
from directory.models import FinessImport

# Name of a count, and what it counts.
COUNTS = {
    "lines": "Établissements lus",
    "entity_lines": "Entités juridiques lues",
    "kept": "Établissements retenus (champ du programme, 18 régions)",
    "added": "Ajoutés",
    "changed": "Modifiés",
    "reopened": "Dont rouverts",
    "closed": "Fermés",
    "closed_unknown": "Fermés que le portail ne connaissait pas (laissés)",
    "out_of_field": "Hors champ (officines, laboratoires, écoles…), laissés",
    "out_of_regions": "Hors des 18 régions, laissés",
    "left_known": "Connus du portail et laissés tels quels, leur ligne étant en doute ou hors champ",
    "presumed": "Statuts présumés, faute d'entité juridique",
    WARNING: "Avertissements",
    ERROR: "Erreurs",
}
ALWAYS = {"lines", "kept", "added", "changed", "closed"}


@dataclass(frozen=True)
class Count:
    """One line of the tally."""

    label: str
    number: int


def count_lines(run: FinessImport) -> list[Count]:
    """The tally of an import that wrote; counts of zero are left out, except the main ones."""
    return [
        Count(label, run.counts.get(name, 0))
        for name, label in COUNTS.items()
        if run.counts.get(name) or name in ALWAYS
    ]
