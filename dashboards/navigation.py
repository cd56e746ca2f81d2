"""Where each role goes from the header, and where everyone goes from the footer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from calls.models import Call


@dataclass(frozen=True)
class Link:
    """A way somewhere; `current` when the page shown lies there."""

    label: str
    url: str
    current: bool = False


PUBLIC = (
    ("Accueil", "home"),
    ("Appels", "calls:calls"),
    ("Appels régionaux", "regional_calls:public_calls"),
    ("Repères", "knowledge:framework"),
    ("Vérifier un document", "acts:check_search"),
)
LEGAL = (
    ("Plan du site", "sitemap"),
    ("Accessibilité : non conforme", "accessibility"),
    ("Mentions légales", "legal"),
    ("Données personnelles", "privacy"),
    ("Contact", "contact"),
)
TODOS = ("Vos tâches", "todos")
CALLS = ("Appels", "calls:calls")
NOTICES = ("Lettres de décision", "commission:notices")
DIRECTORY = ("Structures", "directory:establishments")
ADMINISTRATION = (
    TODOS,
    ("Comptes", "accounts:people"),
    ("Invitations", "accounts:invitations"),
    ("Courriels", "records:outbox"),
    ("Travaux", "records:jobs"),
    ("Journal des actes", "records:journal"),
    ("FINESS", "directory:finess_imports"),
    ("Données", "admin:index"),
)


def current_call(now: datetime) -> Call | None:
    """The call that a commission is busy with: the first to close among those not concluded."""
    return (
        Call.objects.published()
        .filter(Q(concluded_at=None) | Q(concluded_at__gt=now), opens_at__lte=now)
        .order_by("closes_at", "pk")
        .first()
    )


def links_to(*pairs: tuple[str, str]) -> Iterator[Link]:
    for label, name in pairs:
        yield Link(label, reverse(name))


def pairs_for(hat: Membership) -> tuple[tuple[str, str], ...]:
    """(label, URL name) of the pages of a role."""
    if hat.administers:
        return ADMINISTRATION
    if hat.regional:
        return (
            TODOS,
            ("Vos fiches", "applications:applications"),
            ("Votre région", "my_region"),
            CALLS,
            NOTICES,
            DIRECTORY,
        )
    if hat.is_national(Role.RAPPORTEUR):
        return (TODOS, ("Vos évaluations", "commission:reviews"), CALLS, DIRECTORY)
    if hat.role == Role.CONTACT:
        return (TODOS, ("Vos participations", "regions:participations"), CALLS)
    if hat.guest:
        return (TODOS, ("Vos invitations", "applications:applications"), CALLS)
    return (TODOS, CALLS)


def commission_links(now: datetime) -> Iterator[Link]:
    """What secretaries, presidents and signatories open every day."""
    call = current_call(now)
    if call is not None:
        yield Link("Commission", reverse("commission:dashboard", args=[call.slug]))
        yield Link("Décisions", reverse("commission:decisions", args=[call.slug]))
    yield from links_to(NOTICES, ("Réseau", "network"), DIRECTORY)


def links_for(hat: Membership | None, now: datetime) -> list[Link]:
    """The header's menu, for the hat worn; the public's without one."""
    if hat is None:
        return list(links_to(*PUBLIC))
    links = list(links_to(*pairs_for(hat)))
    if hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY):
        links.extend(commission_links(now))
    return links


def mark_current(links: list[Link], path: str) -> list[Link]:
    """Flag the link under which the page lies: the longest address that begins the path."""
    under = [link.url for link in links if path == link.url or (link.url != "/" and path.startswith(link.url))]
    here = max(under, key=len, default=None)
    return [Link(link.label, link.url, current=link.url == here) for link in links]


def menu(request: HttpRequest) -> list[Link]:
    """The header's menu for a request; a person without any role still reaches their tasks."""
    hat = getattr(request, "hat", None)
    links = links_for(hat, timezone.now())
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and hat is None:
        links[0] = Link(TODOS[0], reverse(TODOS[1]))
    return mark_current(links, request.path)


def legal_links() -> list[Link]:
    """The footer's lower line."""
    return list(links_to(*LEGAL))
