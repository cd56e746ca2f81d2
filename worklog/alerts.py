"""What is wrong in a project's days."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from core.watch import Alert
from core.wording import euros
from regions.models import RegionalProject
from worklog.burn import Burn, burns


def alerts(
    projects: Sequence[RegionalProject], today: date, known: Mapping[int, Burn] | None = None
) -> dict[int, list[Alert]]:
    """By project key, those whose fixed share is used for 80 % or more; no query when the burns are `known`."""
    burnt = burns(projects, today) if known is None else known
    return {
        key: [Alert(burn_sentence(one), reverse("worklog:burn", args=[key]), serious=one.level == "full")]
        for key, one in ((project.pk, burnt[project.pk]) for project in projects)
        if one.level
    }


def burn_sentence(one: Burn) -> str:
    """The envelope's state in a sentence."""
    if one.left < 0:
        return f"Les jours notés dépassent de {euros(-one.left)} la part fixe."
    if one.level == "full":
        return "Les jours notés ont utilisé toute la part fixe."
    return f"Les jours notés ont utilisé {one.share} % de la part fixe : il reste {euros(one.left)}."
