"""The legal pages: what those who run the portal have said, what they have yet to say, and how long data are kept."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts import idling
from accounts.models import Invitation, Membership
from core.watch import Todo
from core.wording import counted
from records import removing
from regional_calls import forgetting
from regional_calls.models.expression import LINK_AFTERLIFE


@dataclass(frozen=True)
class MissingFact:
    """A sentence that a page cannot write yet: the variable that gives it, and what it is."""

    variable: str
    page: str
    label: str


def known() -> dict[str, str]:
    """What is known, by the variable's name in lower case without its prefix: `editor`, `host_phone`…"""
    return {name.removeprefix("PORTAL_").lower(): value for name, value in settings.PORTAL_FACTS.items()}


def missing(page: str = "") -> list[MissingFact]:
    """Of one page, or of all."""
    return [
        MissingFact(variable, where, label)
        for variable, (where, label) in settings.PORTAL_FACTS_ASKED.items()
        if not settings.PORTAL_FACTS[variable] and page in {"", where}
    ]


def periods() -> dict[str, str]:
    """How long what is erased by itself stays, as the code that erases it counts."""
    return {
        "drafts": f"{forgetting.MONTHS} mois",
        "accounts": f"{idling.MONTHS} mois",
        "invitations": f"{Invitation.VALIDITY.days} jours",
        "links": f"{LINK_AFTERLIFE.days} jours",
        "removed": f"{removing.KEPT.days} jours",
        "sessions": f"{settings.SESSION_COOKIE_AGE // 86_400} jours",
    }


def todos(hat: Membership, now: datetime) -> list[Todo]:  # noqa: ARG001 - every room's watch takes the instant
    """For administrators, one line as long as a legal page lacks something."""
    lacking = missing() if hat.administers else []
    if not lacking:
        return []
    return [
        Todo(
            label="Compléter les pages légales",
            subject=counted(len(lacking), "mention manque", "mentions manquent"),
            url=reverse(lacking[0].page),
            detail="Chaque page dit ce qui lui manque, et le réglage du serveur où l'écrire.",
        )
    ]
