"""What happened to the participants of a project, in one line each."""

from dataclasses import dataclass
from datetime import date

from core.wording import PARIS
from regions.models import MaturityMove, Participation, RegionalProject


@dataclass(frozen=True)
class Happening:
    """A day and what happened then."""

    on: date
    text: str
    detail: str = ""


def happenings(project: RegionalProject, participations: list[Participation]) -> list[Happening]:
    """Arrivals after the award, commitments, departures and changes of maturity, newest first; one query."""
    granted = getattr(project, "award", None)
    lines = []
    for row in participations:
        name = row.establishment.name
        if granted is not None and row.joined_on > granted.awarded_on:
            lines.append(Happening(row.joined_on, f"{name} rejoint le projet", f"Explore « {row.digital_project} »."))
        if row.confirmed_at is not None:
            lines.append(Happening(row.confirmed_at.astimezone(PARIS).date(), f"{name} confirme son engagement"))
        if row.left_on is not None:
            lines.append(Happening(row.left_on, f"{name} quitte le projet", row.left_reason))
    moves = MaturityMove.objects.filter(digital_project__project=project)
    for move in moves.select_related("digital_project", "former", "reached"):
        text = f"« {move.digital_project} » passe à l'état « {move.reached} »"
        lines.append(Happening(move.on, text, f"Auparavant : {str(move.former).lower()}."))
    return sorted(lines, key=lambda line: line.on, reverse=True)
